"""How an urgent item enters a slot: at the next boundary, before everything that can wait.

Pure: spans in, spans out. What has begun is not cut, an opening ident or relay plays out
first. What follows is re-timed in its order, and what no longer fits is pushed out.
Idents, relays and what must stay are never pushed out; a closing relay is somebody
else's live programme and does not even move.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = timedelta()
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One entry of the slot. Filler only fills: it always gives way."""

    key: int
    starts_at: datetime
    duration: timedelta
    stays: bool = False
    is_fixed: bool = False
    """An ident or relay: nothing is put ahead of it at the beginning of a slot."""
    is_live: bool = False
    """A relay: it begins when it begins."""
    is_filler: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Preempted:
    """When the urgent item begins, when each that stays after it begins, and what goes."""

    starts_at: datetime
    moved: dict[int, datetime]
    pushed_out: tuple[int, ...]


def preempt(
    *,
    begins_at: datetime,
    ends_at: datetime,
    standing: Sequence[Standing],
    duration: timedelta,
    pause: timedelta,
    now: datetime,
) -> Preempted | None:
    """Make room for `duration` in a slot, or return None where it does not fit any more.

    `standing` is in airing order; `pause` is the least there must be between two entries.
    What follows begins when it was to begin, or as soon after that as it can.
    """
    first = _boundary(standing, begins_at, now)
    rest = list(standing[first:])
    limit = rest.pop().starts_at if rest and rest[-1].is_live else ends_at
    after = standing[first - 1].ends_at + pause if first else begins_at
    starts_at = max(after, begins_at, _next_second(now))
    movable = [entry for entry in rest if not entry.is_filler]
    kept = _kept(movable, limit - starts_at - duration, pause)
    if kept is None:
        return None
    held = {entry.key for entry in kept}
    return Preempted(
        starts_at=starts_at,
        moved=_retimed(kept, starts_at + duration, limit, pause),
        pushed_out=tuple(entry.key for entry in rest if entry.key not in held),
    )


def _boundary(standing: Sequence[Standing], begins_at: datetime, now: datetime) -> int:
    """Return the index of the first entry that may be put off."""
    opening = True
    for index, entry in enumerate(standing):
        opening = opening and _opens(standing, index, begins_at)
        if entry.starts_at > now and not opening:
            return index
    return len(standing)


def _opens(standing: Sequence[Standing], index: int, begins_at: datetime) -> bool:
    """Whether an entry belongs to the slot's opening; the last of several closes it."""
    entry = standing[index]
    if entry.is_live:
        return entry.starts_at <= begins_at
    return entry.is_fixed and (index == 0 or index + 1 < len(standing))


def _next_second(now: datetime) -> datetime:
    whole = now.replace(microsecond=0)
    return whole if whole == now else whole + _SECOND


def _kept(movable: Sequence[Standing], room: timedelta, pause: timedelta) -> list[Standing] | None:
    """Return what still fits into `room` in its order, None where not even what must stay does."""
    spare = room - sum((pause + entry.duration for entry in movable if entry.stays), _NOTHING)
    if spare < _NOTHING:
        return None
    kept = []
    for entry in movable:
        if entry.stays:
            kept.append(entry)
        elif pause + entry.duration <= spare:
            spare -= pause + entry.duration
            kept.append(entry)
    return kept


def _retimed(
    kept: Sequence[Standing], free_from: datetime, limit: datetime, pause: timedelta
) -> dict[int, datetime]:
    latest: dict[int, datetime] = {}
    end = limit
    for entry in reversed(kept):
        latest[entry.key] = end - entry.duration
        end = latest[entry.key] - pause
    moved = {}
    for entry in kept:
        moved[entry.key] = min(max(free_from + pause, entry.starts_at), latest[entry.key])
        free_from = moved[entry.key] + entry.duration
    return moved
