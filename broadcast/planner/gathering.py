"""Gathering the room that is scattered over slots into one, for a must-run left without.

Each slot keeps a little that nothing missing fits into. An item of one slot goes to another
that has room for it, or changes places with a shorter one there: the first slot gains what
the other had to spare, until a missing item fits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop

from .board import members
from .seats import Seat, Seats

NOBODY = -1
_MOST_GAINERS, _MOST_LOSERS = 2, 6
"""Tried in one exchange: the shortest of the missing, for the longest of those that sit."""


def gather_room(seats: Seats) -> bool:
    """Seat the shortest of the missing where room can be gathered for it; return whether."""
    i = min(seats.missing, key=_length(seats), default=None)
    if i is None or not _gather(seats, i):
        return False
    seats.missing.remove(i)
    return True


def give_up_longer(seats: Seats) -> bool:
    """Seat one of the missing where room is gathered once a longer one has gone for it.

    As many are missing as before, but there is more room.
    """
    length = _length(seats)
    for i in sorted(seats.missing, key=length)[:_MOST_GAINERS]:
        longer = [j for j in seats.losable() if length(j) > length(i)]
        for j in sorted(longer, key=length, reverse=True)[:_MOST_LOSERS]:
            slot, occupant = seats.unseat(j)
            if _gather(seats, i):
                seats.missing = [j if other == i else other for other in seats.missing]
                return True
            seats.put_back(j, slot, occupant)
    return False


def _length(seats: Seats) -> Callable[[int], tuple[int, int]]:
    frames = seats.board.catalogue.frames
    return lambda i: (frames[i], i)


def _gather(seats: Seats, i: int) -> bool:
    """Seat an item in one of its slots, the emptiest first, if all together can spare it room."""
    slots = seats.board.open
    spare = sum(max(0, slot.room) for slot in slots.values())
    return spare >= seats.board.catalogue.frames[i] and any(
        _Gathering(seats, i, s).succeeds()
        for s in sorted(members(seats.reach[i]), key=lambda s: (-slots[s].room, s))
    )


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """An item that leaves the slot for another, and who comes back in its place, if anyone."""

    preference: int
    to: int
    leaves: int
    comes: int


@dataclass(slots=True)
class _Gathering:
    """Room for one item in one slot, from all others that can spare some."""

    seats: Seats
    item: int
    slot: int
    _undo: list[list[Seat]] = field(default_factory=list)

    def succeeds(self) -> bool:
        """Seat the item if enough can be gathered; leave all as it was if not."""
        while not self.seats.seat_if_room(self.item, self.slot):
            steps = list(self._steps())
            heapify(steps)
            if not any(self._take(heappop(steps)) for _ in range(len(steps))):
                self._go_back()
                return False
        return True

    def _steps(self) -> Iterator[_Step]:
        """Yield what gains room: the least that is enough first, then the most."""
        seats, here = self.seats, self.seats.board.open[self.slot]
        frames = seats.board.catalogue.frames
        lacks = frames[self.item] + here.sheet.least - here.room
        ours = seats.in_slot(self.slot)
        for s, slot in seats.board.open.items():
            if s == self.slot or slot.room <= 0:
                continue
            theirs = [k for k in seats.in_slot(s) if seats.reach[k] >> self.slot & 1]
            for j in ours:
                if not seats.reach[j] >> s & 1:
                    continue
                if frames[j] + slot.sheet.least <= slot.room:
                    yield _step(lacks, frames[j] + here.sheet.least, s, j, NOBODY)
                for k in theirs:
                    if 0 < frames[j] - frames[k] <= slot.room:
                        yield _step(lacks, frames[j] - frames[k], s, j, k)

    def _take(self, step: _Step) -> bool:
        """Take a step if the positions of both slots allow it."""
        seats = self.seats
        moved = [step.leaves] if step.comes == NOBODY else [step.leaves, step.comes]
        before = [(i, *seats.unseat(i)) for i in moved]
        if seats.seat_if_room(step.leaves, step.to):
            if step.comes == NOBODY or seats.seat_if_room(step.comes, self.slot):
                self._undo.append(before)
                return True
            seats.unseat(step.leaves)
        for seat in before:
            seats.put_back(*seat)
        return False

    def _go_back(self) -> None:
        for before in reversed(self._undo):
            for i, _slot, _occupant in before:
                self.seats.unseat(i)
            for seat in before:
                self.seats.put_back(*seat)


def _step(lacks: int, gain: int, to: int, leaves: int, comes: int) -> _Step:
    preference = gain - lacks if gain >= lacks else lacks * 2 - gain
    return _Step(preference, to, leaves, comes)
