"""What the list of items can be narrowed by: facts of each item's latest revision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import django_filters  # type: ignore[import-untyped]  # ships no types
from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from cms.models import KINDS, Convention, Findable, Language, Priority, SupplyingBody, Theme
from cms.models.lifecycle import Lifecycle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cms.models.findable import FindableQuerySet
    from cms.models.taxonomy import Term

# From the first up to the second; none: without end.
LENGTHS: dict[str, tuple[timedelta, timedelta | None]] = {
    "1": (timedelta(), timedelta(minutes=1)),
    "5": (timedelta(minutes=1), timedelta(minutes=5)),
    "15": (timedelta(minutes=5), timedelta(minutes=15)),
    "30": (timedelta(minutes=15), timedelta(minutes=30)),
    "more": (timedelta(minutes=30), None),
}
LENGTH_LABELS = [
    ("1", _("up to 1 minute")),
    ("5", _("1 to 5 minutes")),
    ("15", _("5 to 15 minutes")),
    ("30", _("15 to 30 minutes")),
    ("more", _("30 minutes and more")),
]


def kinds() -> list[tuple[str, str]]:
    return [(kind._meta.model_name, capfirst(str(kind._meta.verbose_name))) for kind in KINDS]  # noqa: SLF001 - Django's API


def several(label: Any, choices: Any, method: str) -> django_filters.MultipleChoiceFilter:
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, method=method, widget=forms.CheckboxSelectMultiple
    )


def terms(
    label: Any, model: type[Term], **options: Any
) -> django_filters.ModelMultipleChoiceFilter:
    """Offer retired terms too: what was written under them is still looked for."""
    return django_filters.ModelMultipleChoiceFilter(
        label=label,
        queryset=model._default_manager.all(),  # noqa: SLF001 - Django's API
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class FindFilterSet(WagtailFilterSet):
    kind = several(_("Kind"), kinds, "of_kind")
    state = several(_("Lifecycle"), Lifecycle.choices, "in_state")
    language = terms(_("Language"), Language)
    themes = terms(_("Themes"), Theme, method="listed_in")
    conventions = terms(_("Conventions"), Convention, method="listed_in")
    supplying_body = terms(_("Supplying body"), SupplyingBody)
    length = several(_("Duration"), LENGTH_LABELS, "lasting")
    priority = django_filters.MultipleChoiceFilter(
        label=_("Priority"),
        field_name="item__priority",
        choices=Priority.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    edited = django_filters.DateFromToRangeFilter(
        label=_("Last edited"), field_name="edited_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Findable
        fields: list[str] = []

    def of_kind(
        self, found: FindableQuerySet, _name: str, chosen: Sequence[str]
    ) -> FindableQuerySet:
        models = [kind for kind in KINDS if kind._meta.model_name in chosen]  # noqa: SLF001 - Django's API
        types = ContentType.objects.get_for_models(*models).values() if models else ()
        return found.filter(kind__in=[each.pk for each in types]) if models else found

    def in_state(
        self, found: FindableQuerySet, _name: str, chosen: Sequence[str]
    ) -> FindableQuerySet:
        return found.in_states(chosen) if chosen else found

    def listed_in(
        self, found: FindableQuerySet, name: str, chosen: Sequence[Term]
    ) -> FindableQuerySet:
        wanted = Q()
        for term in chosen:
            wanted |= Q(**{f"{name}__contains": f" {term.pk} "})
        return found.filter(wanted)

    def lasting(
        self, found: FindableQuerySet, _name: str, chosen: Sequence[str]
    ) -> FindableQuerySet:
        return found.lasting([LENGTHS[each] for each in chosen]) if chosen else found
