"""Which slots of a station suit an item by the time of day and by the day's own rules."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from .candidate import Candidate, Daypart
from .catalogue import Catalogue
from .problem import Slot
from .rule import Rule
from .rulebook import SpecialDay
from .terms import Terms

ALL = -1
_DAY = timedelta(days=1)


class Hours:
    """For each item, sets of slots: one bit a slot, all ones where nothing limits it.

    `hard` is where every hard rule of these lets an item air; `by_rule` tells the rules apart;
    `soft` are those that are weighed, with the points that breaking one costs.
    """

    def __init__(
        self,
        slots: Sequence[Slot],
        days: Sequence[int],
        *,
        terms: Terms,
        catalogue: Catalogue,
        timezone: tzinfo,
    ) -> None:
        masks = {
            Rule.DAYPART: _by_daypart(slots, catalogue, timezone),
            Rule.SPECIAL_DAY: _by_special_day(days, catalogue, terms.special_days),
        }
        limited = {rule: of for rule, of in masks.items() if any(mask != ALL for mask in of)}
        self.by_rule = {rule: of for rule, of in limited.items() if terms.is_hard(rule)}
        self.soft = [
            (rule, points, of)
            for rule, of in limited.items()
            if (points := terms.weight(rule)) and not terms.is_hard(rule)
        ]
        self.hard = [ALL] * len(catalogue)
        for of in self.by_rule.values():
            self.hard = [mask & other for mask, other in zip(self.hard, of, strict=True)]


def lies_within(starts_at: datetime, duration: timedelta, daypart: Daypart) -> bool:
    """Return whether a stretch of local time lies inside a daypart from end to end."""
    start = _since_midnight(starts_at.time())
    begins, ends = _since_midnight(daypart.begins_at), _since_midnight(daypart.ends_at)
    if ends <= begins:
        ends += _DAY
    return any(
        begins + shift <= start and start + duration <= ends + shift for shift in (-_DAY, _DAY * 0)
    )


def _by_daypart(slots: Sequence[Slot], catalogue: Catalogue, timezone: tzinfo) -> list[int]:
    if not any(item.dayparts for item in catalogue.items):
        return [ALL] * len(catalogue)
    stretches = [(slot.starts_at.astimezone(timezone), slot.duration) for slot in slots]
    known: dict[Daypart, int] = {}

    def mask(item: Candidate) -> int:
        found = 0
        for daypart in item.dayparts:
            if daypart not in known:
                known[daypart] = sum(
                    1 << s
                    for s, (starts_at, duration) in enumerate(stretches)
                    if lies_within(starts_at, duration, daypart)
                )
            found |= known[daypart]
        return found if item.dayparts else ALL

    return [mask(item) for item in catalogue.items]


def _by_special_day(
    days: Sequence[int], catalogue: Catalogue, special_days: Sequence[SpecialDay]
) -> list[int]:
    barred: dict[str, int] = {}
    for special in special_days:
        span = range(special.first_day.toordinal(), special.last_day.toordinal() + 1)
        on_them = sum(1 << s for s, day in enumerate(days) if day in span)
        for kind in special.bars:
            barred[kind] = barred.get(kind, 0) | on_them
    return [ALL & ~barred.get(item.kind, 0) for item in catalogue.items]


def _since_midnight(at: time) -> timedelta:
    return timedelta(
        hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond
    )
