"""What the rule book asks of one station, looked up row by row."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from broadcast.planner.candidate import Candidate, Daypart
from broadcast.planner.rule import Rule
from broadcast.planner.rulebook import DEFAULTS, RuleBook, Scoped, Setting
from broadcast.planner.station import Station

_DAY = timedelta(days=1)


def settings_at(book: RuleBook, station: Station) -> dict[Rule, Setting]:
    """Return how each rule is to be kept at a station."""
    found = {}
    for default in DEFAULTS:
        rows = [e for e in book.settings if e.rule is default.rule and _counts(e, station)]
        found[default.rule] = _nearest(rows, station, default)
    return found


def separation_days(book: RuleBook, station: Station, candidate: Candidate) -> int:
    """Return the least days between two airings; what repeats counts in hours instead."""
    if candidate.repeat_every is not None:
        return 0
    return max(candidate.separation_days, _limit(book, station, candidate, Rule.SEPARATION) or 0)


def most_airings(book: RuleBook, station: Station, candidate: Candidate) -> int | None:
    if candidate.repeat_every is not None:
        return candidate.most_airings
    bounds = (candidate.most_airings, _limit(book, station, candidate, Rule.MOST_AIRINGS))
    return min((bound for bound in bounds if bound is not None), default=None)


def suits_time_of_day(candidate: Candidate, starts_at: datetime, duration: timedelta) -> bool:
    """Return whether local time stays inside one of an item's dayparts throughout."""
    return not candidate.dayparts or any(
        _inside(part, starts_at.replace(tzinfo=None), duration) for part in candidate.dayparts
    )


def is_barred_on(book: RuleBook, station: Station, kind: str, day: date) -> bool:
    return any(
        kind in each.bars and each.first_day <= day <= each.last_day and _counts(each, station)
        for each in book.special_days
    )


def _limit(book: RuleBook, station: Station, candidate: Candidate, rule: Rule) -> int | None:
    """Return the bound of the row written nearest; of two at one place the kind's own wins."""
    rows = [
        each
        for each in book.limits
        if each.rule is rule and each.kind in {None, candidate.kind} and _counts(each, station)
    ]
    rows.sort(key=lambda each: (_depth(each, station), each.kind is not None))
    return rows[-1].value if rows else None


def _nearest(rows: Iterable[Setting], station: Station, default: Setting) -> Setting:
    return max(rows, key=lambda each: _depth(each, station), default=default)


def _counts(row: Scoped, station: Station) -> bool:
    if row.station is not None:
        return row.station == station.code
    return row.area is None or row.area in station.area_path


def _depth(row: Scoped, station: Station) -> int:
    if row.station is not None:
        return len(station.area_path)
    return -1 if row.area is None else station.area_path.index(row.area)


def _inside(part: Daypart, starts_at: datetime, duration: timedelta) -> bool:
    for day in (starts_at.date() - _DAY, starts_at.date()):
        opens_at = _at(day, part.begins_at)
        closes_at = _at(day, part.ends_at)
        if closes_at <= opens_at:
            closes_at += _DAY
        if opens_at <= starts_at and starts_at + duration <= closes_at:
            return True
    return False


def _at(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time)
