"""One station's slots and airings, and which item may still air in which slot.

Slots are numbered in time order and every set of slots is an integer, one bit
a slot: what an airing closes for its item is one mask, and "may it air here?"
one bit.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo

from .catalogue import Catalogue
from .hours import Hours
from .intervals import Intervals
from .moment import broadcast_day, epoch_ms
from .neighbours import Neighbours
from .open_slot import Occupant, OpenSlot
from .problem import Admission, Airing, Slot
from .rule import Rule
from .serials import Opened, Serials
from .sheet import ClockSheet
from .station import Station

BEFORE = -1
"""The slot number of an airing that lies outside the station's slots."""


Airings = tuple[list[list[tuple[int, int]]], list[int], Opened]
"""What a board can go back to."""


class Board:
    """The state of planning one station."""

    def __init__(
        self,
        station: Station,
        slots: Iterable[Slot],
        *,
        refused: frozenset[str],
        sheets: Mapping[str, ClockSheet],
        catalogue: Catalogue,
        timezone: tzinfo,
    ) -> None:
        self.station = station
        self.catalogue = catalogue
        self.timezone = timezone
        self.slots = sorted(slots, key=lambda slot: slot.starts_at)
        self.number = {slot.id: s for s, slot in enumerate(self.slots)}
        self.days = [self.day_of(slot.starts_at) for slot in self.slots]
        self._starts = [epoch_ms(slot.starts_at) for slot in self.slots]
        self._ends = [epoch_ms(slot.ends_at) for slot in self.slots]
        self.terms = catalogue.terms_at(station)
        limits = catalogue.limits_at(station)
        self.separation, self.most_airings = limits.separation, limits.most_airings
        self.hours = Hours(
            self.slots, self.days, terms=self.terms, catalogue=catalogue, timezone=timezone
        )
        self.serials = Serials(
            station,
            self.slots,
            self.days,
            terms=self.terms,
            catalogue=catalogue,
            timezone=timezone,
        )
        self.intervals = Intervals(self._starts, catalogue.repeats)
        self.open: dict[int, OpenSlot] = {}
        self._admits_all = self._admits_urgent = 0
        for s, slot in enumerate(self.slots):
            if slot.admits is Admission.NONE or slot.id in refused:
                continue
            self.open[s] = OpenSlot(slot, sheets[slot.clock], number=s, day=self.days[s])
            self._admits_urgent |= 1 << s
            if slot.admits.open_to_all:
                self._admits_all |= 1 << s
        self._refused = sum(1 << s for s, slot in enumerate(self.slots) if slot.id in refused)
        self._heard: set[int] = set()
        self.airings: list[list[tuple[int, int]]] = [[] for _ in catalogue.items]
        self.barred = catalogue.barred_at(station)
        self.pool = [
            i for i, rules in enumerate(self.barred) if not rules and i not in catalogue.repeats
        ]
        """What may be chosen by rank: what repeats is placed by its interval."""
        self.neighbours = Neighbours(catalogue, self.terms, self.pool)
        self.window = [self._window(i) for i in range(len(catalogue))]
        self.chances = [
            0 if rules else window & hours
            for rules, window, hours in zip(self.barred, self.window, self.hours.hard, strict=True)
        ]
        """For each item, the slots it may air in while it has aired nowhere else."""
        self.may_air = list(self.chances)
        for i in self.serials.waits_for:
            self._count_again(i)

    def close(self, s: int) -> None:
        """Leave a slot out of planning after all."""
        del self.open[s]
        self._refused |= 1 << s
        kept = ~(1 << s)
        self._admits_all &= kept
        self._admits_urgent &= kept
        self.window = [mask & kept for mask in self.window]
        self.chances = [mask & kept for mask in self.chances]
        self.may_air = [mask & kept for mask in self.may_air]

    def day_of(self, moment: datetime) -> int:
        return broadcast_day(moment, self.timezone, self.station.day_start).toordinal()

    def admitted(self, i: int) -> int:
        """Return the slots that an item's priority lets it enter."""
        return self._admits_urgent if self.catalogue.urgent[i] else self._admits_all

    def _window(self, i: int) -> int:
        from_ms, until_ms = self.catalogue.airable[i]
        first = bisect_left(self._starts, from_ms)
        return self.admitted(i) & ones(first, bisect_right(self._ends, until_ms))

    def with_room(self, i: int, slots: int) -> int:
        """Return those of some slots in which an item would fit as they are now."""
        catalogue = self.catalogue
        return sum(
            1 << s for s in members(slots) if self.open[s].pick_position(catalogue, i) is not None
        )

    def ending_by(self, moment_ms: int) -> int:
        """Return the slots that end by a moment."""
        return ones(0, bisect_right(self._ends, moment_ms))

    def starts_ms(self, s: int) -> int:
        return self._starts[s]

    def ends_ms(self, s: int) -> int:
        return self._ends[s]

    def is_read_only(self, s: int) -> bool:
        """Return whether a slot airs but is not planned."""
        return self.slots[s].admits is Admission.NONE and not self._refused >> s & 1

    def first_slot(self, day: int) -> int:
        """Return the number of the first slot on a day or after it."""
        return bisect_left(self.days, day)

    def near(self, day: int, separation_days: int) -> int:
        """Return the slots that an airing on `day` closes by separation."""
        first = bisect_left(self.days, day - separation_days + 1)
        return ones(first, bisect_left(self.days, day + separation_days))

    def air(self, i: int, day: int, s: int = BEFORE) -> None:
        """Count an airing, and close what it closes."""
        self.airings[i].append((day, s))
        self.may_air[i] &= ~self._closed_by(i, day, s)
        if i in self.serials.awaited and s != BEFORE:
            self.serials.heard_in(i, s)
            self._let_follow(i)

    def take_back(self, i: int, day: int, s: int) -> None:
        """Count an airing no longer, and open what it alone closed."""
        self.airings[i].remove((day, s))
        self._count_again(i)

    def _count_again(self, i: int) -> None:
        """Work out anew where an item may air."""
        heard, self.airings[i] = self.airings[i], []
        self.may_air[i] = self.chances[i] & self.serials.allowed(i)
        for day, s in heard:
            self.airings[i].append((day, s))
            self.may_air[i] &= ~self._closed_by(i, day, s)

    def _let_follow(self, i: int) -> None:
        """Open to the next episodes what the airing of one allows them."""
        for following in self.serials.awaited[i]:
            self._count_again(following)

    def is_awaited(self, i: int) -> bool:
        """Return whether another episode airs, or may yet air, for this one's sake."""
        return i in self.serials.awaited

    def remember(self, airing: Airing) -> None:
        """Count an airing from before the station's slots."""
        i = self.catalogue.index.get(airing.item_id)
        if i is not None:
            day = self.day_of(airing.aired_at)
            self.intervals.remember(i, epoch_ms(airing.slot_at or airing.aired_at))
            self.air(i, day)
            if i in self.serials.awaited:
                self.serials.heard_at(i, airing.aired_at, day)
                self._let_follow(i)
            self.hear(i, epoch_ms(airing.aired_at))

    def hear(self, i: int, until_ms: int) -> None:
        """Note that an item is heard to its end at a moment."""
        if until_ms <= self.catalogue.deadline[i]:
            self._heard.add(i)

    def has_heard(self, i: int) -> bool:
        """Return whether an item airs here, to its end, by its deadline.

        While no moment is known yet, a slot that ends by the deadline will do.
        """
        in_time = self.ending_by(self.catalogue.deadline[i]) & ~self._refused
        return i in self._heard or any(s != BEFORE and in_time >> s & 1 for _, s in self.airings[i])

    def soft_cost(self, i: int, s: int) -> int:
        """Return the points of the soft rules on times and days that an item breaks in a slot."""
        cost = sum(points for _rule, points, hours in self.hours.soft if not hours[i] >> s & 1)
        if self.serials.is_soft:
            cost += sum(points for _rule, points in self.serials.soft(i, s))
        return cost

    def _closed_by(self, i: int, day: int, s: int) -> int:
        if self.has_aired_most(i):
            return -1
        here = 0 if s == BEFORE else 1 << s
        return here | self.near(day, self.separation[i]) | self._too_soon(i, s)

    def _too_soon(self, i: int, s: int) -> int:
        return self.intervals.closed_by(i, None if s == BEFORE else s)

    def kept_off_by(self, i: int) -> Rule:
        """Return the rule by which an item's own airings keep it off where nothing else does."""
        if self.has_aired_most(i):
            return Rule.MOST_AIRINGS
        return Rule.REPEAT if i in self.catalogue.repeats else Rule.SEPARATION

    def has_aired_most(self, i: int) -> bool:
        """Return whether an item has aired here as often as it may."""
        most = self.most_airings[i]
        return most is not None and len(self.airings[i]) >= most

    def airings_now(self) -> Airings:
        """Return what airs and what may air as things stand, to go back to."""
        return (
            [list(heard) for heard in self.airings],
            list(self.may_air),
            self.serials.opened_now(),
        )

    def go_back(self, to: Airings) -> None:
        """Let air what did before; what has been seated since has to be unseated as well."""
        airings, may_air, opened = to
        self.airings = [list(heard) for heard in airings]
        self.may_air = list(may_air)
        self.serials.go_back(opened)

    def seat(self, slot: OpenSlot, occupant: Occupant) -> None:
        """Put an item into a slot and count its airing."""
        slot.seat(occupant)
        if occupant.item is not None:
            self.air(occupant.item, slot.day, slot.number)

    def broken(self, i: int, slot: OpenSlot) -> Iterator[Rule]:
        """Yield every rule, time in the slot apart, that keeps an item out of it now."""
        item = self.catalogue.items[i]
        bit = 1 << slot.number
        yield from self.barred[i]
        if not self.admitted(i) & bit:
            yield Rule.ADMISSION
        elif not self.window[i] & bit:
            yield Rule.WINDOW
        for rule, hours in self.hours.by_rule.items():
            if not hours[i] & bit:
                yield rule
        yield from self.serials.against(i, slot.number)
        if slot.holds(item.id):
            yield Rule.ONCE_PER_SLOT
        if self.has_aired_most(i):
            yield Rule.MOST_AIRINGS
        if any(bit & self.near(day, self.separation[i]) for day, _ in self.airings[i]):
            yield Rule.SEPARATION
        if any(bit & self._too_soon(i, s) for _, s in self.airings[i]):
            yield Rule.REPEAT


def ones(first: int, end: int) -> int:
    """Return the set of slots from `first` to before `end`."""
    return (1 << end) - (1 << first) if first < end else 0


def members(slots: int) -> Iterator[int]:
    """Yield the numbers of a set of slots, in time order."""
    while slots:
        low = slots & -slots
        yield low.bit_length() - 1
        slots ^= low
