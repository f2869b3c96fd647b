"""Areas in the admin: a list to look at, and a chooser for forms.

Nobody adds, edits or deletes an area here: areas change by `import_areas` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters  # type: ignore[import-untyped]  # ships no types
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BaseChooser

from cms.models import Area, Level

from .kept import KeptViewSet

if TYPE_CHECKING:
    from cms.models import AreaQuerySet


class Validity(models.TextChoices):
    TODAY = "today", _("valid today")
    ENDED = "ended", _("no longer valid")
    COMING = "coming", _("not valid yet")
    ALL = "all", _("all")


class AreaFilterSet(WagtailFilterSet):
    """Only what is valid today, unless somebody asks for more."""

    level = django_filters.ChoiceFilter(
        label=_("Level"), choices=Level.choices, empty_label=_("All"), widget=forms.RadioSelect
    )
    validity = django_filters.ChoiceFilter(
        label=_("Validity"),
        choices=Validity.choices,
        initial=Validity.TODAY,
        empty_label=None,
        method="filter_validity",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Area
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        asked = data.copy() if data is not None else QueryDict(mutable=True)
        asked.setdefault("validity", Validity.TODAY)
        super().__init__(asked, *args, **kwargs)

    def filter_validity(self, areas: AreaQuerySet, name: str, value: str) -> AreaQuerySet:
        del name
        today = timezone.localdate()
        if value == Validity.TODAY:
            return areas.valid_on(today)
        if value == Validity.ENDED:
            return areas.filter(valid_until__lt=today)
        if value == Validity.COMING:
            return areas.filter(valid_from__gt=today)
        return areas


class DayColumn(Column):
    """The day itself: Wagtail's own column says how long ago, which is no date of an order."""

    def get_value(self, instance: Any) -> str:
        day = super().get_value(instance)
        return f"{day:%d/%m/%Y}" if day else ""


class AreaListView(IndexView):
    is_searchable = True

    def get_base_queryset(self) -> AreaQuerySet:
        return Area.objects.with_superiors()

    def search_queryset(self, queryset: AreaQuerySet) -> AreaQuerySet:
        return queryset.matching(self.search_query or "")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("full_name", label=_("Full name")),
            Column("code", label=_("Code"), sort_key="code"),
            Column("level", label=_("Level"), accessor="get_level_display"),
            Column("place", label=_("Place"), sort_key="path"),
            DayColumn("valid_from", label=_("Valid from"), sort_key="valid_from"),
            DayColumn("valid_until", label=_("Up to and including"), sort_key="valid_until"),
        ]


class AreaViewSet(KeptViewSet):
    model = Area
    allowed = ("view",)
    icon = "site"
    menu_label = _("Areas")
    list_per_page = 50
    index_view_class = AreaListView
    filterset_class = AreaFilterSet
    # Nothing but Wagtail's own form asks for a form, and there is none.
    form_fields: list[str] = []
    add_to_reference_index = False


class AreaSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search by code or name"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Code or name, with or without marks")}),
    )

    def filter(self, areas: AreaQuerySet) -> AreaQuerySet:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return areas.matching(self.search_query)


class AreaChoices(BaseChooseView):
    """Areas valid today. Names and codes are public: whoever may enter the admin may choose."""

    filter_form_class = AreaSearchForm

    def get_object_list(self) -> AreaQuerySet:
        return Area.objects.with_superiors().valid_on(timezone.localdate())

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("code", label=_("Code")),
            Column("place", label=_("Place")),
        ]


class ChooseAreaView(AreaChoices, ChooseView):
    pass


class ChooseAreaResultsView(AreaChoices, ChooseResultsView):
    pass


class ChosenAreaView(ChosenView):
    def get_display_title(self, instance: Area) -> str:
        return instance.place


class ChosenAreasView(ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> AreaQuerySet:
        return Area.objects.with_superiors().filter(pk__in=[pk for pk in pks if pk.isdecimal()])

    def get_display_title(self, instance: Area) -> str:
        return instance.place


class AreaChooser(BaseChooser):
    """Shows where an area is: a name alone is many communes'."""

    show_edit_link = False

    def get_display_title(self, instance: Area) -> str:
        return instance.place


class AreaChooserViewSet(ChooserViewSet):
    model = Area
    icon = "site"
    choose_one_text = _("Choose an area")
    choose_another_text = _("Choose another area")
    # Wagtail translates these two once, when they are imported.
    edit_item_text = _("Edit")
    search_tab_label = _("Search")
    choose_view_class = ChooseAreaView
    choose_results_view_class = ChooseAreaResultsView
    chosen_view_class = ChosenAreaView
    chosen_multiple_view_class = ChosenAreasView
    base_widget_class = AreaChooser


area_viewset = AreaViewSet("area")
area_chooser_viewset = AreaChooserViewSet("area_chooser")
