"""Open dated slots from weekly ones, as far ahead as asked; again and again without harm."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from broadcast.models import Slot, Station, WeeklySlot, WeeklySlotException

from .slot_exceptions import follow_exceptions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Opened:
    """`clashes` are weekly slots that were not opened on a day: another slot is on air then."""

    made: list[Slot] = field(default_factory=list)
    cancelled: int = 0
    changed: int = 0
    clashes: list[tuple[WeeklySlot, date]] = field(default_factory=list)


def open_slots(
    *,
    first: date,
    last: date,
    now: datetime,
    stations: Collection[Station] | None = None,
) -> Opened:
    """Open what is missing of the broadcast days from `first` to `last`, both included.

    A slot is opened once for its weekly slot and day, whatever became of it since:
    one that was moved or cancelled by hand is left alone. A slot whose day was
    cancelled, moved or made shorter or longer afterwards follows, unless its playlist is
    released; what is placed in it is put right when it is planned next.
    """
    with transaction.atomic():
        opened = missing_slots(first=first, last=last, stations=stations)
        Slot.objects.bulk_create(opened.made, batch_size=1000)
        opened.cancelled, opened.changed = follow_exceptions(
            first=first, last=last, now=now, stations=stations
        )
    return opened


def missing_slots(
    *, first: date, last: date, stations: Collection[Station] | None = None
) -> Opened:
    """Return what `open_slots` would open, not stored; a dry run plans in these."""
    opened = Opened()
    existing = _existing(first, last, stations)
    known = {(slot.weekly_slot_id, slot.weekly_day) for slot in existing}
    taken: dict[int, list[tuple[datetime, datetime]]] = {}
    for slot in existing:
        if slot.cancelled_at is None:
            taken.setdefault(slot.station_id, []).append((slot.starts_at, slot.ends_at))
    for slot in wanted_slots(first, last, stations):
        if (slot.weekly_slot_id, slot.weekly_day) in known:
            continue
        spans = taken.setdefault(slot.station_id, [])
        if any(begin < slot.ends_at and slot.starts_at < end for begin, end in spans):
            assert slot.weekly_slot is not None  # noqa: S101 - every wanted slot has one
            assert slot.weekly_day is not None  # noqa: S101 - and its day
            opened.clashes.append((slot.weekly_slot, slot.weekly_day))
            continue
        spans.append((slot.starts_at, slot.ends_at))
        opened.made.append(slot)
    return opened


def _existing(first: date, last: date, stations: Collection[Station] | None) -> list[Slot]:
    """Return the slots near the days asked for: a neighbour may reach into them."""
    slots = Slot.objects.of_days(first - _DAY, last + _DAY)
    if stations is not None:
        slots = slots.filter(station__in=stations)
    return list(slots)


def wanted_slots(first: date, last: date, stations: Collection[Station] | None) -> Iterator[Slot]:
    """Yield the slots that the weekly ones ask for on these broadcast days, none stored."""
    weekly = WeeklySlot.objects.filter(station__in=Station.objects.active()).select_related(
        "station", "clock"
    )
    if stations is not None:
        weekly = weekly.filter(station__in=stations)
    excepted = {
        (exception.weekly_slot_id, exception.day): exception
        for exception in WeeklySlotException.objects.filter(day__range=(first - _DAY, last + _DAY))
    }
    for each in weekly.order_by("station_id", "start_time", "pk"):
        # A slot after midnight belongs to the broadcast day before.
        for day in each.days(first, last + _DAY):
            exception = excepted.get((each.pk, day))
            if exception and exception.cancelled:
                continue
            slot = slot_on(each, day, exception)
            if first <= slot.day <= last:
                yield slot


def slot_on(weekly: WeeklySlot, day: date, exception: WeeklySlotException | None = None) -> Slot:
    """Return the slot of a weekly one on the calendar day it begins, not stored."""
    start_time = (exception and exception.start_time) or weekly.start_time
    duration = (exception and exception.duration) or weekly.duration
    starts_at = datetime.combine(day, start_time, timezone.get_default_timezone())
    return Slot(
        station=weekly.station,
        weekly_slot=weekly,
        weekly_day=day,
        day=broadcast_day(weekly.station, starts_at),
        title=weekly.title,
        starts_at=starts_at,
        ends_at=starts_at + duration,
        clock=weekly.clock,
    )


def broadcast_day(station: Station, moment: datetime) -> date:
    """Return the station's broadcast day that `moment` falls in, counted from `day_start`."""
    local = moment.astimezone(timezone.get_default_timezone())
    return local.date() if local.time() >= station.day_start else local.date() - _DAY
