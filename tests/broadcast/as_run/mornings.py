"""Mornings that were released in good time and are over at `NOW`."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from broadcast.actions.as_run import record_as_run
from broadcast.actions.release import release_playlist
from broadcast.models import Outcome
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import AsRun, Playlist, Slot, Station
    from cms.accounts.models import User
    from cms.models import Clearance

TODAY = NOW.date()
BEGINS = "05:15"
MINUTE = timedelta(minutes=1)
RELEASED_AT = NOW - timedelta(days=3)


def morning(
    station: Station, *items: Clearance, day: date = TODAY, begins: str = BEGINS, **fields: Any
) -> Slot:
    """Place `items` one after another in half an hour that begins at `begins`."""
    return make.filled_slot(station=station, items=items, day=day, begins=begins, **fields)


def release(slot: Slot, now: datetime = RELEASED_AT) -> Playlist:
    """Release the whole day of `slot`."""
    return release_playlist(station=slot.station, day=slot.day, by=None, now=now)


def say(
    playlist: Playlist,
    slot: Slot,
    outcome: Outcome = Outcome.AIRED,
    *,
    by: User,
    position: int | None = None,
    now: datetime = NOW,
    **words: Any,
) -> AsRun:
    """Let `by` say that all of a slot aired as planned, or what `words` say instead."""
    row, _created = record_as_run(
        **{
            "key": uuid.uuid4(),
            "reason": "" if outcome == Outcome.AIRED else "Mất điện",
            "started_at": slot.starts_at,
            "ended_at": slot.ends_at if outcome == Outcome.AIRED else None,
            **words,
        },
        station=slot.station,
        slot=slot,
        playlist=playlist,
        position=position,
        outcome=outcome,
        by=by,
        token=None,
        now=now,
    )
    return row
