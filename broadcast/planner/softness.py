"""The soft rules that what stands in a slot breaks, each named on the placement that does."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from .board import Board
from .open_slot import Occupant, OpenSlot
from .ordering import in_order
from .outcome import Broken
from .rule import Rule


def name_broken(board: Board, slot: OpenSlot) -> None:
    """Write into the reason of every occupant which soft rules it breaks.

    Carried items are the parent's choice and break none here. Two neighbours break a rule
    together; the later one says so, unless it is carried.
    """
    found: dict[int, list[Broken]] = {}
    if board.hours.soft or board.serials.is_soft:
        for occupant in slot.occupants:
            if occupant.item is not None and occupant.from_station is None:
                found[id(occupant)] = list(_by_time(board, slot, occupant.item))
    if board.neighbours:
        for earlier, later in pairwise(in_order(slot)):
            _name_neighbours(board, earlier, later, found)
    for occupant in slot.occupants:
        if breaks := found.get(id(occupant)):
            occupant.reason = replace(occupant.reason, breaks=tuple(breaks))


def _by_time(board: Board, slot: OpenSlot, i: int) -> Iterator[Broken]:
    for rule, _points, hours in board.hours.soft:
        if not hours[i] >> slot.number & 1:
            yield Broken(rule)
    for rule, _points in board.serials.soft(i, slot.number):
        if rule is not Rule.SERIAL or not _follows(board, slot, i):
            yield Broken(rule)


def _follows(board: Board, slot: OpenSlot, i: int) -> bool:
    """Return whether an episode comes right in this slot after the one it waits for."""
    order = [occupant.item for occupant in in_order(slot)]
    before = board.serials.waits_for[i]
    return before in order and order.index(before) < order.index(i)


def _name_neighbours(
    board: Board, earlier: Occupant, later: Occupant, found: dict[int, list[Broken]]
) -> None:
    if earlier.item is None or later.item is None:
        return
    named, other = (later, earlier) if later.from_station is None else (earlier, later)
    if named.from_station is None:
        for rule in board.neighbours.broken(earlier.item, later.item):
            found.setdefault(id(named), []).append(Broken(rule, other.item_id))
