"""The moment each entry of a filled slot begins.

What is left of the slot is spread over its pauses, evenly and to the frame, as
far as their most allows. The rest is the gap. Filler covers it where the clock
puts filler: it begins at the end of the pause it falls in and fades, so the
next entry follows it at once. What filler does not cover is silence at the end.
"""

from dataclasses import dataclass

from .clock import FRAME, Relay
from .moment import FRAME_MS, frames_within
from .open_slot import OF_CLOCK, Occupant, OpenSlot
from .outcome import Entry, Placement, Reason, Why

_LEFT_OVER = Reason(why=Why.LEFT_OVER)


@dataclass(frozen=True, slots=True)
class Layout:
    """A slot's placements in the order they air, and what they leave."""

    placements: list[Placement]
    gap_ms: int
    filler_ms: int


def lay_out(slot: OpenSlot) -> Layout:
    """Place every entry of a filled slot."""
    occupants = sorted(slot.occupants, key=lambda o: (o.position, o.turn))
    gap = gap_frames(slot)
    filler_at, filler = _filler(slot, gap)
    pauses = _pauses(slot, len(occupants) - 1)
    placements = _relay(slot, slot.sheet.opening, first=True)
    at = 0
    for number, occupant in enumerate(occupants):
        if number:
            at += pauses[number - 1]
        if filler and occupant.position > filler_at:
            placements.append(_music(slot, filler_at, at, filler))
            at += filler
            filler_at = len(slot.sheet.clock.positions)
        placements.append(_entry(slot, occupant, at))
        at += occupant.frames
    if filler and filler_at < len(slot.sheet.clock.positions):
        placements.append(_music(slot, filler_at, at, filler))
    placements += _relay(slot, slot.sheet.closing, first=False)
    return Layout(placements, gap * FRAME_MS + slot.length_ms % FRAME_MS, filler * FRAME_MS)


def gap_frames(slot: OpenSlot) -> int:
    """Return the frames that nothing uses, with every pause at its most."""
    if not slot.occupants:
        return slot.length_ms // FRAME_MS
    return slot.left().gap


def _filler(slot: OpenSlot, gap: int) -> tuple[int, int]:
    """Return the clock's filler position and the frames of filler it gets."""
    if slot.sheet.filler is None:
        return 0, 0
    position, filler = slot.sheet.filler
    frames = min(gap, frames_within(filler.most))
    return position, frames if frames * FRAME >= filler.least else 0


def _pauses(slot: OpenSlot, count: int) -> list[int]:
    if count < 1:
        return []
    stretch = min(slot.room, slot.sheet.flex * count)
    each, more = divmod(stretch, count)
    return [slot.sheet.least + each + (number < more) for number in range(count)]


def _entry(slot: OpenSlot, occupant: Occupant, at: int) -> Placement:
    return Placement(
        slot_id=slot.slot.id,
        position=occupant.position,
        entry=occupant.entry,
        starts_at=slot.begins_at + at * FRAME,
        duration=occupant.duration,
        reason=occupant.reason,
        item_id=occupant.item_id,
        from_station=occupant.from_station,
        hold=occupant.hold,
    )


def _music(slot: OpenSlot, position: int, at: int, frames: int) -> Placement:
    return Placement(
        slot_id=slot.slot.id,
        position=position,
        entry=Entry.FILLER,
        starts_at=slot.begins_at + at * FRAME,
        duration=frames * FRAME,
        reason=_LEFT_OVER,
    )


def _relay(slot: OpenSlot, relay: Relay | None, *, first: bool) -> list[Placement]:
    if relay is None:
        return []
    return [
        Placement(
            slot_id=slot.slot.id,
            position=0 if first else len(slot.sheet.clock.positions) - 1,
            entry=Entry.RELAY,
            starts_at=slot.slot.starts_at if first else slot.slot.ends_at - relay.duration,
            duration=relay.duration,
            reason=OF_CLOCK,
        )
    ]
