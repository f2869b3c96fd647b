"""How many must-runs no plan can seat, because together they are longer than the room there is."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from .board import Board

Span = tuple[int, int, int]
"""What an item costs, its first slot, and the one after its last."""


def surely_missing(board: Board, reach: Mapping[int, int]) -> int:
    """Return how many of the must-runs at least will find no seat, whoever sits where.

    `reach` holds, for each, the slots it could sit in alone, at least one. Asked before any of
    them is seated.
    """
    least = min((slot.sheet.least for slot in board.open.values()), default=0)
    rooms = [max(0, board.open[s].room) if s in board.open else 0 for s in range(len(board.slots))]
    frames = board.catalogue.frames
    spans = ((frames[i] + least, *_ends(slots)) for i, slots in reach.items())
    return too_many(rooms, spans)


def too_many(rooms: Sequence[int], spans: Iterable[Span]) -> int:
    """Return how many have to go so that what lies wholly within any stretch of slots fits it.

    The longest go until the rest is no longer than the stretch; the worst stretch counts.
    """
    shortest_first = sorted(spans)
    room_until = [0, *accumulate(rooms)]
    most = 0
    for first in {first for _, first, _ in shortest_first}:
        for end in {end for _, _, end in shortest_first}:
            room = room_until[end] - room_until[first] if first < end else 0
            inside = (
                cost for cost, begins, ends in shortest_first if first <= begins and ends <= end
            )
            most = max(most, sum(needed > room for needed in accumulate(inside)))
    return most


def _ends(slots: int) -> tuple[int, int]:
    return (slots & -slots).bit_length() - 1, slots.bit_length()
