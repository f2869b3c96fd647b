"""Asking the machine API as a player, as a person, as nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.test import Client

from broadcast.models import AsRun, Fetch, StationToken

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from broadcast.models import Playlist, Station

    Rows = dict[str, list[Any]]

ROOT = "/api/v1"


def player(text: str) -> Client:
    """Return a machine that sends this token with every request."""
    return Client(headers={"Authorization": f"Bearer {text}"})


def day_of(playlist: Playlist, ending: str = "") -> str:
    return f"{ROOT}/stations/{playlist.station.code}/days/{playlist.day}/playlist{ending}"


def as_run_of(station: Station) -> str:
    return f"{ROOT}/stations/{station.code}/as-run"


def file_of(sha256: str, extension: str = "mp3") -> str:
    return f"{ROOT}/files/{sha256}.{extension}"


def body_of(answer: Answer) -> bytes:
    """Return the whole body, streamed or not."""
    if getattr(answer, "streaming", False):
        return b"".join(cast("Any", answer).streaming_content)
    return answer.content


def rows() -> Rows:
    """Return every row that a call could write."""
    return {
        "as_run": list(AsRun.objects.order_by("pk").values()),
        "fetches": list(Fetch.objects.order_by("pk").values()),
        "tokens": list(StationToken.objects.order_by("pk").values()),
    }
