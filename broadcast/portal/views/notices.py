"""An operator's own notices: what became of them, a new one, one that was returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from broadcast.access import may_send_notices, stations_of
from broadcast.actions.notices import newsroom_of, send_notice
from broadcast.portal.notice_form import NoticeForm, blank, filled
from broadcast.portal.notices import notices_of, told
from broadcast.portal.views.pages import SIGN_IN
from cms.actions.local_notices import NoticeRefused
from cms.actions.review import NotSubmittable
from media.models import State
from media.serve import private_file
from media.state import house_rendition, state_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from broadcast.models import Station
    from broadcast.portal.notices import Told
    from cms.accounts.models import User

_REFUSED = 422


@require_safe
@login_required(login_url=SIGN_IN)
def notice_list(request: HttpRequest, code: str) -> HttpResponse:
    """List the notices of the station's area, newest first."""
    station = _station(request, code)
    newsroom = newsroom_of(station)
    return render(
        request,
        "broadcast/portal/notices.html",
        {
            "station": station,
            "newsroom": newsroom,
            "notices": notices_of(newsroom) if newsroom else [],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required(login_url=SIGN_IN)
def new_notice(request: HttpRequest, code: str) -> HttpResponse:
    station = _station(request, code)
    return _form(request, station, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required(login_url=SIGN_IN)
def notice_page(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Show one notice; one that was returned can be mended and sent again."""
    station = _station(request, code)
    newsroom = newsroom_of(station)
    shown = told(newsroom, pk) if newsroom else None
    if shown is None:
        raise Http404
    return _form(request, station, shown)


@require_safe
@login_required(login_url=SIGN_IN)
def hear_notice(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Send the house file of what was uploaded for a notice, as its newest text has it."""
    station = _station(request, code)
    newsroom = newsroom_of(station)
    shown = told(newsroom, pk) if newsroom else None
    recording = shown.notice.get_latest_revision_as_object().recording if shown else None
    house = house_rendition(recording) if recording else None
    if house is None or house.state != State.READY:
        raise Http404
    return private_file(
        request,
        name=house.file_name,
        sha256=house.sha256,
        size=house.size_bytes or 0,
        content_type="audio/mpeg",
    )


def _station(request: HttpRequest, code: str) -> Station:
    """Return the person's own station, where they may write; anything else is not there."""
    station = get_object_or_404(stations_of(request.user).select_related("area"), code=code)
    if not may_send_notices(request.user, station):
        raise Http404
    return station


def _form(request: HttpRequest, station: Station, shown: Told | None) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # signed in: the view asks for it
    posted = request.method == "POST"
    form = NoticeForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        station=station,
        by=user,
        initial=filled(shown.notice) if shown else blank(station),
    )
    if posted and form.is_valid():
        try:
            send_notice(
                station=station,
                **form.words,
                by=user,
                now=timezone.now(),
                notice=shown.notice if shown else None,
            )
        except NoticeRefused as refused:
            form.add_error(None, str(refused))
        except NotSubmittable as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The notice was sent: your commune's leadership reviews it.")
            )
            return redirect("portal:notices", station.code)
    recording = form.recording
    recording_state = state_of(house_rendition(recording)) if recording else None
    return render(
        request,
        "broadcast/portal/notice.html",
        {
            "station": station,
            "shown": shown,
            "form": form,
            "recording": recording,
            "recording_state": recording_state,
            "hears": reverse("portal:hear_notice", args=[station.code, shown.notice.pk])
            if shown and not posted and recording_state and recording_state["file"]
            else "",
            "mendable": shown is None or shown.mendable,
        },
        status=_REFUSED if posted else 200,
    )
