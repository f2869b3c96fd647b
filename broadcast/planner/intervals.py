"""How far the airings of a repeating bulletin keep one another apart at one station.

Counted from slot to slot: from the beginning of the slot that holds one airing to that of the
slot that holds the next. Where in its slot a bulletin airs moves by seconds with whatever else
airs there; counted to the second, a bulletin every two hours would miss each other one of the
slots that begin every two hours.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence


class Intervals:
    """Which slots the airings of a repeating item close to it, and by how much.

    `starts` are the beginnings of the station's slots, `every_ms` the interval of each
    repeating item, both in milliseconds.
    """

    def __init__(self, starts: Sequence[int], every_ms: Mapping[int, int]) -> None:
        self.every_ms = every_ms
        self._starts = starts
        self._outside: dict[int, list[int]] = defaultdict(list)

    def remember(self, i: int, slot_ms: int) -> None:
        """Note that an item aired in a slot that is none of the station's here."""
        if i in self.every_ms:
            self._outside[i].append(slot_ms)

    def closed_by(self, i: int, s: int | None) -> int:
        """Return the slots that an airing in slot `s` closes; None: all those noted outside."""
        every = self.every_ms.get(i)
        if every is None:
            return 0
        moments = self._outside[i] if s is None else [self._starts[s]]
        closed = 0
        for at in moments:
            first, end = (
                bisect_right(self._starts, at - every),
                bisect_left(self._starts, at + every),
            )
            if first < end:
                closed |= (1 << end) - (1 << first)
        return closed

    def moments(self, i: int, slots: Sequence[int]) -> list[int]:
        """Return when the slots of an item's airings begin: of these, and of those outside."""
        return sorted((*self._outside[i], *(self._starts[s] for s in slots)))

    def lacking(self, i: int, s: int, slots: Sequence[int]) -> int:
        """Return by how many milliseconds the interval is too long for one more airing in `s`."""
        near = (abs(self._starts[s] - at) for at in self.moments(i, slots))
        return self.every_ms[i] - min(near, default=self.every_ms[i])
