"""An operator's own notices: what became of them, a new one, one that was returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
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
from media.state import house_rendition, state_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

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
    return render(
        request,
        "broadcast/portal/notice.html",
        {
            "station": station,
            "shown": shown,
            "form": form,
            "recording": recording,
            "recording_state": state_of(house_rendition(recording)) if recording else None,
            "mendable": shown is None or shown.mendable,
        },
        status=_REFUSED if posted else 200,
    )
