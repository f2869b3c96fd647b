"""Whether the plan stays inside every station's airtime rules, and refuses only what does not."""

from collections.abc import Iterator
from datetime import date, time, timedelta

from broadcast.planner.problem import Slot
from broadcast.planner.rule import AIRTIME_RULES, Rule
from broadcast.planner.station import QuietHours, Station

from .book import Book
from .violation import Violation

_DAY = timedelta(days=1)


def check_limits(book: Book) -> Iterator[Violation]:
    for station in book.problem.stations:
        aired: dict[date, list[Slot]] = {}
        for slot in book.slots_of[station.code]:
            day = book.day(station, slot.starts_at)
            earlier = aired.setdefault(day, [])
            broken = set(_broken(book, station, slot, day, earlier)) - _lifted(station, day)
            refusal = book.refused.get(slot.id)
            if refusal is not None and refusal.rule in AIRTIME_RULES:
                if refusal.rule not in broken:
                    yield book.violation(Rule.ACCOUNT, slot)
                continue
            earlier.append(slot)
            for rule in sorted(broken):
                yield book.violation(rule, slot)


def _broken(
    book: Book, station: Station, slot: Slot, day: date, earlier: list[Slot]
) -> Iterator[Rule]:
    rules = station.airtime
    if day.weekday() not in rules.weekdays:
        yield Rule.WEEKDAY
    if any(_is_quiet(book, slot, quiet) for quiet in rules.quiet_hours):
        yield Rule.QUIET_HOURS
    if rules.most_sessions_per_day is not None and len(earlier) >= rules.most_sessions_per_day:
        yield Rule.SESSIONS
    if rules.most_per_session is not None and slot.duration > rules.most_per_session:
        yield Rule.SESSION_MINUTES
    together = sum((one.duration for one in earlier), slot.duration)
    if rules.most_per_day is not None and together > rules.most_per_day:
        yield Rule.DAY_MINUTES


def _lifted(station: Station, day: date) -> set[Rule]:
    return {
        rule
        for order in station.airtime.exceptions
        if order.first_day <= day <= order.last_day
        for rule in order.lifts
    }


def _is_quiet(book: Book, slot: Slot, quiet: QuietHours) -> bool:
    """Return whether any moment of a slot is quiet, told by its distance from midnight."""
    begins_at = slot.starts_at.astimezone(book.problem.timezone)
    start = _since_midnight(begins_at.time())
    end = start + slot.duration
    quiet_from, quiet_until = _since_midnight(quiet.begins_at), _since_midnight(quiet.ends_at)
    if quiet_until <= quiet_from:
        quiet_until += _DAY
    shifts = range(-1, end // _DAY + 1)
    return any(
        start < quiet_until + shift * _DAY and quiet_from + shift * _DAY < end for shift in shifts
    )


def _since_midnight(clock_time: time) -> timedelta:
    return timedelta(
        hours=clock_time.hour,
        minutes=clock_time.minute,
        seconds=clock_time.second,
        microseconds=clock_time.microsecond,
    )
