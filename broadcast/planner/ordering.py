"""In which order the chosen items of a slot air: as few soft rules broken as can be.

What stood there before keeps its place, and so do carried items and must-runs; only the items
chosen now change places, each inside its own position of the clock.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from .board import Board
from .neighbours import Neighbours
from .open_slot import Occupant, OpenSlot

CHOSEN = 3
"""Where a chosen item stands in its position: after what was held, carried or a must-run."""
_PASSES = 4
_FEW = 7
"""So many items are put into the best order there is, where moving them one by one left a cost."""


def in_order(slot: OpenSlot) -> list[Occupant]:
    return sorted(slot.occupants, key=lambda o: (o.position, o.turn))


def put_in_order(board: Board, slot: OpenSlot) -> int:
    """Let the items chosen for a slot change places; return the points they still cost.

    What others cost beside one another is not the chosen items' to mend.
    """
    neighbours = board.neighbours
    if not neighbours:
        return 0
    entries = in_order(slot)
    order = [entry.item for entry in entries]
    stretches = list(_stretches(entries))
    cost = _cost(neighbours, order, stretches)
    least = _least_cost(neighbours, order, stretches) if cost else 0
    for _ in range(_PASSES if cost > least else 0):
        for first, end in stretches:
            _improve(neighbours, entries, order, first, end)
        before, cost = cost, _cost(neighbours, order, stretches)
        if cost in {least, before}:
            break
    if cost > least:
        cost = _best_of_all(neighbours, entries, order, stretches)
    for first, end in stretches:
        for turn, entry in enumerate(entries[first:end], 1):
            entry.turn = (CHOSEN, turn)
    return cost


def _cost(
    neighbours: Neighbours, order: Sequence[int | None], stretches: Sequence[tuple[int, int]]
) -> int:
    """Return what the stretches cost, beside what is before and after each."""
    return sum(neighbours.cost(order[max(0, first - 1) : end + 1]) for first, end in stretches)


def _least_cost(
    neighbours: Neighbours, order: Sequence[int | None], stretches: Sequence[tuple[int, int]]
) -> int:
    return sum(
        neighbours.least_cost(order[max(0, first - 1) : end + 1]) for first, end in stretches
    )


def _stretches(entries: Sequence[Occupant]) -> Iterator[tuple[int, int]]:
    """Yield where chosen items of one position begin and end."""
    first = 0
    while first < len(entries):
        end = first + 1
        if entries[first].turn[0] == CHOSEN:
            while (
                end < len(entries)
                and entries[end].turn[0] == CHOSEN
                and entries[end].position == entries[first].position
            ):
                end += 1
            yield first, end
        first = end


def _improve(
    neighbours: Neighbours,
    entries: list[Occupant],
    order: list[int | None],
    first: int,
    end: int,
) -> None:
    """Move each chosen item that clashes to where the stretch costs least."""
    low, high = max(0, first - 1), end + 1
    cost = neighbours.cost(order[low:high])
    for place in range(first, end):
        clash = neighbours.cost(order[max(0, place - 1) : place + 2])
        if not clash:
            continue
        best, to, swapping = cost, place, False
        for other, swap in product(range(first, end), (False, True)):
            tried = order[low:high]
            _move(tried, place - low, other - low, swap=swap)
            there = neighbours.cost(tried)
            if there < best:
                best, to, swapping = there, other, swap
                if there == cost - clash:
                    break
        if to != place:
            _move(order, place, to, swap=swapping)
            _move(entries, place, to, swap=swapping)
            cost = best


def _move(order: list[Any], place: int, to: int, *, swap: bool) -> None:
    if swap:
        order[place], order[to] = order[to], order[place]
    else:
        order.insert(to, order.pop(place))


def _best_of_all(
    neighbours: Neighbours,
    entries: list[Occupant],
    order: list[int | None],
    stretches: Sequence[tuple[int, int]],
) -> int:
    """Put each short stretch of chosen items into its best order; return the cost of all."""
    for first, end in stretches:
        if end - first <= _FEW:
            before = order[first - 1] if first else None
            after = order[end] if end < len(order) else None
            best = _best_order(neighbours, order[first:end], before, after)
            entries[first:end] = [entries[first + place] for place in best]
            order[first:end] = [order[first + place] for place in best]
    return _cost(neighbours, order, stretches)


def _best_order(
    neighbours: Neighbours, items: Sequence[int | None], before: int | None, after: int | None
) -> tuple[int, ...]:
    """Return the cheapest order, of equals the first by rank: for each set the best for its last.

    Of two orders of the same items with the same last one only the cheaper can lead to the best.
    """
    count = len(items)
    known: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {
        (1 << place, place): (neighbours.cost((before, item)), (place,))
        for place, item in enumerate(items)
    }
    for _ in range(count - 1):
        further: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
        for (used, last), (cost, order) in known.items():
            for place in range(count):
                if not used >> place & 1:
                    key = used | 1 << place, place
                    more = cost + neighbours.cost((items[last], items[place])), (*order, place)
                    if key not in further or more < further[key]:
                        further[key] = more
        known = further
    ends = (
        (cost + neighbours.cost((items[last], after)), order)
        for (_used, last), (cost, order) in known.items()
    )
    return min(ends)[1]
