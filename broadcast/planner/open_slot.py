"""One slot while it is being filled: what stands in it, in frames, and what is left."""

from dataclasses import dataclass
from datetime import timedelta

from .catalogue import Catalogue
from .choice import Room
from .moment import FRAME_MS, frames_occupied, in_ms
from .outcome import Entry, Reason, Why
from .problem import Hold, Slot
from .sheet import ClockSheet

OF_CLOCK = Reason(why=Why.CLOCK)


@dataclass(slots=True, eq=False)
class Occupant:
    """An entry with a file, at its place in the order.

    `turn` orders the occupants of one position; `item` is an index into the
    catalogue, or None for an ident or an item that is no longer a candidate.
    """

    position: int
    turn: tuple[int, int]
    frames: int
    duration: timedelta
    reason: Reason
    item: int | None = None
    item_id: str | None = None
    from_station: str | None = None
    hold: Hold | None = None

    @property
    def entry(self) -> Entry:
        return Entry.IDENT if self.item_id is None else Entry.ITEM


class OpenSlot:
    """A slot that may be planned.

    `room` counts every entry with one least pause, and the slot one pause
    longer than it is: the last entry needs none.
    """

    def __init__(self, slot: Slot, sheet: ClockSheet, *, number: int, day: int) -> None:
        self.slot = slot
        self.sheet = sheet
        self.number = number
        self.day = day
        opening = sheet.opening.duration if sheet.opening else timedelta()
        closing = sheet.closing.duration if sheet.closing else timedelta()
        self.begins_at = slot.starts_at + opening
        self.length_ms = in_ms(slot.duration - opening - closing)
        self.room = self.length_ms // FRAME_MS + sheet.least
        self.occupants: list[Occupant] = []
        self._spent = [0] * len(sheet.clock.positions)
        for position, ident in sheet.idents:
            frames = frames_occupied(ident.duration)
            self.seat(Occupant(position, (0, 0), frames, ident.duration, OF_CLOCK))

    @property
    def excess_ms(self) -> int:
        """Return by how much what must stand here is longer than the slot."""
        return max(0, -self.length_ms, -self.room * FRAME_MS)

    def seat(self, occupant: Occupant) -> None:
        self.occupants.append(occupant)
        cost = occupant.frames + self.sheet.least
        self.room -= cost
        self._spent[occupant.position] += cost

    def unseat(self, occupant: Occupant) -> None:
        self.occupants.remove(occupant)
        cost = occupant.frames + self.sheet.least
        self.room += cost
        self._spent[occupant.position] -= cost

    def holds(self, item_id: str) -> bool:
        return any(occupant.item_id == item_id for occupant in self.occupants)

    def is_taken(self, position: int) -> bool:
        return any(occupant.position == position for occupant in self.occupants)

    def left(self) -> Room:
        """Return the room that is left, as filling sees it."""
        flex = self.sheet.flex
        return Room(self.room, flex * (len(self.occupants) - 1), flex)

    def spent(self, position: int) -> int:
        """Return what stands at a position, pauses included."""
        return self._spent[position]

    def left_at(self, position: int, most: int | None) -> int:
        """Return what may still be spent at a position, pauses included.

        Held items may already have spent more than `most`.
        """
        if most is None:
            return self.room
        return max(0, min(self.room, most - self._spent[position]))

    def pick_position(self, catalogue: Catalogue, i: int) -> int | None:
        """Return the pick position with room for an item, limited ones first."""
        cost = catalogue.frames[i] + self.sheet.least
        for pick in self.sheet.picks:
            if pick.admits[i] and cost <= self.left_at(pick.position, pick.most):
                return pick.position
        return None

    def pick_positions(self, catalogue: Catalogue, i: int) -> list[int]:
        """Return all of them."""
        cost = catalogue.frames[i] + self.sheet.least
        return [
            pick.position
            for pick in self.sheet.picks
            if pick.admits[i] and cost <= self.left_at(pick.position, pick.most)
        ]

    def could_hold(self, catalogue: Catalogue, i: int) -> bool:
        """Return whether an item would fit if no other item stood here."""
        cost = catalogue.frames[i] + self.sheet.least
        items = sum(o.frames + self.sheet.least for o in self.occupants if o.item_id is not None)
        return cost <= self.room + items and any(
            pick.admits[i] and (pick.most is None or cost <= pick.most) for pick in self.sheet.picks
        )
