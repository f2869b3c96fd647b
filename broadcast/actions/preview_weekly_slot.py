"""A year of one weekly slot, held against all else its station airs; nothing is written."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from broadcast.actions.slots import slot_on, wanted_slots
from broadcast.models import Slot, Station
from broadcast.planner import problem as planner
from broadcast.planner.airtime import refuse_slots
from broadcast.planning.stations import planned_stations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from broadcast.models import WeeklySlot
    from broadcast.planner.outcome import Refusal

DAYS = 365
_LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Clash:
    """A day on which another slot of the station is on air, and which."""

    day: date
    title: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class YearAhead:
    """`refused` are the days on which a limit of the station's leaves the slot without a plan."""

    slots: int
    clashes: tuple[Clash, ...]
    refused: tuple[tuple[date, Refusal], ...]


def preview_weekly_slot(*, weekly: WeeklySlot, now: datetime) -> YearAhead:
    """Say on which of the next 365 days a weekly slot would clash or break an airtime rule.

    It may be unsaved, or saved and changed since: it is held against the other weekly
    slots of its station, with their exceptions, and against what is opened already. Its
    own exceptions count as they are on the object.
    """
    first = max(timezone.localdate(now), weekly.valid_from)
    last = first + timedelta(days=DAYS - 1)
    station = Station.objects.select_related("area", "parent").get(pk=weekly.station_id)
    excepted = {each.day: each for each in weekly.exceptions.all()}
    mine = [
        slot_on(weekly, day, excepted.get(day))
        for day in weekly.days(first, last)
        if not (day in excepted and excepted[day].cancelled)
    ]
    others = _others(weekly, station, first, last)
    clashes = tuple(_clashes(mine, others))
    clashing = {clash.day for clash in clashes}
    free = [slot for slot in mine if slot.weekly_day not in clashing]
    return YearAhead(len(mine), clashes, tuple(_refused(station, free, others)))


def _others(weekly: WeeklySlot, station: Station, first: date, last: date) -> list[Slot]:
    """Return everything else on air then, in time order: opened, or still to be opened."""
    opened = Slot.objects.of_days(first - timedelta(days=1), last + timedelta(days=1)).filter(
        station=station
    )
    rows = [slot for slot in opened if weekly.pk is None or slot.weekly_slot_id != weekly.pk]
    known = {(slot.weekly_slot_id, slot.weekly_day) for slot in rows}
    coming = [
        slot
        for slot in wanted_slots(first, last, [station])
        if slot.weekly_slot_id != weekly.pk and (slot.weekly_slot_id, slot.weekly_day) not in known
    ]
    there = [slot for slot in rows if slot.cancelled_at is None]
    return sorted([*there, *coming], key=lambda slot: slot.starts_at)


def _clashes(mine: Iterable[Slot], others: Sequence[Slot]) -> Iterable[Clash]:
    starts = [slot.starts_at for slot in others]
    for slot in mine:
        nearest = bisect_left(starts, slot.starts_at - _LONGEST)
        for other in others[nearest : bisect_left(starts, slot.ends_at)]:
            if other.ends_at > slot.starts_at:
                assert slot.weekly_day is not None  # noqa: S101 - it comes from a weekly slot
                yield Clash(slot.weekly_day, other.title, other.starts_at, other.ends_at)
                break


def _refused(
    station: Station, mine: Iterable[Slot], others: Iterable[Slot]
) -> Iterable[tuple[date, Refusal]]:
    (planned,) = planned_stations([station])
    days = {f"mine {slot.weekly_day}": slot.weekly_day for slot in mine}
    slots = [
        planner.Slot(
            id=name,
            station=planned.code,
            starts_at=slot.starts_at,
            duration=slot.ends_at - slot.starts_at,
            clock="",
        )
        for name, slot in (
            *zip(days, mine, strict=True),
            *((f"other {number}", slot) for number, slot in enumerate(others)),
        )
    ]
    zone = timezone.get_default_timezone()
    for refusal in refuse_slots(station=planned, slots=slots, timezone=zone):
        day = days.get(refusal.slot_id)
        if day is not None:
            yield day, refusal
