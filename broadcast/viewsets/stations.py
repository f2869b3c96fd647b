"""Stations in the admin: list, open, change, close. A station is closed, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters  # type: ignore[import-untyped]  # ships no types
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsView,
    ChooseView,
)
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import BooleanRadioSelect

from broadcast.actions.stations import StationRefused, change_station, open_station
from broadcast.models import Medium, Station
from cms.accounts.models import User
from cms.models import Language, Level
from cms.viewsets.kept import KeptViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from broadcast.models import StationQuerySet


class StationFilterSet(WagtailFilterSet):
    level = django_filters.ChoiceFilter(
        label=_("Level"),
        field_name="area__level",
        choices=Level.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    medium = django_filters.ChoiceFilter(
        label=_("Medium"),
        choices=Medium.choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    closed = django_filters.BooleanFilter(label=_("Closed stations"), widget=BooleanRadioSelect)
    area_ended = django_filters.BooleanFilter(
        label=_("Area no longer valid"), method="filter_area_ended", widget=BooleanRadioSelect
    )

    class Meta:
        model = Station
        fields: list[str] = []

    def filter_area_ended(
        self,
        stations: StationQuerySet,
        name: str,
        value: bool,  # noqa: FBT001 - django-filter's signature
    ) -> StationQuerySet:
        """After a new arrangement of areas, these are the stations to move."""
        del name
        ended = Q(area__valid_until__lt=timezone.localdate())
        return stations.filter(ended if value else ~ended)


class ClosedColumn(Column):
    def get_value(self, instance: Any) -> str:
        return gettext("closed") if instance.closed else gettext("open")


class StationListView(IndexView):
    is_searchable = True

    def get_base_queryset(self) -> StationQuerySet:
        return Station.objects.select_related("area", "parent")

    def search_queryset(self, queryset: StationQuerySet) -> StationQuerySet:
        return queryset.matching(self.search_query or "")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("name"),
            Column("code", label=_("Station code"), sort_key="code"),
            Column("level", label=_("Level"), accessor="area.get_level_display"),
            Column("area", label=_("Area"), sort_key="area__path"),
            Column("parent", label=_("Parent station")),
            Column("medium", label=_("Medium"), accessor="get_medium_display"),
            ClosedColumn("closed", label=_("Standing"), sort_key="closed"),
        ]


class StationForm(WagtailAdminModelForm):
    """What was chosen before stays choosable, though it would not be today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = self.instance.pk is not None
        self.fields["code"].disabled = opened
        if not opened:
            del self.fields["closed"]
        operators = Q(is_active=True) | Q(stations=self.instance.pk)
        self.fields["operators"].queryset = User.objects.filter(operators).distinct()
        languages = Q(retired=False)
        if opened:
            languages |= Q(pk__in=self.instance.languages.all())
        self.fields["languages"].queryset = Language.objects.filter(languages)


class RefusedOnForm:
    """Mixed into a form's view, first: what an action refuses is shown beside its field."""

    def form_valid(self: Any, form: StationForm) -> HttpResponse:
        response: HttpResponse
        try:
            response = super().form_valid(form)  # type: ignore[misc]  # the view's
        except StationRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
        return response


class OpenStationView(RefusedOnForm, CreateView):
    def save_instance(self) -> Station:
        return open_station(**self.form.cleaned_data, by=self.request.user, now=timezone.now())


class ChangeStationView(RefusedOnForm, EditView):
    def save_instance(self) -> Station:
        values = {name: value for name, value in self.form.cleaned_data.items() if name != "code"}
        return change_station(
            station=self.form.instance, **values, by=self.request.user, now=timezone.now()
        )


class StationViewSet(KeptViewSet):
    model = Station
    icon = "home"
    menu_label = _("Stations")
    menu_order = 300
    add_to_admin_menu = True
    list_per_page = 50
    index_view_class = StationListView
    add_view_class = OpenStationView
    edit_view_class = ChangeStationView
    filterset_class = StationFilterSet
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("medium")]),
            FieldPanel("area"),
            FieldPanel("parent"),
            FieldPanel("languages", widget=forms.CheckboxSelectMultiple),
            FieldPanel("operators", widget=forms.CheckboxSelectMultiple),
            FieldPanel("day_start"),
            FieldPanel("ident"),
            FieldPanel("closed"),
        ],
        base_form_class=StationForm,
    )


class StationSearchForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search by code or name"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Code or name, with or without marks")}),
    )

    def filter(self, stations: StationQuerySet) -> StationQuerySet:
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return stations.matching(self.search_query)


class StationChoices(PermissionCheckedMixin, BaseChooseView):
    """Stations that are open."""

    filter_form_class = StationSearchForm
    any_permission_required = ("view", "add", "change")

    def get_object_list(self) -> QuerySet[Station]:
        return Station.objects.active().select_related("area")

    @property
    def columns(self) -> list[Column]:
        return [
            self.title_column,
            Column("code", label=_("Station code")),
            Column("area", label=_("Area")),
        ]


class ChooseStationView(StationChoices, ChooseView):
    pass


class ChooseStationResultsView(StationChoices, ChooseResultsView):
    pass


class StationChooserViewSet(ChooserViewSet):
    model = Station
    icon = "home"
    choose_one_text = _("Choose a station")
    choose_another_text = _("Choose another station")
    # Wagtail translates these two once, when they are imported.
    edit_item_text = _("Edit")
    search_tab_label = _("Search")
    choose_view_class = ChooseStationView
    choose_results_view_class = ChooseStationResultsView


station_viewset = StationViewSet("station")
station_chooser_viewset = StationChooserViewSet("station_chooser")
