"""A station's airtime rules, laid over the slots it means to air.

A slot outside them is refused before planning: nothing in it can be right.
Slots are taken in time order, so of one session too many the last is refused,
and a refused slot uses up neither sessions nor minutes.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from .moment import broadcast_day, in_ms
from .outcome import Refusal
from .problem import Slot
from .rule import Rule
from .station import AirtimeRules, QuietHours, Station

_DAY = timedelta(days=1)


def refuse_slots(
    *, station: Station, slots: Iterable[Slot], timezone: tzinfo
) -> tuple[Refusal, ...]:
    """Return a refusal for every slot that breaks a limit no exception lifts that day.

    `slots` are whole broadcast days of this one station.
    """
    refusals = []
    sessions: dict[date, int] = {}
    aired: dict[date, timedelta] = {}
    for slot in sorted(slots, key=lambda slot: slot.starts_at):
        day = broadcast_day(slot.starts_at, timezone, station.day_start)
        lifted = _lifted(station.airtime, day)
        found = _broken_limits(
            station.airtime,
            slot,
            day=day,
            timezone=timezone,
            sessions=sessions.get(day, 0),
            aired=aired.get(day, timedelta()),
        )
        refusal = next((refusal for refusal in found if refusal.rule not in lifted), None)
        if refusal is not None:
            refusals.append(refusal)
            continue
        sessions[day] = sessions.get(day, 0) + 1
        aired[day] = aired.get(day, timedelta()) + slot.duration
    return tuple(refusals)


def _lifted(rules: AirtimeRules, day: date) -> frozenset[Rule]:
    orders = (order for order in rules.exceptions if order.first_day <= day <= order.last_day)
    return frozenset().union(*(order.lifts for order in orders))


def _broken_limits(
    rules: AirtimeRules,
    slot: Slot,
    *,
    day: date,
    timezone: tzinfo,
    sessions: int,
    aired: timedelta,
) -> Iterator[Refusal]:
    if day.weekday() not in rules.weekdays:
        yield Refusal(slot_id=slot.id, rule=Rule.WEEKDAY)
    if any(_overlaps(quiet, slot, timezone) for quiet in rules.quiet_hours):
        yield Refusal(slot_id=slot.id, rule=Rule.QUIET_HOURS)
    most = rules.most_sessions_per_day
    if most is not None and sessions + 1 > most:
        yield Refusal(slot_id=slot.id, rule=Rule.SESSIONS, limit=most, found=sessions + 1)
    for rule, limit, found in (
        (Rule.SESSION_MINUTES, rules.most_per_session, slot.duration),
        (Rule.DAY_MINUTES, rules.most_per_day, aired + slot.duration),
    ):
        if limit is not None and found > limit:
            yield Refusal(slot_id=slot.id, rule=rule, limit=in_ms(limit), found=in_ms(found))


def _overlaps(quiet: QuietHours, slot: Slot, timezone: tzinfo) -> bool:
    begins_at = slot.starts_at.astimezone(timezone).replace(tzinfo=None)
    ends_at = slot.ends_at.astimezone(timezone).replace(tzinfo=None)
    day = begins_at.date() - _DAY
    while day <= ends_at.date():
        wraps = quiet.ends_at <= quiet.begins_at
        quiet_from = _at(day, quiet.begins_at)
        quiet_until = _at(day + _DAY if wraps else day, quiet.ends_at)
        if begins_at < quiet_until and quiet_from < ends_at:
            return True
        day += _DAY
    return False


def _at(day: date, clock_time: time) -> datetime:
    return datetime.combine(day, clock_time)
