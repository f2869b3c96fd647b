"""What keeps a day from being released: every stop, each as one sentence a person can act on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.exports.house import FRAME
from broadcast.models import EntryKind, PositionKind
from cms.models import EndReason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from broadcast.models import Placement, Slot
    from cms.models import Clearance

    from .station_day import StationDay


class StopCode(StrEnum):
    CLOSED = "closed"
    NO_SLOTS = "no_slots"
    UNPLANNED = "unplanned"
    OVERLAP = "overlap"
    OUTSIDE = "outside"
    NOT_AIRABLE = "not_airable"
    OUTDATED = "outdated"
    FILE = "file"
    AIRTIME = "airtime"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Stop:
    """`slot` and `placement` are keys of what it is about, where it is about one."""

    code: StopCode
    message: str
    slot: int | None = None
    placement: int | None = None

    def __str__(self) -> str:
        return self.message


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M:%S}"


def name_of(placement: Placement) -> str:
    if placement.clearance is not None:
        return str(placement.clearance.content["title"])
    return str(placement.get_entry_display())


def station_stops(day: StationDay) -> Iterator[Stop]:
    if day.station.closed:
        yield Stop(StopCode.CLOSED, _("The station is closed: reopen it first."))
    if not day.to_air and day.newest is None:
        yield Stop(
            StopCode.NO_SLOTS,
            _("No slot is left to air on this day: open one, or choose another day."),
        )


def slot_stops(day: StationDay, slot: Slot) -> Iterator[Stop]:
    """Yield what is wrong with one slot and with what stands in it."""
    if slot.planned_at is None:
        told = _("“%(title)s” at %(time)s is not planned yet: plan the day.")
        yield Stop(
            StopCode.UNPLANNED,
            told % {"title": slot.title, "time": moment(slot.starts_at)},
            slot.pk,
        )
    yield from _slot_overlaps(day, slot)
    placements = day.placements[slot.pk]
    for earlier, later in pairwise(placements):
        if earlier.ends_at - later.starts_at >= FRAME:
            told = _("“%(title)s” at %(time)s begins before what airs ahead of it ends: move one.")
            yield _about(StopCode.OVERLAP, told, later)
    for placement in placements:
        if placement.starts_at < slot.starts_at or placement.ends_at > slot.ends_at:
            told = _("“%(title)s” at %(time)s reaches out of its slot: move or remove it.")
            yield _about(StopCode.OUTSIDE, told, placement)
        yield from _placement_stops(day, slot, placement)


def _slot_overlaps(day: StationDay, slot: Slot) -> Iterator[Stop]:
    for other in [*day.slots, *day.neighbours]:
        later = (other.starts_at, other.pk) > (slot.starts_at, slot.pk)
        if later and other.starts_at < slot.ends_at:
            told = _("“%(title)s” at %(time)s overlaps “%(other)s”: move or cancel one of them.")
            words = {"title": slot.title, "time": moment(slot.starts_at), "other": other.title}
            yield Stop(StopCode.OVERLAP, told % words, slot.pk)


def _about(code: StopCode, told: str, placement: Placement) -> Stop:
    words = {"title": name_of(placement), "time": moment(placement.starts_at)}
    return Stop(code, told % words, placement.slot_id, placement.pk)


def _placement_stops(day: StationDay, slot: Slot, placement: Placement) -> Iterator[Stop]:
    match placement.entry:
        case EntryKind.ITEM:
            yield from _item_stops(day, placement)
        case EntryKind.IDENT:
            yield from _ident_stops(day, placement)
        case EntryKind.RELAY:
            position = day.position_of(slot, placement)
            if position is None or position.kind != PositionKind.RELAY:
                told = _("The clock no longer has the relay at %(time)s: plan the slot again.")
                yield _about(StopCode.OUTDATED, told, placement)


def _item_stops(day: StationDay, placement: Placement) -> Iterator[Stop]:
    """Law 1 again, under the very clearance the item was placed by."""
    if _has_begun(day, placement):
        return
    if not placement.airable:  # type: ignore[attr-defined] # annotated by the loader
        yield _about(StopCode.NOT_AIRABLE, _why_not_airable(placement), placement)
        return
    assert placement.clearance is not None  # noqa: S101 - airable means there is one
    yield from _length_stops(placement, placement.clearance)


def _has_begun(day: StationDay, placement: Placement) -> bool:
    """Whether the edition before already aired it: that one was asked then."""
    if placement.starts_at > day.now or placement.slot_id not in day.released:
        return False
    return any(
        (entry.clearance_id, entry.starts_at) == (placement.clearance_id, placement.starts_at)
        for entry in day.released[placement.slot_id].slot.entries
    )


def _why_not_airable(placement: Placement) -> str:
    clearance = placement.clearance
    assert clearance is not None  # noqa: S101 - a check constraint says so
    end = getattr(clearance, "end", None)
    if end is not None and end.reason == EndReason.WITHDRAWN:
        return _("“%(title)s” at %(time)s was withdrawn: remove it or plan the slot again.")
    if end is not None and end.reason == EndReason.SUPERSEDED:
        return _("“%(title)s” at %(time)s has a newer clearance: plan the slot again.")
    if end is not None and end.reason == EndReason.REPLACED:
        return _("“%(title)s” at %(time)s gave place to a later bulletin: plan the slot again.")
    starts_at = placement.starts_at
    early = clearance.air_from is not None and starts_at < clearance.air_from
    late = clearance.air_until is not None and starts_at >= clearance.air_until
    if early or late or end is not None:
        return _("“%(title)s” at %(time)s is outside its airing window: plan the slot again.")
    return _("“%(title)s” at %(time)s is no longer exactly what was approved: plan the slot again.")


def _ident_stops(day: StationDay, placement: Placement) -> Iterator[Stop]:
    if day.ident_for(placement) is None and day.released_ident(placement) is None:
        told = _("The station has no ident as long as planned at %(time)s: plan the slot again.")
        yield _about(StopCode.OUTDATED, told, placement)


def _length_stops(placement: Placement, clearance: Clearance) -> Iterator[Stop]:
    duration = clearance.duration or timedelta()
    if abs(duration - placement.duration) >= FRAME:
        told = _("“%(title)s” at %(time)s has another length than planned: plan the slot again.")
        yield _about(StopCode.OUTDATED, told, placement)
