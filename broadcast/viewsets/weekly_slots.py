"""Weekly slots in the admin: when stations air, with the days that are otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView

from broadcast.actions.preview_weekly_slot import preview_weekly_slot
from broadcast.models import Station, WeeklySlot, every_weekday
from broadcast.wording import refused_slot
from cms.viewsets.kept import KeptViewSet
from media.durations import on_screen

from .durations import DurationInput
from .previews import PreviewedForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


class WeeklySlotFilterSet(WagtailFilterSet):
    class Meta:
        model = WeeklySlot
        fields = ["clock"]


class WeekdaysColumn(Column):
    def get_value(self, instance: Any) -> str:
        return weekdays_said(instance.weekdays)


def weekdays_said(weekdays: list[int]) -> str:
    if set(weekdays) == set(every_weekday()):
        return gettext("every day")
    return ", ".join(str(WEEKDAYS_ABBR[weekday]) for weekday in sorted(weekdays))


class WeeklySlotListView(IndexView):
    """Ordered by station; a search finds stations without marks."""

    is_searchable = True
    default_ordering = "station"

    def get_base_queryset(self) -> QuerySet[WeeklySlot]:
        slots: QuerySet[WeeklySlot] = WeeklySlot.objects.select_related("station", "clock")
        return slots

    def order_queryset(self, queryset: QuerySet[WeeklySlot]) -> QuerySet[WeeklySlot]:
        if self.ordering == "station":
            return queryset.order_by("station__area__path", "station__code", "start_time", "pk")
        ordered: QuerySet[WeeklySlot] = super().order_queryset(queryset)
        return ordered

    def search_queryset(self, queryset: QuerySet[WeeklySlot]) -> QuerySet[WeeklySlot]:
        text = self.search_query or ""
        stations = Station.objects.matching(text)
        return queryset.filter(Q(station__in=stations) | Q(title__icontains=text))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("station", label=_("Station"), sort_key="station"),
            WeekdaysColumn("weekdays", label=_("Weekdays")),
            Column(
                "start_time",
                label=_("Begins"),
                accessor=lambda slot: f"{slot.start_time:%H:%M}",
                sort_key="start_time",
            ),
            Column("duration", label=_("Duration"), accessor=lambda slot: on_screen(slot.duration)),
            Column("clock", label=_("Clock")),
            StandingColumn("standing", label=_("Standing")),
        ]


class StandingColumn(Column):
    def get_value(self, instance: Any) -> str:
        today = timezone.localdate()
        if instance.valid_until is not None and instance.valid_until < today:
            return gettext("no longer valid")
        return gettext("not valid yet") if instance.valid_from > today else gettext("valid today")


class PreviewedWeeklySlot(PreviewedForm):
    template_name = "broadcast/weekly_slots/form.html"

    def preview(self, instance: WeeklySlot) -> dict[str, Any]:
        ahead = preview_weekly_slot(weekly=instance, now=timezone.now())
        refused = [(day, refused_slot(refusal)) for day, refusal in ahead.refused]
        return {"preview": ahead, "refused": refused}


class WeeklySlotCreateView(PreviewedWeeklySlot, CreateView):
    pass


class WeeklySlotEditView(PreviewedWeeklySlot, EditView):
    pass


class WeeklySlotViewSet(KeptViewSet):
    """A weekly slot that is over gets a last day: its dated slots keep what aired."""

    model = WeeklySlot
    icon = "calendar-alt"
    menu_label = _("Weekly slots")
    list_per_page = 50
    index_view_class = WeeklySlotListView
    add_view_class = WeeklySlotCreateView
    edit_view_class = WeeklySlotEditView
    filterset_class = WeeklySlotFilterSet
    edit_handler = ObjectList(
        [
            FieldPanel(
                "station",
                help_text=_("A change counts for days that are not opened yet."),
            ),
            FieldPanel("title"),
            FieldPanel("weekdays"),
            FieldRowPanel([FieldPanel("start_time"), FieldPanel("duration", widget=DurationInput)]),
            FieldRowPanel([FieldPanel("clock"), FieldPanel("week_interval")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            InlinePanel(
                "exceptions",
                label=_("Exception"),
                heading=_("Days that are otherwise"),
                panels=[
                    FieldRowPanel([FieldPanel("day"), FieldPanel("cancelled")]),
                    FieldRowPanel(
                        [FieldPanel("start_time"), FieldPanel("duration", widget=DurationInput)]
                    ),
                    FieldPanel("note"),
                ],
            ),
        ]
    )


weekly_slot_viewset = WeeklySlotViewSet("weekly_slot")
