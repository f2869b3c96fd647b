"""What to take of one group of ranked items, so that those after it can fill the rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .reach import differences, rigid_sums, suffix_sums, sums_of, take_first

COARSEST_UNIT = 25
"""Frames, 0.6 s."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is left of a slot, in frames.

    `give` is how much its present pauses can stretch, `flex` how much one more
    pause adds. Before the first entry `give` is `-flex`: that one brings no pause.
    """

    frames: int
    give: int
    flex: int

    def after(self, costs: Sequence[int]) -> "Room":
        return replace(
            self,
            frames=self.frames - sum(costs),
            give=self.give + self.flex * len(costs),
        )

    @property
    def is_empty(self) -> bool:
        return self.give < 0

    @property
    def gap(self) -> int:
        """Frames that stretching every pause to its most does not use up."""
        return self.frames - max(0, min(self.frames, self.give))


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates for one part of a clock, best first.

    `ranked` names them, `costs` is what each costs, and `most` what those
    chosen may cost together.
    """

    ranked: Sequence[int]
    costs: Sequence[int]
    most: int | None = None

    def first(self, count: int | None) -> "Group":
        return Group(self.ranked[:count], self.costs[:count], self.most)

    def without(self, taken: set[int]) -> "Group":
        if taken.isdisjoint(self.ranked):
            return self
        kept = [k for k, name in enumerate(self.ranked) if name not in taken]
        return Group([self.ranked[k] for k in kept], [self.costs[k] for k in kept], self.most)


def choose(group: Group, later: Sequence[Group], room: Room, unit: int) -> list[int]:
    """Return what of a group, with the best of those after it, leaves the smallest gap.

    Sums are counted in units of at most `unit` frames. What is returned are
    places in the group.
    """
    scale = _Scale.of(room, unit)
    rest = 1
    for other in later:
        sums = suffix_sums(scale.weights(other), scale.stretch, scale.most(other))
        rest = sums_of(sums[0], rest, scale.size)
    weights = scale.weights(group)
    for most in scale.limits(group, room):
        suffixes = suffix_sums(weights, scale.stretch, most)
        own = rigid_sums(weights, suffixes, most) if room.is_empty else suffixes[0]
        goals = differences(scale.goals(sums_of(own, rest, scale.size), room), rest) & own
        picks = take_first(weights, scale.stretch, suffixes, goals, rigid=room.is_empty)
        cost = sum(group.costs[pick] for pick in picks)
        if group.most is None or cost <= group.most:
            return picks
    return []


@dataclass(frozen=True, slots=True)
class _Scale:
    """Frames counted in units so coarse that rounding up fits into one stretched pause."""

    unit: int
    stretch: int
    size: int

    @classmethod
    def of(cls, room: Room, coarsest: int) -> "_Scale":
        unit = max(1, min(coarsest, (room.flex + 1) // 4))
        return cls(unit, (room.flex + 1) // unit - 1, room.frames // unit)

    def weights(self, group: Group) -> list[int]:
        unit = self.unit
        return [-(-cost // unit) for cost in group.costs]

    def most(self, group: Group) -> int:
        """Return the sums a group may make, if limited with stretch and rounding on top."""
        if group.most is None or not group.costs:
            return self.size
        count = group.most // min(group.costs)
        return min(self.size, -(-group.most // self.unit) + count * (self.stretch + 1))

    def limits(self, group: Group, room: Room) -> Iterator[int]:
        """Yield the sums the group may make: generously first, then such that none is too many."""
        yield self.most(group)
        if group.most is not None and group.most < room.frames:
            yield min(self.size, group.most // self.unit)

    def goals(self, sums: int, room: Room) -> int:
        """Return the sums that leave no gap, else the one that leaves the least."""
        low = max(0, self.size - max(0, room.give) // self.unit)
        return sums >> low << low or 1 << (sums.bit_length() - 1)
