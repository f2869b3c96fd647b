"""The next broadcast days on the first page of who looks after them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from broadcast.access import may_see_schedule
from broadcast.desk.addresses import day_url
from broadcast.desk.day import desk_day, today
from broadcast.models import Station

if TYPE_CHECKING:
    from django.http import HttpRequest

_DAYS = 3


class SchedulePanel(Component):
    """How far today and the days after it are: planned, released, recalled."""

    name = "loa_schedule"
    template_name = "broadcast/desk/home_panel.html"
    order = 102

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        if may_see_schedule(self.request.user):
            now = timezone.now()
            days = [today(now) + timedelta(days=ahead) for ahead in range(_DAYS)]
            shown = [desk_day(day, Station.objects.active(), now) for day in days]
            context["days"] = [(one, day_url(one.day)) for one in shown]
        return context
