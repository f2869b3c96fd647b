"""Winning back seats for must-runs that were left without.

First trades: where one long item sits, two or more of the missing may, and the
count is what matters. Then chains: one that sits where a missing one could is
sent elsewhere; if elsewhere is full too, it sends another away in turn.
"""

from .board import members
from .gathering import gather_room, give_up_longer
from .seats import Seats

_DEPTH = 3
_MOST_MOVES = 1_000
"""Moves tried in one attempt; past that the station is short of room, not of luck."""


def win_back(seats: Seats) -> None:
    """Seat as many of the missing as trades and chains can, the shortest chains first."""
    missing = len(seats.missing) + 1
    while 0 < len(seats.missing) < missing:
        missing = len(seats.missing)
        while _trade(seats, at_least=2) or _trade(seats, at_least=1):
            pass
        chains = _Chains(seats)
        for depth in range(_DEPTH + 1):
            seats.missing = [i for i in seats.missing if not chains.seat(i, depth)]
        while gather_room(seats) or give_up_longer(seats):
            pass


def _trade(seats: Seats, *, at_least: int) -> bool:
    """Give one seat to so many of the missing; return whether one could be found.

    One for one only to a shorter: each trade then leaves fewer missing, or more room.
    """
    frames = seats.board.catalogue.frames
    missing = sorted(seats.missing, key=lambda i: (frames[i], i))
    for s in seats.board.open:
        waiting = [i for i in missing if seats.reach[i] >> s & 1]
        if len(waiting) < at_least:
            continue
        for j in seats.losable_in(s):
            if frames[j] <= frames[waiting[0]]:
                break
            slot, occupant = seats.unseat(j)
            takers = [i for i in waiting if at_least > 1 or frames[i] < frames[j]]
            seated = [i for i in takers if seats.seat_if_room(i, s)]
            if len(seated) >= at_least:
                seats.missing = [i for i in (*seats.missing, j) if i not in seated]
                return True
            for i in seated:
                seats.unseat(i)
            seats.put_back(j, slot, occupant)
    return False


class _Chains:
    """A search for chains of moves, with a limit on the moves it tries."""

    def __init__(self, seats: Seats) -> None:
        self._seats = seats
        self._moves_left = _MOST_MOVES

    def seat(self, i: int, depth: int) -> bool:
        """Seat an item where there is room, or by a chain of at most `depth` moves."""
        if self._seats.seat_anywhere(i):
            return True
        return depth > 0 and self._make_room(i, depth, frozenset())

    def _make_room(self, i: int, depth: int, moved: frozenset[int], but: int | None = None) -> bool:
        """Seat an item by moving one, none of `moved`, out of a slot other than `but`."""
        seats = self._seats
        for s in members(seats.reach[i]):
            if s == but:
                continue
            for j in seats.in_slot(s):
                if not seats.would_make_room(j, i, s):
                    break
                if j in moved:
                    continue
                self._moves_left -= 1
                if self._moves_left < 0:
                    return False
                if self._replace(j, i, s, depth, moved):
                    return True
        return False

    def _replace(self, j: int, i: int, s: int, depth: int, moved: frozenset[int]) -> bool:
        seats = self._seats
        slot, occupant = seats.unseat(j)
        if seats.seat_if_room(i, s):
            if seats.seat_anywhere(j, but=s):
                return True
            if depth > 1 and self._make_room(j, depth - 1, moved | {i, j}, but=s):
                return True
            seats.unseat(i)
        seats.put_back(j, slot, occupant)
        return False
