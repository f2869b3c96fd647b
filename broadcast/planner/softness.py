"""The soft rules that what stands in a slot breaks, each named on the placement that does."""

from collections.abc import Iterator
from dataclasses import replace

from .board import Board
from .open_slot import OpenSlot
from .outcome import Broken
from .rule import Rule


def name_broken(board: Board, slot: OpenSlot) -> None:
    """Write into the reason of every occupant which soft rules it breaks."""
    if not board.hours.soft:
        return
    for occupant in slot.occupants:
        if occupant.item is not None and occupant.from_station is None:
            breaks = tuple(Broken(rule) for rule in _by_hour(board, slot, occupant.item))
            if breaks:
                occupant.reason = replace(occupant.reason, breaks=breaks)


def _by_hour(board: Board, slot: OpenSlot, i: int) -> Iterator[Rule]:
    for rule, _points, hours in board.hours.soft:
        if not hours[i] >> slot.number & 1:
            yield rule
