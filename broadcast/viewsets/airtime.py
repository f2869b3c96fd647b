"""Airtime rules and the orders that lift them, and the menu that holds all of airtime's lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSetGroup

from broadcast.models import AirtimeException, AirtimeRule
from broadcast.models.airtime import LIMITS
from cms.viewsets.kept import KeptViewSet
from media.durations import on_screen

from .clocks import clock_viewset
from .durations import DurationInput
from .filler_music import filler_music_viewset
from .planning_rules import planning_rule_viewset, special_day_viewset
from .weekly_slots import WeekdaysColumn, weekly_slot_viewset

if TYPE_CHECKING:
    from django.db.models import QuerySet


def _quiet(rule: AirtimeRule) -> str:
    if rule.quiet_from is None or rule.quiet_until is None:
        return ""
    return f"{rule.quiet_from:%H:%M}–{rule.quiet_until:%H:%M}"


class AirtimeRuleListView(IndexView):
    def get_base_queryset(self) -> QuerySet[AirtimeRule]:
        return AirtimeRule.objects.select_related("station").order_by("station__code", "pk")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("__str__"),
            Column("quiet", label=_("Quiet hours"), accessor=_quiet),
            Column("most_sessions", label=_("Sessions a day")),
            Column(
                "most_session",
                label=_("Longest session"),
                accessor=lambda rule: on_screen(rule.most_session),
            ),
            Column(
                "most_day", label=_("Airtime a day"), accessor=lambda rule: on_screen(rule.most_day)
            ),
            WeekdaysColumn("weekdays", label=_("Weekdays")),
        ]


class AirtimeRuleViewSet(KeptViewSet):
    model = AirtimeRule
    icon = "time"
    menu_label = _("Airtime rules")
    list_per_page = 50
    index_view_class = AirtimeRuleListView
    edit_handler = ObjectList(
        [
            FieldPanel("station", help_text=_("Empty: every station without a rule of its own.")),
            FieldRowPanel([FieldPanel("quiet_from"), FieldPanel("quiet_until")]),
            FieldPanel("most_sessions"),
            FieldRowPanel(
                [
                    FieldPanel("most_session", widget=DurationInput),
                    FieldPanel("most_day", widget=DurationInput),
                ]
            ),
            FieldPanel("weekdays"),
        ]
    )


def _lifted(order: AirtimeException) -> str:
    names: dict[str, Any] = dict(LIMITS)
    return ", ".join(str(names.get(code, code)) for code in order.lifts)


class AirtimeExceptionListView(IndexView):
    default_ordering = "-first_day"

    def get_base_queryset(self) -> QuerySet[AirtimeException]:
        return AirtimeException.objects.select_related("station")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("order_number"),
            Column(
                "station",
                label=_("Station"),
                accessor=lambda order: order.station or _("every station"),
            ),
            Column("first_day", label=_("First day"), sort_key="first_day"),
            Column("last_day", label=_("Last day"), sort_key="last_day"),
            Column("lifts", label=_("Limits lifted"), accessor=_lifted),
        ]


class AirtimeExceptionViewSet(KeptViewSet):
    model = AirtimeException
    icon = "warning"
    menu_label = _("Orders that lift limits")
    list_per_page = 50
    index_view_class = AirtimeExceptionListView
    edit_handler = ObjectList(
        [
            FieldPanel("order_number"),
            FieldPanel("station"),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
            FieldPanel("lifts"),
        ]
    )


airtime_rule_viewset = AirtimeRuleViewSet("airtime_rule")
airtime_exception_viewset = AirtimeExceptionViewSet("airtime_exception")


class AirtimeViewSetGroup(ModelViewSetGroup):
    menu_label = _("Airtime")
    menu_icon = "calendar-alt"
    menu_order = 310
    items = (
        weekly_slot_viewset,
        clock_viewset,
        airtime_rule_viewset,
        airtime_exception_viewset,
        planning_rule_viewset,
        special_day_viewset,
        filler_music_viewset,
    )


airtime_viewset_group = AirtimeViewSetGroup()
