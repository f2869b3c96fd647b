"""Days that are otherwise, written down after their slots were opened."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from broadcast.models import Playlist, Slot, WeeklySlotException

if TYPE_CHECKING:
    from collections.abc import Collection

    from broadcast.models import Station

_DAY = timedelta(days=1)
Span = tuple[datetime, datetime]


def follow_exceptions(
    *,
    first: date,
    last: date,
    now: datetime,
    stations: Collection[Station] | None = None,
) -> tuple[int, int]:
    """Cancel, move, shorten or lengthen opened slots as exceptions say; return how many of each.

    Only slots that have not begun and whose day is not released. One that would meet
    another slot of its station stays as it is.
    """
    exceptions: dict[tuple[int | None, date | None], WeeklySlotException] = {
        (each.weekly_slot_id, each.day): each
        for each in WeeklySlotException.objects.filter(
            day__range=(first - _DAY, last + _DAY)
        ).select_related("weekly_slot")
    }
    if not exceptions:
        return 0, 0
    found = Slot.objects.of_days(first, last).on_air().beginning_after(now)
    if stations is not None:
        found = found.filter(station__in=stations)
    released = set(
        Playlist.objects.filter(day__range=(first, last)).values_list("station_id", "day")
    )
    concerned = [
        (slot, exceptions[slot.weekly_slot_id, slot.weekly_day])
        for slot in found
        if (slot.weekly_slot_id, slot.weekly_day) in exceptions
        and (slot.station_id, slot.day) not in released
    ]
    cancelled = [slot.pk for slot, exception in concerned if exception.cancelled]
    changed = [pair for pair in concerned if not pair[1].cancelled]
    return (
        Slot.objects.filter(pk__in=cancelled).update(cancelled_at=now),
        sum(_follow(slot, exception) for slot, exception in changed),
    )


def _follow(slot: Slot, exception: WeeklySlotException) -> bool:
    weekly = exception.weekly_slot
    start, length = weekly.start_time, weekly.duration
    wanted = _span(exception.day, exception.start_time or start, exception.duration or length)
    if wanted == (slot.starts_at, slot.ends_at):
        return False
    others = Slot.objects.on_air().filter(station=slot.station_id).exclude(pk=slot.pk)
    if others.filter(starts_at__lt=wanted[1], ends_at__gt=wanted[0]).exists():
        return False
    slot.starts_at, slot.ends_at = wanted
    slot.save(update_fields=["starts_at", "ends_at"])
    return True


def _span(day: date, start: time, length: timedelta) -> Span:
    begins = datetime.combine(day, start, timezone.get_default_timezone())
    return begins, begins + length
