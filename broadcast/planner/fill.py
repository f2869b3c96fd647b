"""How the room left in a slot is filled from ranked items: exactly, best-ranked first.

Among all subsets of the items that leave the smallest gap, the one that comes
first in rank order is taken: the best-ranked item if any such subset holds it,
then the next, and so on.

An item costs its frames and one least pause. The pauses between entries may be
stretched, so a slot is full as soon as what is left fits into its pauses.

Frames are first counted in units so coarse that rounding an item up fits into
its stretched pause, and among the best-ranked items alone: that fills nearly
every slot. Only where a gap would be left are all items weighed frame by frame.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from .choice import COARSEST_UNIT, Group, Room, choose

_FEW = 24
"""How many of the best-ranked items are tried before all are."""


Fill = Callable[[Sequence[Group], Room], list[list[int]]]
"""Chooses, for each group, the names of the items to air."""


def exact_fill(groups: Sequence[Group], room: Room) -> list[list[int]]:
    """Return the best-ranked choice that leaves the smallest gap.

    For one group without a limit that is exact. Of several, all but the last are filled by rank
    if the last can still make up the slot; if not, each is chosen so that those
    after it can fill what it leaves. Whatever is chosen, no item left over
    would still fit.
    """
    best = first_fit(groups, room)
    if all(len(names) == len(group.ranked) for names, group in zip(best, groups, strict=True)):
        return best
    smallest = None
    for way in _ways(groups):
        chosen, gap = _fill(groups, room, way)
        if smallest is None or gap < smallest:
            best, smallest = chosen, gap
        if smallest == 0:
            return best
    return _topped_up(groups, room, best)


@dataclass(frozen=True, slots=True)
class _Way:
    """How hard to look: ahead to later groups, at how many items, in which unit."""

    jointly: bool
    count: int | None
    unit: int = COARSEST_UNIT


def _ways(groups: Sequence[Group]) -> Iterator[_Way]:
    """Yield the ways to search, the quickest first."""
    if len(groups) > 1:
        yield _Way(jointly=False, count=_FEW)
    yield _Way(jointly=True, count=_FEW)
    if any(len(group.ranked) > _FEW for group in groups):
        yield _Way(jointly=True, count=None)
    yield _Way(jointly=False, count=None, unit=1)


def _topped_up(groups: Sequence[Group], room: Room, chosen: Sequence[list[int]]) -> list[list[int]]:
    """Add, in rank order, what still fits beside the chosen."""
    taken = {name for names in chosen for name in names}
    left, free = room, []
    for group, names in zip(groups, chosen, strict=True):
        spent = [
            cost for name, cost in zip(group.ranked, group.costs, strict=True) if name in names
        ]
        left = left.after(spent)
        most = None if group.most is None else group.most - sum(spent)
        free.append(replace(group.without(taken), most=most))
    more = first_fit(free, left)
    return [names + added for names, added in zip(chosen, more, strict=True)]


def first_fit(groups: Sequence[Group], room: Room) -> list[list[int]]:
    """Return, group by group, every item in rank order that still fits."""
    taken: set[int] = set()
    chosen = []
    for group in groups:
        free = group.without(taken)
        picks = _in_order(free, room)
        room = room.after([free.costs[pick] for pick in picks])
        chosen.append([free.ranked[pick] for pick in picks])
        taken.update(chosen[-1])
    return chosen


def _fill(groups: Sequence[Group], room: Room, way: _Way) -> tuple[list[list[int]], int]:
    taken: set[int] = set()
    chosen = []
    seen = [group.first(way.count) for group in groups]
    for k, group in enumerate(seen):
        free = group.without(taken)
        later = [other.without(taken) for other in seen[k + 1 :]]
        by_rank = bool(later) and not way.jointly
        picks = _in_order(free, room) if by_rank else choose(free, later, room, way.unit)
        names = [free.ranked[pick] for pick in picks]
        room = room.after([free.costs[pick] for pick in picks])
        taken.update(names)
        chosen.append(names)
    return chosen, room.gap


def _in_order(group: Group, room: Room) -> list[int]:
    """Return what fits of a group in rank order."""
    left = room.frames if group.most is None else min(room.frames, group.most)
    picks = []
    for pick, cost in enumerate(group.costs):
        if cost <= left:
            picks.append(pick)
            left -= cost
    return picks
