"""Released playlists: the JSON players follow, lists for media players, and all of it as a ZIP."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from ninja import Router

from broadcast import editions
from broadcast.actions.fetches import record_fetch
from broadcast.api.auth import caller_of
from broadcast.api.fields import Code, Day, EditionNumber, Variant, Week
from broadcast.api.reading import find_playlist, find_week, refuse_recalled
from broadcast.api.routing import readable, sent_as
from broadcast.api.schemas import FieldProblem, Problem
from broadcast.api.schemas import Playlist as PlaylistSchema
from broadcast.models import Playlist
from broadcast.signed import sign_address
from media.serve import ranged_file, sends_first_byte

router = Router(tags=["playlists"])

_REFUSED: dict[int, Any] = {401: Problem, 404: Problem, 422: FieldProblem}
_MAY_BE_RECALLED: dict[int, Any] = {**_REFUSED, 410: Problem}
_NEWEST = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
_DAY = "/stations/{code}/days/{day}/playlist"


@readable(router, _DAY, response={200: PlaylistSchema, 304: None, **_REFUSED})
def playlist_json(
    request: HttpRequest, code: Code, day: Day, edition: EditionNumber | None = None
) -> HttpResponseBase:
    """Send an edition as released, the newest unless asked for another.

    Its addresses are from the root and never change: the bytes of an edition are the
    same for ever, and the ETag is their hash. A token opens them.
    """
    now = timezone.now()
    playlist = find_playlist(caller_of(request).reads, code, day, edition)
    caller_of(request).note_use(now)
    etag = f'"{playlist.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _with(unchanged, {**_NEWEST, "ETag": etag})
    _record(request, [playlist], "json", now)
    return HttpResponse(
        editions.as_json(playlist.document),
        content_type="application/json",
        headers={**_NEWEST, "ETag": etag},
    )


@readable(
    router, f"{_DAY}.m3u8", response=_MAY_BE_RECALLED, openapi_extra=sent_as("audio/x-mpegurl")
)
def playlist_m3u8(
    request: HttpRequest,
    code: Code,
    day: Day,
    edition: EditionNumber | None = None,
    variant: Variant | None = None,
) -> HttpResponseBase:
    """Send the entries as a list for players; each address opens its file for 48 hours."""
    playlist = find_playlist(caller_of(request).reads, code, day, edition)
    return _listed(request, playlist, "m3u8", variant)


@readable(
    router, f"{_DAY}.xspf", response=_MAY_BE_RECALLED, openapi_extra=sent_as("application/xspf+xml")
)
def playlist_xspf(
    request: HttpRequest,
    code: Code,
    day: Day,
    edition: EditionNumber | None = None,
    variant: Variant | None = None,
) -> HttpResponseBase:
    """Send the entries as XSPF, with exact lengths; each address opens its file for 48 hours."""
    playlist = find_playlist(caller_of(request).reads, code, day, edition)
    return _listed(request, playlist, "xspf", variant)


@readable(router, f"{_DAY}.html", response=_MAY_BE_RECALLED, openapi_extra=sent_as("text/html"))
def playlist_html(
    request: HttpRequest,
    code: Code,
    day: Day,
    edition: EditionNumber | None = None,
    variant: Variant | None = None,
) -> HttpResponseBase:
    """Send a page to print and to play from; each address opens its file for 48 hours."""
    playlist = find_playlist(caller_of(request).reads, code, day, edition)
    return _listed(request, playlist, "html", variant)


@readable(
    router, f"{_DAY}.zip", response=_MAY_BE_RECALLED, openapi_extra=sent_as("application/zip")
)
def playlist_zip(
    request: HttpRequest,
    code: Code,
    day: Day,
    edition: EditionNumber | None = None,
    since: EditionNumber | None = None,
    variant: Variant | None = None,
) -> HttpResponseBase:
    """Send the lists and every file in one archive.

    `since` leaves out the files that are in an edition taken before. An entry without
    a file of the `variant` comes as its house file.
    """
    now = timezone.now()
    reads = caller_of(request).reads
    playlist = find_playlist(reads, code, day, edition)
    before = None if since is None else find_playlist(reads, code, day, since)
    return _zipped(request, [playlist], now, since=before, variant=variant)


@readable(
    router,
    "/stations/{code}/weeks/{week}/playlist.zip",
    response=_MAY_BE_RECALLED,
    openapi_extra=sent_as("application/zip"),
)
def week_zip(
    request: HttpRequest, code: Code, week: Week, variant: Variant | None = None
) -> HttpResponseBase:
    """Send the newest editions of a week's released days, with every file once."""
    playlists = find_week(caller_of(request).reads, code, week)
    named = f"{week:%G-W%V}"
    return _zipped(request, playlists, timezone.now(), variant=variant, named=named)


def _listed(
    request: HttpRequest, playlist: Playlist, form: str, variant: str | None
) -> HttpResponse:
    """Write the edition's list; an entry without a file of the `variant` comes as it is.

    A slot's joined file is as large as ever, so the small page does not offer it.
    """
    now = timezone.now()
    refuse_recalled([playlist], now)
    (edition,) = editions.read_for(variant, [playlist])

    def address(file: Any) -> str:
        signed = sign_address(file.url, station=playlist.station_id, now=now)
        return request.build_absolute_uri(signed)

    headers = {}
    match form:
        case "m3u8":
            body, content_type = editions.as_m3u8(edition, address, variant), "audio/x-mpegurl"
        case "xspf":
            body, content_type = editions.as_xspf(edition, address, variant), "application/xspf+xml"
        case _:
            body, content_type = (
                editions.as_html(
                    edition,
                    address,
                    variant=variant,
                    slot_address=None if variant else address,
                ),
                "text/html",
            )
            headers["Content-Security-Policy"] = editions.SHEET_POLICY
    caller_of(request).note_use(now)
    _record(request, [playlist], form, now)
    name = f"{editions.file_stem(edition, variant)}.{form}"
    return HttpResponse(
        body,
        content_type=f"{content_type}; charset=utf-8",
        headers={
            **_NEWEST,
            **headers,
            "Content-Disposition": content_disposition_header(as_attachment=False, filename=name)
            or "",
        },
    )


def _zipped(
    request: HttpRequest,
    playlists: Collection[Playlist],
    now: datetime,
    *,
    since: Playlist | None = None,
    variant: str | None = None,
    named: str = "",
) -> HttpResponseBase:
    refuse_recalled(playlists, now)
    held = editions.read_for(variant, playlists)
    archive = editions.as_zip(
        held,
        editions.contents_of(playlists),
        variant=variant,
        # As it was released: small files made since may not have been taken with it.
        since=None if since is None else editions.read_edition(since),
    )
    name = f"{held[0].station.code}-{named}" if named else editions.file_stem(held[0], variant)
    response = ranged_file(
        request,
        etag=archive.key,
        size=archive.length,
        read=lambda start, stop: editions.stream(archive, start, stop),
        content_type="application/zip",
        download_as=f"{name}.zip",
    )
    # Asked for again, it may be another edition.
    _with(response, _NEWEST)
    caller_of(request).note_use(now)
    if sends_first_byte(response):
        _record(request, playlists, "zip", now)
    return response


def _with(response: HttpResponseBase, headers: dict[str, str]) -> HttpResponseBase:
    for name, value in headers.items():
        response[name] = value
    return response


def _record(request: HttpRequest, playlists: Iterable[Playlist], form: str, now: datetime) -> None:
    if request.method == "GET":
        caller = caller_of(request)
        for playlist in playlists:
            record_fetch(playlist=playlist, form=form, by=caller.user, token=caller.token, now=now)
