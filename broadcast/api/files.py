"""Files by their hash, and a slot's newest joined file by the slot."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from ninja import Router

from broadcast import editions
from broadcast.api.auth import PLAYERS_TOO, caller_of
from broadcast.api.fields import RowId, Sha256
from broadcast.api.reading import find_file, find_slot_file
from broadcast.api.routing import readable, sent_as
from broadcast.api.schemas import FieldProblem, Problem
from broadcast.signed import sign_address
from media.serve import private_file, ranged_file

router = Router(tags=["files"], auth=PLAYERS_TOO)

_CONTENT_TYPES = {"mp3": "audio/mpeg", "mp4": "video/mp4"}
_REFUSED: dict[int, Any] = {401: Problem, 404: Problem, 410: Problem, 422: FieldProblem}
_FILE: dict[int, Any] = {206: None, 304: None, 416: None, **_REFUSED}


@readable(router, "/files/{sha256}.mp3", response=_FILE, openapi_extra=sent_as("audio/mpeg"))
def mp3(request: HttpRequest, sha256: Sha256) -> HttpResponseBase:
    """Send an entry's sound or a slot's joined file, whole or any byte range."""
    return _send(request, sha256, "mp3")


@readable(router, "/files/{sha256}.mp4", response=_FILE, openapi_extra=sent_as("video/mp4"))
def mp4(request: HttpRequest, sha256: Sha256) -> HttpResponseBase:
    """Send an entry's video, whole or any byte range."""
    return _send(request, sha256, "mp4")


@readable(router, "/slots/{slot_id}.mp3", response={302: None, **_REFUSED})
def slot_mp3(request: HttpRequest, slot_id: RowId) -> HttpResponseBase:
    """Lead to the joined file that the newest edition has of a slot."""
    now = timezone.now()
    found = find_slot_file(caller_of(request).reads, slot_id)
    caller_of(request).note_use(now)
    address = f"/api/v1/files/{found.sha256}.mp3"
    signed = sign_address(address, station=found.playlist.station_id, now=now)
    return HttpResponseRedirect(signed, headers={"Cache-Control": "private, no-store"})


def _send(request: HttpRequest, sha256: str, extension: str) -> HttpResponseBase:
    now = timezone.now()
    held = find_file(caller_of(request).reads, sha256, now)
    if held.extension != extension:
        raise Http404
    caller_of(request).note_use(now)
    if held.stored_as:
        return private_file(
            request,
            name=held.stored_as,
            sha256=sha256,
            size=held.recipe.length,
            content_type=_CONTENT_TYPES[extension],
        )
    return ranged_file(
        request,
        etag=sha256,
        size=held.recipe.length,
        read=lambda start, stop: editions.stream(held.recipe, start, stop),
        content_type=_CONTENT_TYPES[extension],
    )
