"""In which order the candidates of a slot are wanted.

The score is a sum of whole points, so that a scheduler can be told what it is
made of: how far its quotas are behind, how far it is behind its own rotation,
how soon an airing would be lost, how fresh it is, how few other slots could
take it, its priority, whether the day asks for it, whether the stations that
carry it may air it and what it would push out there, the soft rules it would
break, and a small draw so that equals do not always follow one another. How much
each part counts is the rule book's to say; what stands here is the default.
"""

from collections.abc import Iterable
from functools import lru_cache
from operator import add

from .below import Below
from .board import BEFORE, Board
from .draw import draw, draws, salt
from .moment import FRAME_MS
from .open_slot import OpenSlot
from .outcome import Points
from .score import ScorePart
from .weights import FRESH_DAYS, HUNDRED, SCARCE_SLOTS, SPARE_DAYS, Weights

_WHOLE = 1_024
"""Parts of an airing in which rotation is counted."""
_BEHIND_MOST = 4 * _WHOLE
_SHOWN = 3
_STEADY = (
    ScorePart.ROTATION,
    ScorePart.LAST_DAYS,
    ScorePart.FRESHNESS,
    ScorePart.SCARCITY,
    ScorePart.PRIORITY,
)


class Ranking:
    """What one station's scores depend on, kept up as its airtime fills."""

    def __init__(self, board: Board, below: Below) -> None:
        catalogue = board.catalogue
        self.board = board
        self.below = below
        self._before = [sum(s == BEFORE for _, s in airings) for airings in board.airings]
        self._days = [_days(board, i) for i in range(len(catalogue))]
        self._target = self._targets()
        self._weights = Weights.of(board.terms)
        self.aim_percent = self._weights.aim_percent
        self._percents = [board.terms.quotas.get(quota, 0) for quota in catalogue.quotas]
        self._cleared = [item.cleared_on.toordinal() for item in catalogue.items]
        self._separation = board.separation
        self._priority = [self._weights.priority[item.priority] for item in catalogue.items]
        self._known_on = [0] * len(catalogue)
        self._steady = [0] * len(catalogue)
        self._parts = [(0, 0, 0, 0, 0)] * len(catalogue)
        self._aired = 0
        self._aired_for = [0] * len(catalogue.quotas)
        for slot in board.open.values():
            self.count(o.item for o in slot.occupants if o.item is not None)

    def count(self, items: Iterable[int]) -> None:
        """Count items that will air, towards the quotas and their own rotation."""
        catalogue = self.board.catalogue
        for i in items:
            self._known_on[i] = 0
            self._aired += catalogue.frames[i]
            for q in catalogue.counts_for[i]:
                self._aired_for[q] += catalogue.frames[i]

    def steady_points(self, items: Iterable[int], slot: OpenSlot) -> list[int]:
        """Return a list, right for the items given, of the points that last all day."""
        day, first_slot = slot.day, self.board.first_slot(slot.day)
        known_on, steady, parts, parts_of = (
            self._known_on,
            self._steady,
            self._parts,
            self._steady_parts,
        )
        for i in items:
            if known_on[i] != day:
                known_on[i] = day
                parts[i] = parts_of(i, day, first_slot)
                steady[i] = sum(parts[i])
        return steady

    def steady_parts(self, i: int) -> Iterable[tuple[ScorePart, int]]:
        """Return an item's steady points by their parts, as `steady_points` last found them."""
        return zip(_STEADY, self._parts[i], strict=True)

    def _steady_parts(self, i: int, day: int, first_slot: int) -> tuple[int, int, int, int, int]:
        """Return the points that change only with the day and the item's own airings.

        They are most of a score, and worked out for most items on most days.
        """
        weights = self._weights
        first, last = self._days[i]
        target = self._target[i]
        aired = _WHOLE * (len(self.board.airings[i]) - self._before[i])
        behind = target * (day - first + 1) // (last - first + 1) - aired
        if not -_BEHIND_MOST < behind < _BEHIND_MOST:
            behind = _BEHIND_MOST if behind > 0 else -_BEHIND_MOST
        last_days = 0
        if target > aired:
            to_come = (target - aired - 1) // _WHOLE
            spare = last - day - to_come * self._separation[i]
            if spare < SPARE_DAYS:
                last_days = weights.last_days[max(0, spare)]
        age = day - self._cleared[i]
        slots_left = (self.board.may_air[i] >> first_slot).bit_count()
        return (
            behind * weights.airing // _WHOLE,
            last_days,
            weights.freshness[age] if 0 <= age < FRESH_DAYS else 0,
            weights.scarcity[slots_left] if slots_left < SCARCE_SLOTS else 0,
            self._priority[i],
        )

    def quota_points(self, slot: OpenSlot) -> list[int]:
        """Return, for each quota, the points for what it lacks once this slot has aired."""
        length = max(1, slot.length_ms // FRAME_MS)
        total = self._aired + max(0, slot.room)
        points = self._weights.quota
        return [
            max(0, percent * total - 100 * aired) * points // (100 * length)
            for percent, aired in zip(self._percents, self._aired_for, strict=True)
        ]

    def asked_for(self, slot: OpenSlot) -> list[int] | None:
        """Return, for each item, the points for a theme that the slot's day asks for."""
        wanted = {
            theme
            for special in self.board.terms.special_days
            if special.first_day.toordinal() <= slot.day <= special.last_day.toordinal()
            for theme in special.wants
        }
        if not wanted:
            return None
        points = self._weights.special_day
        return [
            0 if wanted.isdisjoint(item.themes) else points for item in self.board.catalogue.items
        ]

    def soft_points(self, slot: OpenSlot) -> list[int] | None:
        """Return, for each item, the points that the soft rules it would break here cost."""
        found: list[int] | None = None
        for _rule, points, hours in self.board.hours.soft:
            costs = [0 if mask >> slot.number & 1 else -points for mask in hours]
            found = costs if found is None else list(map(add, found, costs))
        for i in self.board.serials.waits_for if self.board.serials.is_soft else ():
            for _serial_rule, cost in self.board.serials.soft(i, slot.number):
                if found is None:
                    found = [0] * len(self.board.catalogue)
                found[i] -= cost
        return found

    def _targets(self) -> list[int]:
        """Return each item's airings in the horizon, in parts of one.

        As many as its rules allow if there is airtime for that, else everyone
        gets the same part of it.
        """
        board = self.board
        most = [0] * len(board.catalogue)
        for i in board.pool:
            most[i] = self._most(i)
        wanted = sum(map(int.__mul__, most, board.catalogue.frames))
        offered = sum(slot.length_ms for slot in board.open.values()) // FRAME_MS
        self.is_scarce = wanted < offered
        share = min(_WHOLE, offered * _WHOLE // wanted) if wanted else 0
        return [count * share for count in most]

    def _most(self, i: int) -> int:
        first, last = self._days[i]
        separation, most_airings = self.board.separation[i], self.board.most_airings[i]
        if separation:
            most = (last - first) // separation + 1 if first <= last else 0
        else:
            most = self.board.chances[i].bit_count()
        if most_airings is None:
            return most
        return max(0, min(most, most_airings - self._before[i]))


def _days(board: Board, i: int) -> tuple[int, int]:
    """Return the first and last day with a slot that suits an item, or an empty span."""
    chances = board.chances[i]
    if not chances:
        return 1, 0
    first = (chances & -chances).bit_length() - 1
    return board.days[first], board.days[chances.bit_length() - 1]


class SlotScores:
    """The scores of candidates for one slot, as things stand before it is filled."""

    def __init__(self, ranking: Ranking, slot: OpenSlot) -> None:
        catalogue = ranking.board.catalogue
        self._ranking = ranking
        self._slot = slot
        self._salt = salt(catalogue.seed, slot.slot.station, slot.slot.id)
        points = ranking.quota_points(slot)
        self._quota = [sum(points[q] for q in quotas) for quotas in catalogue.quota_sets]
        self._aim, self._change = ranking.below.points(slot)
        percent = ranking.aim_percent
        if percent != HUNDRED:
            self._aim = [points * percent // HUNDRED for points in self._aim]
        self._asked, self._soft = ranking.asked_for(slot), ranking.soft_points(slot)

    def rank(self, items: list[int]) -> list[int]:
        """Return the items, the most wanted first."""
        catalogue = self._ranking.board.catalogue
        steady = self._ranking.steady_points(items, self._slot)
        quota, quota_set, salts = self._quota, catalogue.quota_set, catalogue.salts
        own, aim, change = self._salt, self._aim, self._change
        for more in (self._asked, self._soft):
            if more is not None:
                aim = list(map(add, aim, more))
        scored = [
            (-steady[i] - quota[quota_set[i]] - aim[i] - change[i] - drawn, i)
            for i, drawn in zip(items, draws(salts, items, own), strict=True)
        ]
        scored.sort()
        return [i for _, i in scored]

    def push_out(self, items: list[int]) -> set[int]:
        """Return which of the items would push something out of the stations below."""
        change = self._change
        return {i for i in items if change[i]}

    def explain(self, i: int) -> tuple[Points, ...]:
        """Return the parts of a ranked item's score that mattered, the weightiest first."""
        catalogue = self._ranking.board.catalogue
        points = (
            *self._ranking.steady_parts(i),
            (ScorePart.QUOTA, self._quota[catalogue.quota_set[i]]),
            (ScorePart.AIM, self._aim[i]),
            (ScorePart.LEAST_CHANGE, self._change[i]),
            (ScorePart.SPECIAL_DAY, self._asked[i] if self._asked else 0),
            (ScorePart.SOFT_RULES, self._soft[i] if self._soft else 0),
            (ScorePart.DRAW, draw(catalogue.salts[i], self._salt)),
        )
        said = [each for each in points if each[1]]
        said.sort(key=_weight, reverse=True)
        return tuple(_points(part, number) for part, number in said[:_SHOWN])


# The same few hundred are said tens of thousands of times.
_points = lru_cache(maxsize=8192)(Points)


def _weight(points: tuple[ScorePart, int]) -> int:
    return abs(points[1])
