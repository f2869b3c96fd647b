"""Every way to seat a few must-runs, so that one reported without a place has none.

Trades, chains and gathering find a seat nearly always. Where few must-runs are concerned,
as in most weeks, "nearly" need not do: all ways are tried, and the answer is a proof.
"""

from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from .board import members
from .seats import Seats

FEW = 12
_MOST_TRIES = 2_000
"""Seats tried for one station; past that the answer stays what the search found."""


def try_every_way(seats: Seats, *, at_best: int) -> None:
    """Seat as many of a few must-runs as can be, which way ever; urgent ones stay seated.

    `at_best` are known to find no seat: where no more are missing there is nothing to try.
    """
    if len(seats.reach) <= FEW:
        search = _Search(seats)
        while len(seats.missing) > at_best and search.improves():
            pass


_State = tuple[int, int, tuple[int, ...]]


@dataclass(slots=True)
class _Search:
    seats: Seats
    _tries_left: int = _MOST_TRIES
    _order: list[int] = field(default_factory=list)
    _losable: set[int] = field(default_factory=set)
    _slots: int = 0
    _hopeless: set[_State] = field(default_factory=set)

    def improves(self) -> bool:
        """Seat one more than are seated now; leave all as it was where there is no way."""
        seats = self.seats
        missing = seats.missing
        before = seats.take_back(movable=True)
        items = [*(i for i, _slot, _occupant in before), *missing]
        frames = seats.board.catalogue.frames
        self._order = sorted(items, key=lambda i: (seats.reach[i].bit_count(), -frames[i], i))
        self._losable = {i for i in items if i in missing or not seats.board.is_awaited(i)}
        self._slots = reduce(or_, (seats.reach[i] for i in items), 0)
        self._hopeless.clear()
        seats.missing = []
        if self._seat_from(0, len(missing) - 1):
            return True
        for seat in before:
            seats.put_back(*seat)
        seats.missing = missing
        return False

    def _seat_from(self, turn: int, may_miss: int) -> bool:
        """Seat all from a turn on, except for as many as may be missed."""
        if turn == len(self._order):
            return True
        state = turn, may_miss, self.seats.rooms(self._slots)
        if state in self._hopeless or self._tries_left <= 0:
            return False
        i = self._order[turn]
        for s, position in self._places(i):
            self._tries_left -= 1
            self.seats.seat_at(i, s, position, chances=1)
            if self._seat_from(turn + 1, may_miss):
                return True
            self.seats.unseat(i)
        if may_miss and i in self._losable:
            self.seats.missing.append(i)
            if self._seat_from(turn + 1, may_miss - 1):
                return True
            self.seats.missing.remove(i)
        self._hopeless.add(state)
        return False

    def _places(self, i: int) -> list[tuple[int, int]]:
        board = self.seats.board
        return [
            (s, position)
            for s in members(self.seats.reach[i])
            for position in board.open[s].pick_positions(board.catalogue, i)
        ]
