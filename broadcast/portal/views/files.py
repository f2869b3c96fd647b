"""What operators take away: the day as a ZIP, a slot as one MP3, lists for players and paper."""

from __future__ import annotations

from functools import wraps
from operator import attrgetter
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from broadcast.access import stations_of
from broadcast.actions.fetches import record_fetch
from broadcast.editions import SHEET_POLICY, as_html, as_m3u8, file_stem
from broadcast.models import Playlist
from broadcast.portal.reading import read_one
from broadcast.portal.takeaway import day_zip, slot_mp3
from broadcast.portal.views.pages import SIGN_IN
from broadcast.signed import sign_address
from media.serve import ranged_file, sends_first_byte

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from broadcast.exports.playlist import File
    from broadcast.portal.day import Edition
    from broadcast.portal.takeaway import Takeaway

    View = Callable[..., HttpResponseBase]

_UNAUTHORIZED, _GONE = 401, 410


def signed_in_for_files(view: View) -> View:
    """Answer 401 to a stranger: a sign-in page would be kept as if it were the file."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        sign_in = reverse(SIGN_IN)
        response = render(
            request,
            "broadcast/portal/unauthorized.html",
            {"sign_in": sign_in},
            status=_UNAUTHORIZED,
        )
        response["WWW-Authenticate"] = f'Cookie realm="Loa", form-action="{sign_in}"'
        return response

    return wrapped


@require_safe
@signed_in_for_files
def zip_file(
    request: HttpRequest, code: str, day: date, edition: int, variant: str | None = None
) -> HttpResponseBase:
    """Send the day's lists and files in one archive, unless some of it may not air."""
    now = timezone.now()
    held = _held(request, code, day, edition)
    if held.not_to_air(now):
        return _gone(request, held)
    return _send(request, held, day_zip(held, variant), "zip", now)


@require_safe
@signed_in_for_files
def slot_file(
    request: HttpRequest, code: str, day: date, edition: int, slot: int
) -> HttpResponseBase:
    """Send a slot as one continuous MP3, unless some of it may not air."""
    now = timezone.now()
    held = _held(request, code, day, edition)
    wanted = held.slot(slot)
    if wanted is None:
        raise Http404
    if held.not_to_air(now, wanted):
        return _gone(request, held)
    taken = slot_mp3(held, wanted)
    if taken is None:
        raise Http404
    return _send(request, held, taken, "mp3", now)


@require_safe
@signed_in_for_files
def m3u8(
    request: HttpRequest, code: str, day: date, edition: int, variant: str | None = None
) -> HttpResponseBase:
    """Send the list for a player on the network."""
    now = timezone.now()
    held = _held(request, code, day, edition)
    if held.not_to_air(now):
        return _gone(request, held)
    name = f"{file_stem(held.playlist, variant)}.m3u8"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    _record(request, held, "m3u8", now)
    return HttpResponse(
        as_m3u8(held.playlist, _for_players(request, held, now), variant),
        content_type="audio/x-mpegurl; charset=utf-8",
        headers={"Content-Disposition": disposition or "", "Cache-Control": "private, no-cache"},
    )


@require_safe
@login_required(login_url=SIGN_IN)
def sheet(request: HttpRequest, code: str, day: date, edition: int) -> HttpResponseBase:
    """Show the page to print; what was recalled is struck out on the day's own page."""
    now = timezone.now()
    held = _held(request, code, day, edition)
    if held.not_to_air(now):
        return _gone(request, held)
    _record(request, held, "html", now)
    return HttpResponse(
        as_html(held.playlist, attrgetter("url")),
        headers={
            "Cache-Control": "private, no-cache",
            "Content-Security-Policy": SHEET_POLICY,
        },
    )


def _held(request: HttpRequest, code: str, day: date, edition: int) -> Edition:
    station = get_object_or_404(stations_of(request.user), code=code)
    playlist = get_object_or_404(Playlist, station=station, day=day, edition=edition)
    return read_one(playlist)


def _send(
    request: HttpRequest, held: Edition, taken: Takeaway, form: str, now: datetime
) -> HttpResponseBase:
    response = ranged_file(
        request,
        etag=taken.etag,
        size=taken.body.length,
        read=taken.read,
        content_type=taken.content_type,
        download_as=taken.name,
    )
    if sends_first_byte(response):
        _record(request, held, form, now)
    return response


def _record(request: HttpRequest, held: Edition, form: str, now: datetime) -> None:
    if request.method == "GET":
        record_fetch(playlist=held.row, form=form, by=request.user, token=None, now=now)  # type: ignore[arg-type] # signed in


def _gone(request: HttpRequest, held: Edition) -> HttpResponse:
    playlist = held.playlist
    page = reverse("portal:day", args=[playlist.station.code, playlist.day])
    return render(
        request, "broadcast/portal/gone.html", {"page": page, "playlist": playlist}, status=_GONE
    )


def _for_players(request: HttpRequest, held: Edition, now: datetime) -> Callable[[File], str]:
    """Return what says where a file lies to a player, which knows nothing of this session."""
    station = held.row.station_id
    return lambda file: request.build_absolute_uri(sign_address(file.url, station=station, now=now))
