"""The first screen: one broadcast day, every station, every slot."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from broadcast.access import may_release, may_schedule
from broadcast.desk.addresses import day_url
from broadcast.desk.day import desk_day, districts, today
from broadcast.models import DeskRun, RunKind, RunState, Station

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from broadcast.models import StationQuerySet
    from cms.models import Area

may_look = permission_required("broadcast.view_slot", raise_exception=True)

_DAY = timedelta(days=1)


class DayForm(forms.Form):
    """Which day and which stations; what cannot be read is left as if it were not said."""

    day = forms.DateField(
        label=gettext_lazy("Broadcast day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    area = forms.CharField(required=False)
    q = forms.CharField(required=False)


@require_safe
@may_look
def day(request: HttpRequest) -> HttpResponse:
    """Show a day of all stations, of a district's, or of those a search finds without marks."""
    now = timezone.now()
    wanted, area, text, areas = read_choice(request.GET, now)
    shown = desk_day(wanted, stations_in(area, text), now)
    return render(
        request,
        "broadcast/desk/day.html",
        {
            "shown": shown,
            "areas": areas,
            "area": area,
            "text": text,
            "previous_url": day_url(wanted - _DAY, area, text),
            "next_url": day_url(wanted + _DAY, area, text),
            "today": today(now),
            "runs": DeskRun.objects.unfinished().select_related("area", "below", "asked_by"),
            "planned": last_planned(wanted),
            "may_schedule": may_schedule(request.user),
            "may_release": may_release(request.user),
            "breadcrumbs_items": [{"url": "", "label": _("Schedule")}],
        },
    )


def last_planned(day: date) -> DeskRun | None:
    """Return the last run that planned `day`: nothing else tells what found no place."""
    done = DeskRun.objects.filter(kind=RunKind.PLAN, state=RunState.DONE)
    return done.filter(first__lte=day, last__gte=day).order_by("-ended_at", "-pk").first()


def read_choice(
    said: Mapping[str, Any], now: datetime
) -> tuple[date, Area | None, str, list[Area]]:
    """Return the day, district and search that an address or a form says, and all districts."""
    form = DayForm(said)
    form.is_valid()
    areas = districts()
    area = next((one for one in areas if one.path == form.cleaned_data.get("area")), None)
    wanted = form.cleaned_data.get("day") or today(now)
    return wanted, area, form.cleaned_data.get("q", ""), areas


def stations_in(area: Area | None, text: str = "") -> StationQuerySet:
    stations = Station.objects.active()
    if area is not None:
        stations = stations.filter(area__path__startswith=area.path)
    return stations.matching(text)
