"""Room for a must-run that came after the planning: what gives way to it, and no more.

Only where no slot has room left for it does anything go, and then as little as will do:
the fewest placements, of these the shortest. Only ordinary placements of the planner's own
go: never what is held, what the clock names, another must-run, what is carried from the
parent, or what stations below carry. Whatever turns out to fit after all goes back.

A must-run that stands there too late gives way to itself: that airing keeps it out of the
slots in which it would be heard in time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .board import Board, members
from .must_runs import Horizon, in_reach, missing, owes, why_missing
from .open_slot import Occupant, OpenSlot
from .outcome import Dropped, Reason, Unplaced, Why
from .problem import Admission, Hold
from .rule import Rule
from .seats import must_run_seat

_NO_CHANCES = 0
Carried = frozenset[tuple[str, str]]
"""Slots and their items that stand in the programmes of stations below."""


def give_way(
    board: Board, horizon: Horizon, carried: Carried, *, chosen: bool = False
) -> list[Dropped]:
    """Seat the must-runs still missing where others give way; return what went.

    With `chosen`, what this plan has chosen itself gives way as well, and is not named.
    """
    way = Way(board, carried, chosen=chosen)
    frames, urgent, deadline = (
        board.catalogue.frames,
        board.catalogue.urgent,
        board.catalogue.deadline,
    )
    for i in sorted(
        missing(board, horizon), key=lambda i: (not urgent[i], deadline[i], frames[i], i)
    ):
        way.make(i)
    way.put_back()
    return list(way.gone())


def still_missing(
    board: Board, horizon: Horizon, carried: Carried, *, chosen: bool = False
) -> dict[int, Unplaced]:
    """Return the must-runs that have no seat, and why: not for their own sake.

    What airs too late, and need not, has closed no chance: it would have given way.
    """
    way = Way(board, carried, chosen=chosen)
    found = {}
    for i in missing(board, horizon):
        with way.without_late(i):
            found[i] = why_missing(board, i)
    return found


def make_way_at_once(board: Board, horizon: Horizon, carried: Carried) -> list[Dropped]:
    """Seat each urgent item in the first slot it may enter, though others have to leave it."""
    way = Way(board, carried, chosen=False)
    for i in board.catalogue.must_run_index.values():
        if board.catalogue.urgent[i] and owes(board, horizon, i):
            way.make_first(i)
    way.put_back()
    return list(way.gone())


@dataclass(slots=True)
class _Leaving:
    slot: OpenSlot
    occupant: Occupant
    item: int


class Way:
    """What has left one station's slots so far."""

    def __init__(self, board: Board, carried: Carried, *, chosen: bool) -> None:
        self._chosen = chosen
        self._board = board
        self._carried = carried
        self._left: list[_Leaving] = []

    def make(self, i: int) -> None:
        """Seat a must-run where the fewest have to leave, none if there is room by now."""
        board = self._board
        with self.without_late(i) as late:
            ways = [
                (len(leaving), sum(each.occupant.frames for each in leaving), s, leaving)
                for s in members(in_reach(board, i))
                if (leaving := self._leaving(board.open[s], i)) is not None
            ]
        if ways:
            *_, s, leaving = min(ways, key=lambda way: way[:3])
            self._seat(i, s, [*leaving, *late])

    @contextmanager
    def without_late(self, i: int) -> Iterator[list[_Leaving]]:
        """Let a must-run's own late airings close nothing for a while; give what they are."""
        board = self._board
        late = list(self._late(i))
        for each in late:
            board.take_back(i, each.slot.day, each.slot.number)
        yield late
        for each in late:
            board.air(i, each.slot.day, each.slot.number)

    def _late(self, i: int) -> Iterator[_Leaving]:
        """Yield where a must-run airs after it is due, and need not."""
        due_ms = self._board.catalogue.deadline[i]
        for slot in self._board.open.values():
            if self._board.starts_ms(slot.number) >= due_ms:
                for occupant in slot.occupants:
                    if occupant.item == i and self._may_go(slot, occupant):
                        yield _Leaving(slot, occupant, i)

    def make_first(self, i: int) -> None:
        """Seat an item in the earliest slot that has room or can make some."""
        board = self._board
        any(self.make_in(i, s) for s in members(in_reach(board, i)))

    def make_in(self, i: int, s: int, reason: Reason | None = None) -> bool:
        """Seat an item in a slot that has room or can make some; return whether it could."""
        slot = self._board.open[s]
        room = slot.pick_position(self._board.catalogue, i) is not None
        leaving = [] if room else self._leaving(slot, i)
        if leaving is not None:
            self._seat(i, s, leaving, reason)
        return leaving is not None

    def _seat(self, i: int, s: int, leaving: list[_Leaving], reason: Reason | None = None) -> None:
        board = self._board
        for each in leaving:
            each.slot.unseat(each.occupant)
            board.take_back(each.item, each.slot.day, each.slot.number)
        self._left += leaving
        slot = board.open[s]
        position = slot.pick_position(board.catalogue, i)
        if position is None:
            raise ValueError(f"nothing made room in {slot.slot.id}")
        occupant = must_run_seat(board.catalogue, i, position, chances=_NO_CHANCES)
        occupant.reason = reason or occupant.reason
        board.seat(slot, occupant)

    def _leaving(self, slot: OpenSlot, i: int) -> list[_Leaving] | None:
        """Return the least that has to leave a slot for an item to fit, if anything does."""
        cost = self._board.catalogue.frames[i] + slot.sheet.least
        movable = self._movable(slot)
        found = [
            leaving
            for pick in slot.sheet.picks
            if pick.admits[i] and (pick.most is None or cost <= pick.most)
            if (leaving := _least(slot, movable, pick.position, pick.most, cost)) is not None
        ]
        return min(found, key=_size, default=None)

    def _movable(self, slot: OpenSlot) -> list[_Leaving]:
        """Return what may leave a slot, the longest first."""
        board = self._board
        movable = [
            _Leaving(slot, occupant, occupant.item)
            for occupant in slot.occupants
            if occupant.item is not None
            and not board.catalogue.items[occupant.item].must_run
            and self._may_go(slot, occupant)
        ]
        return sorted(movable, key=lambda each: (-each.occupant.frames, each.item))

    def _may_go(self, slot: OpenSlot, occupant: Occupant) -> bool:
        """Return whether an occupant is the planner's own, and nobody's who relies on it."""
        return (
            slot.slot.admits is Admission.ALL
            and occupant.item is not None
            and self._is_ordinary(occupant)
            and occupant.from_station is None
            and any(occupant.position == pick.position for pick in slot.sheet.picks)
            and not self._board.is_awaited(occupant.item)
            and (slot.slot.id, occupant.item_id) not in self._carried
        )

    def _is_ordinary(self, occupant: Occupant) -> bool:
        if occupant.hold is None:
            return self._chosen and occupant.reason.why is Why.RANKED
        return occupant.hold is Hold.PLANNER

    def put_back(self) -> None:
        """Seat again what fits where it was, now that all must-runs are seated."""
        board = self._board
        for each in sorted(self._left, key=lambda each: (-each.occupant.frames, each.item)):
            slot, position = each.slot, each.occupant.position
            pick = next(pick for pick in slot.sheet.picks if pick.position == position)
            cost = each.occupant.frames + slot.sheet.least
            fits = cost <= slot.left_at(position, pick.most)
            if fits and board.may_air[each.item] >> slot.number & 1:
                board.seat(slot, each.occupant)
                self._left.remove(each)

    def gone(self) -> Iterator[Dropped]:
        for each in self._left:
            if each.occupant.hold is None:
                continue
            yield Dropped(
                slot_id=each.slot.slot.id,
                position=each.occupant.position,
                item_id=self._board.catalogue.items[each.item].id,
                rule=Rule.MUST_RUN,
            )


def _size(leaving: list[_Leaving]) -> tuple[int, int]:
    return len(leaving), sum(each.occupant.frames for each in leaving)


def _least(
    slot: OpenSlot, movable: list[_Leaving], position: int, most: int | None, cost: int
) -> list[_Leaving] | None:
    """Return the fewest whose leaving makes room at a position.

    The time of the position and that of the slot both have to do: for every number that
    leaves the position, the longest of them go, then the longest of the rest.
    """
    here = [each for each in movable if each.occupant.position == position]
    best: list[_Leaving] | None = None
    for count in range(len(here) + 1):
        leaving = here[:count]
        if not _lacks(slot, leaving, position, most, cost)[1]:
            for other in movable:
                if not _lacks(slot, leaving, position, most, cost)[0]:
                    break
                if other not in leaving:
                    leaving = [*leaving, other]
            if not any(_lacks(slot, leaving, position, most, cost)) and (
                best is None or len(leaving) < len(best)
            ):
                best = leaving
    return best and _shorter_last(slot, movable, best, position, most, cost)


def _shorter_last(
    slot: OpenSlot,
    movable: list[_Leaving],
    leaving: list[_Leaving],
    position: int,
    most: int | None,
    cost: int,
) -> list[_Leaving]:
    """Return the same with the last that leaves exchanged for the shortest that will do."""
    first = leaving[:-1]
    for other in reversed(movable):
        if other not in first and not any(_lacks(slot, [*first, other], position, most, cost)):
            return [*first, other]
    return leaving


def _lacks(
    slot: OpenSlot, leaving: list[_Leaving], position: int, most: int | None, cost: int
) -> tuple[bool, bool]:
    """Return whether, once these have left, the slot and the position are too short."""
    least = slot.sheet.least
    freed = sum(each.occupant.frames + least for each in leaving)
    here = sum(
        each.occupant.frames + least for each in leaving if each.occupant.position == position
    )
    in_slot = slot.room + freed < cost
    return in_slot, most is not None and most - slot.spent(position) + here < cost
