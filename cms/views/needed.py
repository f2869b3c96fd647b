"""Cleared items that lack a version in a wanted language, or whose version is out of date."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.models import Clearance, Item, Language
from cms.models.derivation import with_original_change
from media.durations import on_screen

from .items import ItemListView, KindColumn

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


def wanted_languages() -> QuerySet[Language]:
    return Language.objects.filter(translations_wanted=True, retired=False)


def needing(items: QuerySet[Item], languages: Collection[Language]) -> QuerySet[Item]:
    """Keep the cleared originals that lack a version in one of `languages`, or have a stale one."""
    versions = Item.objects.filter(version_of=OuterRef("pk"))
    stale = with_original_change(versions, "version_of").exclude(original_change="")
    lacks = (
        ~Q(language=language) & ~Exists(versions.filter(language=language))
        for language in languages
    )
    return items.filter(
        reduce(or_, lacks, Q(Exists(stale.filter(language__in=languages)))),
        Exists(Clearance.objects.standing().filter(item_id=OuterRef("pk"))),
        version_of__isnull=True,
    )


class NeededFilterSet(WagtailFilterSet):
    wanted = django_filters.ModelChoiceFilter(
        label=_("Language wanted"), queryset=wanted_languages(), method="in_language"
    )

    class Meta:
        model = Item
        fields = ["themes"]

    def in_language(
        self, items: QuerySet[Item], _name: str, language: Language | None
    ) -> QuerySet[Item]:
        return needing(items, [language]) if language else items


class NeededColumn(Column):
    cell_template_name = "cms/needed_cell.html"

    def get_value(self, instance: Any) -> Any:
        return instance

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        versions = instance.all_versions
        taken = {instance.language_id, *(each.language_id for each in versions)}
        context["missing"] = [language for language in self.accessor() if language.pk not in taken]
        context["stale"] = [each for each in versions if each.original_change]
        return context


class NeededListView(ItemListView):
    """Translators' work, newest originals first; which languages count is set on the language."""

    page_title = _("Translations needed")
    header_icon = "globe"
    index_url_name = "cms:needed"
    index_results_url_name = "cms:needed_results"
    filterset_class = NeededFilterSet

    @cached_property
    def wanted(self) -> list[Language]:
        return list(wanted_languages())

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Item title"), url_name="cms:item", sort_key="title"),
            # Right beside the title, or a phone would show it last.
            NeededColumn("needed", label=_("Needed"), accessor=lambda: self.wanted),
            Column("language", label=_("Language")),
            KindColumn("kind", label=_("Kind")),
            Column("duration", label=_("Duration"), accessor=lambda i: on_screen(i.duration)),
        ]

    def get_base_queryset(self) -> QuerySet[Item]:
        versions = with_original_change(Item.objects.all(), "version_of")
        return needing(super().get_base_queryset(), self.wanted).prefetch_related(
            Prefetch("versions", versions.select_related("language"), to_attr="all_versions")
        )
