"""Put an urgent item on air at once: into the running slot or the next, freeze or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from broadcast.actions.release import NotReleasable, release_playlist, release_slots
from broadcast.exports.house import FRAME
from broadcast.models import (
    CarriedPart,
    EntryKind,
    Maker,
    Placement,
    Playlist,
    Position,
    PositionKind,
    Share,
    Slot,
    Station,
)
from broadcast.releasing.account import write_down
from broadcast.releasing.freeze import is_frozen
from broadcast.releasing.preemption import Standing, preempt
from broadcast.releasing.station_day import load_station_day
from cms.models import Area, Clearance, Priority

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from broadcast.releasing.preemption import Preempted
    from cms.accounts.models import User

# How far ahead a slot is looked for: the slots of a day and a night.
REACH = timedelta(hours=24)
ITEM_POSITIONS = (PositionKind.PICK, PositionKind.CARRY, PositionKind.FIXED)


class NotUrgent(Exception):
    """Raised where an item is not cleared as urgent; nothing was placed anywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """What became of an urgent item at one station.

    `placement` is where it stands, None where no slot could take it; `playlist` the
    edition that carries it, None where its day is yet to be released. `refused` says
    why one of them is missing. `pushed_out` are the keys of the items that gave way.
    """

    station: Station
    placement: Placement | None = None
    playlist: Playlist | None = None
    pushed_out: tuple[int, ...] = ()
    refused: str = ""


def insert_urgent(
    *, clearance: Clearance, stations: Iterable[Station], by: User | None, now: datetime
) -> list[Insertion]:
    """Let each station air an urgent item in its running slot, or the next that can take it.

    It enters at the next boundary between entries and stays, locked. What no longer fits
    goes, save what is locked or mandatory. Each station's day is released again in a
    transaction of its own, so that one that cannot take it holds nobody else up: its
    `Insertion` says why. Raise `NotUrgent` for an item that is not cleared as urgent.
    """
    if clearance.content.get("priority") != Priority.URGENT:
        raise NotUrgent(_("Only an item that was cleared as urgent may enter at once."))
    if not Clearance.objects.standing().filter(pk=clearance.pk).exists():
        raise NotUrgent(_("This item is no longer cleared: it may not air."))
    return [_insert(clearance, station, by, now) for station in stations]


class _Refused(Exception):
    """Raised inside a station's transaction, to undo it."""


def _insert(clearance: Clearance, station: Station, by: User | None, now: datetime) -> Insertion:
    try:
        with transaction.atomic():
            placement, pushed_out = _place(clearance, station, now)
            playlist, refused = _release(placement, station, by, now)
    except (_Refused, NotReleasable) as error:
        return Insertion(station=station, refused=str(error))
    return Insertion(
        station=station,
        placement=placement,
        playlist=playlist,
        pushed_out=pushed_out,
        refused=refused,
    )


def _place(
    clearance: Clearance, station: Station, now: datetime
) -> tuple[Placement, tuple[int, ...]]:
    locked = Station.objects.select_for_update(of=("self",)).select_related("area")
    area = locked.get(pk=station.pk).area
    if clearance.levels and area.level not in clearance.levels:
        raise _Refused(_("It is not cleared for stations of this level."))
    if not _meant_for(clearance, area):
        raise _Refused(_("It is meant for other areas."))
    slots = (
        Slot.objects.on_air()
        .filter(station=station, ends_at__gt=now, starts_at__lt=now + REACH)
        .select_related("clock")
        .order_by("starts_at")
    )
    for slot in slots:
        rows = list(slot.placements.order_by("starts_at", "pk"))
        there = next((row for row in rows if row.item_id == clearance.item_id), None)
        if there is not None and there.starts_at > now:
            return there, ()
        found = None if there else _room(slot, rows, clearance, now)
        if found is not None:
            return _write(slot, rows, clearance, found)
    raise _Refused(_("No slot of the next 24 hours has room for it."))


def _meant_for(clearance: Clearance, area: Area) -> bool:
    """Whether the item may air in `area`: it, or one above it, was cleared, or none was named."""
    codes = Area.objects.filter(pk__in=clearance.content.get("areas", []))
    named = set(codes.values_list("code", flat=True))
    return not named or not named.isdisjoint(area.path.strip("/").split("/"))


def _room(
    slot: Slot, rows: Sequence[Placement], clearance: Clearance, now: datetime
) -> Preempted | None:
    positions = _positions(slot)
    found = preempt(
        begins_at=slot.starts_at,
        ends_at=slot.ends_at,
        standing=[_standing(row, positions) for row in rows],
        duration=_length(clearance),
        pause=-(-slot.clock.least_pause // FRAME) * FRAME,
        now=now,
    )
    if found is None:
        return None
    airable = Clearance.objects.airable(found.starts_at).filter(pk=clearance.pk)
    return found if airable.exists() else None


def _length(clearance: Clearance) -> timedelta:
    """Return how long the cleared file airs; one without a file airs never."""
    return clearance.duration or REACH


def _positions(slot: Slot) -> list[Position]:
    return list(Position.objects.filter(clock=slot.clock_id).order_by("sort_order", "pk"))


def _standing(row: Placement, positions: Sequence[Position]) -> Standing:
    position = positions[row.position] if row.position < len(positions) else None
    fixed = row.entry in {EntryKind.IDENT, EntryKind.RELAY}
    return Standing(
        key=row.pk,
        starts_at=row.starts_at,
        duration=row.duration,
        stays=fixed or row.locked or (position is not None and _is_mandatory(row, position)),
        is_fixed=fixed,
        is_live=row.entry == EntryKind.RELAY,
        is_filler=row.entry == EntryKind.FILLER,
    )


def _is_mandatory(row: Placement, position: Position) -> bool:
    """Whether stations below, or the one above, rely on what stands here."""
    if row.from_station_id is not None and position.kind == PositionKind.CARRY:
        return position.part == CarriedPart.MANDATORY
    return position.share == Share.MANDATORY


def _write(
    slot: Slot, rows: Sequence[Placement], clearance: Clearance, found: Preempted
) -> tuple[Placement, tuple[int, ...]]:
    """Write the rows that changed as new ones: moved in place, two would overlap for a moment."""
    pushed_out = tuple(
        row.item_id for row in rows if row.pk in found.pushed_out and row.item_id is not None
    )
    moved = [row for row in rows if found.moved.get(row.pk, row.starts_at) != row.starts_at]
    kept = [row for row in rows if row.pk not in found.pushed_out]
    gone = [*found.pushed_out, *(row.pk for row in moved)]
    urgent = Placement(
        slot=slot,
        position=_place_in_clock(kept, found, _positions(slot)),
        entry=EntryKind.ITEM,
        item_id=clearance.item_id,
        clearance=clearance,
        starts_at=found.starts_at,
        ends_at=found.starts_at + _length(clearance),
        made_by=Maker.SCHEDULER,
        locked=True,
        reason={"why": "urgent"},
    )
    Placement.objects.filter(pk__in=gone).delete()
    for row in moved:
        duration = row.duration
        row.starts_at = found.moved[row.pk]
        row.ends_at = row.starts_at + duration
        row.pk = None
    Placement.objects.bulk_create([urgent, *moved])
    write_down(slot, [urgent, *kept]).save(update_fields=["gap", "filler", "silence"])
    return urgent, pushed_out


def _place_in_clock(
    kept: Sequence[Placement], found: Preempted, positions: Sequence[Position]
) -> int:
    """Return the position of the clock the item stands at: that of its neighbours, if of items.

    Planning asks that items stand where the clock takes some, in the clock's order.
    """
    takes = [place for place, each in enumerate(positions) if each.kind in ITEM_POSITIONS]
    later = [row.position for row in kept if row.starts_at >= found.starts_at]
    earlier = [row.position for row in kept if row.starts_at < found.starts_at]
    for near in (*later[:1], *earlier[-1:]):
        if near in takes:
            return near
    after = earlier[-1] if earlier else 0
    return next((place for place in takes if place >= after), takes[0] if takes else after)


def _release(
    placement: Placement, station: Station, by: User | None, now: datetime
) -> tuple[Playlist | None, str]:
    """Release the day again; a day never released waits for its own, unless it is frozen."""
    day = placement.slot.day
    if Playlist.objects.filter(station=station, day=day).exists():
        slots = {placement.slot_id}
        return release_slots(station=station, day=day, slots=slots, by=by, now=now), ""
    if not is_frozen(load_station_day(station=station, day=day, now=now)):
        return None, _("It airs when its day is released.")
    try:
        return release_playlist(station=station, day=day, by=by, now=now), ""
    except NotReleasable as refused:
        return None, str(refused)
