"""The pages operators read: their stations, a station's today and tomorrow, one day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from broadcast.access import may_send_notices, stations_of
from broadcast.actions.as_run import MOST_REASON
from broadcast.actions.slots import broadcast_day
from broadcast.models import Outcome
from broadcast.portal.forms import Draft
from broadcast.portal.news import unread_of
from broadcast.portal.reading import AHEAD, BACK, read_days, unconfirmed_slots

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse

    from broadcast.models import Station

SIGN_IN = "portal:sign_in"
_DAY = timedelta(days=1)
# Kept for going back, so that what was typed is still there; asked for anew otherwise.
kept_for_back = cache_control(private=True, no_cache=True)


@require_safe
@login_required(login_url=SIGN_IN)
@kept_for_back
def home(request: HttpRequest) -> HttpResponse:
    """List the person's own stations; one alone opens at once."""
    stations = list(stations_of(request.user).select_related("area"))
    if len(stations) == 1:
        return redirect("portal:station", stations[0].code)
    return render(request, "broadcast/portal/home.html", {"stations": stations})


@require_safe
@login_required(login_url=SIGN_IN)
@kept_for_back
def station_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show today and tomorrow."""
    station = get_object_or_404(stations_of(request.user), code=code)
    now = timezone.now()
    today = broadcast_day(station, now)
    return show_days(request, station, [today, today + _DAY], now, draft=Draft(request.GET))


@require_safe
@login_required(login_url=SIGN_IN)
@kept_for_back
def day_page(request: HttpRequest, code: str, day: date) -> HttpResponse:
    """Show one day, from two weeks back to a week ahead."""
    station = get_object_or_404(stations_of(request.user), code=code)
    now = timezone.now()
    today = broadcast_day(station, now)
    if not today - BACK <= day <= today + AHEAD:
        raise Http404
    return show_days(request, station, [day], now, draft=Draft(request.GET))


def show_days(
    request: HttpRequest,
    station: Station,
    days: Sequence[date],
    now: datetime,
    *,
    draft: Draft,
    status: int = 200,
) -> HttpResponse:
    """Render the page of `days`, with `draft` in the form of its slot."""
    today = broadcast_day(station, now)
    context: dict[str, Any] = {
        "station": station,
        "days": read_days(station, days, now),
        "now": now,
        "today": today,
        "tomorrow": today + _DAY,
        "previous": _link(station, days[0] - _DAY, today),
        "next": _link(station, days[-1] + _DAY, today),
        "may_send_notices": may_send_notices(request.user, station),
        "unread": unread_of(station, request.user, now),  # type: ignore[arg-type] # signed in
        "several": stations_of(request.user).count() > 1,
        "unconfirmed": unconfirmed_slots(station, today - BACK, today - _DAY, now),
        "outcomes": Outcome,
        "most_reason": MOST_REASON,
        "draft": draft,
        "blank": Draft({}),
        # Each form's own: a template calls what can be called.
        "new_key": uuid4,
    }
    return render(request, "broadcast/portal/day.html", context, status=status)


def page_of(station: Station, day: date, now: datetime) -> str:
    """Return the address of the page that `day` is shown on first."""
    today = broadcast_day(station, now)
    if day in {today, today + _DAY}:
        return reverse("portal:station", args=[station.code])
    return reverse("portal:day", args=[station.code, day])


def _link(station: Station, day: date, today: date) -> dict[str, Any] | None:
    if not today - BACK <= day <= today + AHEAD:
        return None
    return {"day": day, "url": reverse("portal:day", args=[station.code, day])}
