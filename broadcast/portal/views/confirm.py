"""Take what a person says of a slot or an entry; what was typed survives every refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils import timezone
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_POST

from broadcast.access import stations_of
from broadcast.actions.as_run import AsRunConflict, AsRunRefused, record_as_run, record_rest_aired
from broadcast.models import Playlist, Slot
from broadcast.portal.forms import AsRunForm, Draft
from broadcast.portal.reading import read_one
from broadcast.portal.views.pages import SIGN_IN, page_of, show_days

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse

    from broadcast.models import Station

_CONFLICT, _REFUSED = 409, 422


@require_POST
def confirm(request: HttpRequest, code: str, day: date) -> HttpResponse:
    """Record one word, then show the day again."""
    if not request.user.is_authenticated:
        return to_sign_in_with_draft(request, code, day)
    station = get_object_or_404(stations_of(request.user), code=code)
    now = timezone.now()
    form = AsRunForm(request.POST)
    if not form.is_valid():
        errors = [str(error) for errors in form.errors.values() for error in errors]
        return _again(request, station, day, now, errors=errors, status=_REFUSED)
    try:
        _record(request, form, station, day, now)
    except AsRunConflict as refused:
        return _again(request, station, day, now, errors=[str(refused)], status=_CONFLICT)
    except AsRunRefused as refused:
        return _again(request, station, day, now, errors=[str(refused)], status=_REFUSED)
    return redirect(f"{page_of(station, day, now)}#buoi-{form.cleaned_data['slot']}")


def to_sign_in_with_draft(request: HttpRequest, code: str, day: date) -> HttpResponse:
    """Send a person whose session ended to sign in, and from there back to what was typed."""
    return redirect_to_login(_page_with_draft(request, code, day), resolve_url(SIGN_IN))


def _page_with_draft(request: HttpRequest, code: str, day: date) -> str:
    typed = {name: value for name in Draft.FIELDS if (value := request.POST.get(name))}
    page = resolve_url("portal:day", code, day)
    return f"{page}?{urlencode(typed)}#bao-{typed.get('slot', '')}"


def _record(
    request: HttpRequest, form: AsRunForm, station: Station, day: date, now: datetime
) -> None:
    given = form.cleaned_data
    slot = get_object_or_404(Slot, pk=given["slot"], station=station, day=day)
    playlist = get_object_or_404(Playlist, station=station, day=day, edition=given["edition"])
    planned = read_one(playlist).slot(slot.pk)
    if planned is None:
        raise Http404
    who: dict[str, Any] = {
        "key": given["key"],
        "station": station,
        "slot": slot,
        "playlist": playlist,
        "by": request.user,
        "token": None,
        "now": now,
    }
    if given["rest"]:
        record_rest_aired(**who)
    else:
        record_as_run(**who, **form.said(planned))


def _again(
    request: HttpRequest,
    station: Station,
    day: date,
    now: datetime,
    *,
    errors: list[str],
    status: int,
) -> HttpResponse:
    draft = Draft(request.POST, errors=errors)
    return show_days(request, station, [day], now, draft=draft, status=status)


def untrusted(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without a valid token: one opened before signing in again loses no words.

    For `CSRF_FAILURE_VIEW`; every other form gets Django's own refusal.
    """
    match = request.resolver_match
    if match is None or match.view_name != "portal:confirm":
        return csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return to_sign_in_with_draft(request, **match.kwargs)
    return redirect(_page_with_draft(request, **match.kwargs))
