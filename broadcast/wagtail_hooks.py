"""Airtime in the admin: its lists, the schedulers' desk and the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from broadcast.access import may_see_report, may_see_schedule
from broadcast.desk.home_panel import SchedulePanel
from broadcast.reports.item_panel import AiringsPanel
from broadcast.viewsets.airtime import airtime_viewset_group
from broadcast.viewsets.stations import station_chooser_viewset, station_viewset
from broadcast.viewsets.tokens import token_viewset

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.models import Item


class ScheduleMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_schedule(request.user)


class ReportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_report(request.user)


@hooks.register("register_admin_viewset")
def register_airtime_viewsets() -> list[Any]:
    return [
        station_viewset,
        station_chooser_viewset,
        token_viewset,
        airtime_viewset_group,
    ]


@hooks.register("register_admin_urls")
def register_desk_and_reports() -> list[Any]:
    return [
        path("lich/", include("broadcast.desk.urls")),
        path("bao-cao/", include("broadcast.reports.urls")),
    ]


@hooks.register("loa_item_panels")
def show_where_it_airs(request: HttpRequest, item: Item) -> list[Any]:
    del request
    return [AiringsPanel(item)]


# After the newsroom's, which clears Wagtail's away.
@hooks.register("construct_homepage_panels", order=100)
def show_how_the_days_stand(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(SchedulePanel(request))


@hooks.register("register_admin_menu_item")
def register_schedule_menu_item() -> MenuItem:
    return ScheduleMenuItem(
        _("Schedule"), reverse("desk:day"), name="schedule", icon_name="calendar-check", order=200
    )


@hooks.register("register_admin_menu_item")
def register_report_menu_item() -> MenuItem:
    return ReportMenuItem(
        _("Report of what aired"),
        reverse("reports:report"),
        name="airings-report",
        icon_name="clipboard-list",
        order=320,
    )
