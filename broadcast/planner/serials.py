"""Serials at one station: no episode before the one that comes before it.

An episode waits for the nearest earlier one, in its own language, that the station may air.
Where the rule book asks for it, it also waits for a later day at the same time of day. Both
rules only ever open slots as earlier episodes air, so what they allowed stays allowed.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, tzinfo

from .catalogue import Catalogue
from .moment import epoch_ms
from .problem import Slot
from .rule import Rule
from .rulebook import Strength
from .station import Station
from .terms import Terms

NOWHERE = 0
_RULES = (Rule.SERIAL, Rule.SAME_TIME)


Opened = dict[Rule, dict[int, int]]
"""By rule and episode, the slots that it has opened to the next one."""


class Serials:
    """Which episode waits for which, and the slots in which it no longer has to."""

    def __init__(
        self,
        station: Station,
        slots: Sequence[Slot],
        days: Sequence[int],
        *,
        terms: Terms,
        catalogue: Catalogue,
        timezone: tzinfo,
    ) -> None:
        barred = catalogue.barred_at(station)
        self.waits_for: dict[int, int] = {}
        """Each episode that waits, and the one it waits for."""
        self.awaited: dict[int, list[int]] = {}
        for i, earlier in catalogue.earlier_episodes.items():
            before = next((p for p in earlier if not barred[p]), None)
            if before is not None:
                self.waits_for[i] = before
                self.awaited.setdefault(before, []).append(i)
        self._days = days
        self._timezone = timezone
        self._strength = {rule: terms.settings[rule].strength for rule in _RULES}
        self._weight = {rule: terms.weight(rule) for rule in _RULES}
        self.is_soft = any(self._weight.values())
        self._open: Opened = {rule: {} for rule in _RULES}
        if self.waits_for:
            self._starts = [epoch_ms(slot.starts_at) for slot in slots]
            self._stretches = [self._stretch(slot) for slot in slots]

    def opened_now(self) -> Opened:
        return {rule: dict(of) for rule, of in self._open.items()}

    def go_back(self, to: Opened) -> None:
        self._open = {rule: dict(of) for rule, of in to.items()}

    def heard_in(self, p: int, s: int) -> None:
        """Note that an episode airs in a slot."""
        begins, _ends = self._stretches[s]
        self._hear(p, s + 1, self._days[s], begins)

    def heard_at(self, p: int, at: datetime, day: int) -> None:
        """Note that an episode aired outside the station's slots."""
        self._hear(p, bisect_right(self._starts, epoch_ms(at)), day, self._time_of(at))

    def allowed(self, i: int) -> int:
        """Return the slots in which every hard rule on serials lets an item air."""
        found = -1
        for rule in _RULES:
            if self._strength[rule] is Strength.HARD:
                found &= self.kept_in(rule, i)
        return found

    def kept_in(self, rule: Rule, i: int) -> int:
        """Return the slots in which an item keeps a rule, as far as is known by now."""
        before = self.waits_for.get(i)
        return -1 if before is None else self._open[rule].get(before, NOWHERE)

    def against(self, i: int, s: int) -> Iterator[Rule]:
        """Yield the hard rules on serials that keep an item out of a slot."""
        for rule in _RULES:
            if self._strength[rule] is Strength.HARD and not self.kept_in(rule, i) >> s & 1:
                yield rule

    def closing(self, i: int, slots: int) -> Iterator[tuple[Rule, int]]:
        """Yield each hard rule on serials with what it, and those before it, leave of slots."""
        for rule in _RULES:
            if self._strength[rule] is Strength.HARD:
                slots &= self.kept_in(rule, i)
                yield rule, slots

    def soft(self, i: int, s: int) -> Iterator[tuple[Rule, int]]:
        """Yield the soft rules on serials that an item breaks in a slot, and what that costs."""
        for rule, points in self._weight.items():
            if points and not self.kept_in(rule, i) >> s & 1:
                yield rule, points

    def _hear(self, p: int, next_slot: int, day: int, begins: timedelta) -> None:
        end = len(self._days)
        later = _ones(next_slot, end)
        first = bisect_left(self._days, day + 1)
        same = sum(
            1 << s
            for s in range(first, end)
            if self._stretches[s][0] <= begins < self._stretches[s][1]
        )
        for rule, mask in ((Rule.SERIAL, later), (Rule.SAME_TIME, same)):
            self._open[rule][p] = self._open[rule].get(p, NOWHERE) | mask

    def _stretch(self, slot: Slot) -> tuple[timedelta, timedelta]:
        begins = self._time_of(slot.starts_at)
        return begins, begins + slot.duration

    def _time_of(self, moment: datetime) -> timedelta:
        local = moment.astimezone(self._timezone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return local.replace(tzinfo=None) - midnight.replace(tzinfo=None)


def _ones(first: int, end: int) -> int:
    return (1 << end) - (1 << first) if first < end else 0
