"""Releasing in one word, and what an edition says in few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.actions.release import NotReleasable, release_playlist
from broadcast.actions.release import stops as all_stops
from tests.broadcast.airtime_factories import DAY
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import date, datetime

    from broadcast.models import Playlist, Slot, Station
    from broadcast.releasing.stops import StopCode
    from cms.accounts.models import User


def release(
    station: Station, *, day: date = DAY, by: User | None = None, now: datetime = NOW
) -> Playlist:
    return release_playlist(station=station, day=day, by=by, now=now)


def stopped(station: Station, *, day: date = DAY, now: datetime = NOW) -> list[StopCode]:
    """Return why the day cannot be released; release must refuse it for the very same."""
    found = all_stops(station=station, day=day, now=now)
    refused: list[StopCode] = []
    try:
        release(station, day=day, now=now)
    except NotReleasable as error:
        refused = [stop.code for stop in error.stops]
    assert refused == [stop.code for stop in found]
    return refused


def sentences(station: Station, *, day: date = DAY, now: datetime = NOW) -> list[str]:
    return [str(stop) for stop in all_stops(station=station, day=day, now=now)]


def aired(playlist: Playlist, slot: Slot) -> list[str]:
    """Return the titles an edition has in a slot."""
    (told,) = (each for each in playlist.document["slots"] if each["id"] == slot.pk)
    return [entry["title"] for entry in told["entries"]]
