"""Law 6: what may still change once a released day is frozen.

A day freezes a while before its first slot (`Station.freeze`). From then on an
operator may rely on what was released: only an urgent item enters a slot, pushing
aside what it must, or something takes the place a withdrawal emptied. A slot may still
be cancelled, since nothing enters then. A day that was never released has nothing to
rely on; its first edition may come late, for what is not over yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from broadcast.exports.playlist import Kind, Priority
from broadcast.models import EntryKind

from .drafts import held_items
from .stops import Stop, StopCode, moment, name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from broadcast.models import Placement, Slot

    from .drafts import SlotDraft
    from .station_day import StationDay


def is_frozen(day: StationDay) -> bool:
    begins = [slot.starts_at for slot in day.slots]
    begins += [draft.slot.starts_at for draft in day.released.values()]
    return bool(begins) and day.now >= min(begins) - day.station.freeze


def freeze_stops(day: StationDay, slots: Collection[Slot]) -> Iterator[Stop]:
    """Yield what `slots` would change of a frozen, released day beyond what the law allows."""
    if day.newest is None or not is_frozen(day):
        return
    for slot in slots:
        yield from _slot_stops(day, slot)


def _slot_stops(day: StationDay, slot: Slot) -> Iterator[Stop]:
    placements = day.placements[slot.pk]
    urgent = {placement.clearance_id for placement in placements if _is_urgent(placement)}
    before = day.released.get(slot.pk)
    if before is None:
        if not urgent:
            told = _("“%(title)s” at %(time)s was opened in a day that is frozen: cancel it.")
            yield _stop(told, slot.title, slot.starts_at, slot)
        return
    if _aired(placements) == _released(before):
        return
    held = held_items(before)
    items = [placement for placement in placements if placement.clearance_id is not None]
    entering = [placement for placement in items if placement.clearance_id not in held]
    if day.recalled & held.keys():
        return
    told = _("“%(title)s” at %(time)s is not urgent and enters a day that is frozen: remove it.")
    for placement in entering:
        if placement.clearance_id not in urgent:
            yield _stop(told, name_of(placement), placement.starts_at, slot, placement)
    if urgent - held.keys():
        return
    left = held.keys() - {placement.clearance_id for placement in items}
    told = _("“%(title)s” at %(time)s was released and the day is frozen: put it back.")
    for clearance in left:
        yield _stop(told, held[clearance].title, held[clearance].starts_at, slot)
    if not entering and not left:
        told = _("“%(title)s” at %(time)s was rearranged and the day is frozen: undo the change.")
        yield _stop(told, slot.title, slot.starts_at, slot)


def _stop(
    told: str, title: str, at: datetime, slot: Slot, placement: Placement | None = None
) -> Stop:
    words = {"title": title, "time": moment(at)}
    return Stop(StopCode.FROZEN, told % words, slot.pk, placement.pk if placement else None)


def _is_urgent(placement: Placement) -> bool:
    clearance = placement.clearance
    return clearance is not None and clearance.content.get("priority") == Priority.URGENT


def _aired(placements: Collection[Placement]) -> list[tuple[object, ...]]:
    """Return what a listener would notice; filler only follows from the rest."""
    return [
        (each.entry, each.clearance_id, each.starts_at, each.duration)
        for each in placements
        if each.entry != EntryKind.FILLER
    ]


def _released(draft: SlotDraft) -> list[tuple[object, ...]]:
    return [
        (entry.kind.value, entry.clearance_id, entry.starts_at, entry.duration)
        for entry in draft.slot.entries
        if entry.kind is not Kind.FILLER
    ]
