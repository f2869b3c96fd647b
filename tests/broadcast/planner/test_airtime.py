from datetime import date, time, timedelta
from typing import Any

import pytest

from broadcast.planner import (
    AirtimeException,
    AirtimeRules,
    QuietHours,
    Refusal,
    Relay,
    Rule,
    Slot,
    broadcast_day,
    plan,
    refuse_slots,
)

from .problems import MINUTE, MONDAY, ZONE, at, clock, commune, items, problem, slot

NIGHT = (QuietHours(time(21, 30), time(5)),)


def refused(*slots: Slot, **rules: Any) -> list[tuple[str, Rule]]:
    station = commune(airtime=AirtimeRules(**rules))
    found = refuse_slots(station=station, slots=slots, timezone=ZONE)
    return [(one.slot_id.removeprefix("tan-ha-"), one.rule) for one in found]


@pytest.mark.parametrize(
    ("hour", "minute", "is_quiet"),
    [(5, 0, False), (4, 55, True), (21, 20, False), (21, 21, True), (3, 15, True), (23, 55, True)],
)
def test_nothing_airs_in_quiet_hours_and_anything_beside_them(
    hour: int, minute: int, *, is_quiet: bool
) -> None:
    found = refused(slot(at(hour, minute)), quiet_hours=NIGHT)
    assert [rule for _, rule in found] == [Rule.QUIET_HOURS] * is_quiet


def test_quiet_hours_at_noon_do_not_wrap() -> None:
    noon = (QuietHours(time(11, 30), time(13)),)
    assert refused(slot(at(11, 20)), slot(at(13)), slot(at(2)), quiet_hours=noon) == []
    assert refused(slot(at(12)), quiet_hours=noon) == [("03-1200", Rule.QUIET_HOURS)]


def test_the_last_session_too_many_is_refused_each_day_anew() -> None:
    slots = [slot(at(hour, day=day)) for day in (0, 1) for hour in (17, 5, 11)]
    assert refused(*slots, most_sessions_per_day=2) == [
        ("03-1700", Rule.SESSIONS),
        ("04-1700", Rule.SESSIONS),
    ]


def test_a_refused_slot_uses_up_neither_sessions_nor_minutes() -> None:
    slots = [slot(at(4, 30)), slot(at(11)), slot(at(17))]
    assert refused(*slots, quiet_hours=NIGHT, most_sessions_per_day=2) == [
        ("03-0430", Rule.QUIET_HOURS)
    ]
    assert refused(*slots, quiet_hours=NIGHT, most_per_day=20 * MINUTE) == [
        ("03-0430", Rule.QUIET_HOURS)
    ]


def test_minutes_are_limited_by_session_and_by_day() -> None:
    slots = [slot(at(5), 15 * MINUTE), slot(at(11), 16 * MINUTE), slot(at(17), 15 * MINUTE)]
    assert refused(*slots, most_per_session=15 * MINUTE) == [("03-1100", Rule.SESSION_MINUTES)]
    assert refused(*slots, most_per_day=31 * MINUTE) == [("03-1700", Rule.DAY_MINUTES)]


def test_what_airs_after_midnight_belongs_to_the_evening_before() -> None:
    """A session at half past one on Tuesday night is still Monday's."""
    assert broadcast_day(at(1, 30, day=1), ZONE, time(4)) == MONDAY
    assert broadcast_day(at(4, day=1), ZONE, time(4)) == MONDAY + timedelta(days=1)
    monday = frozenset({0})
    assert refused(slot(at(1, 30, day=1)), weekdays=monday) == []
    assert refused(slot(at(4, day=1)), weekdays=monday) == [("04-0400", Rule.WEEKDAY)]


def order(lifts: Rule, first: int, last: int) -> AirtimeException:
    def day(number: int) -> date:
        return MONDAY + timedelta(days=number)

    return AirtimeException(
        first_day=day(first), last_day=day(last), order_number="12", lifts=frozenset({lifts})
    )


def test_an_order_lifts_only_the_rule_it_names_and_only_on_its_days() -> None:
    slots = [slot(at(4, 30, day=day)) for day in (0, 1, 2)]
    storm = (order(Rule.QUIET_HOURS, 1, 1), order(Rule.WEEKDAY, 0, 2))
    assert refused(*slots, quiet_hours=NIGHT, exceptions=storm) == [
        ("03-0430", Rule.QUIET_HOURS),
        ("05-0430", Rule.QUIET_HOURS),
    ]


def test_a_refused_slot_is_not_planned_and_says_why() -> None:
    """Twelve minutes with their relay are two too many, though the items alone are not."""
    rules = AirtimeRules(most_per_session=10 * MINUTE)
    with_relay = clock(Relay(source="VOV1", duration=5 * MINUTE), *clock().positions)
    found = plan(
        problem(
            stations=(commune(airtime=rules),),
            clocks=(with_relay,),
            slots=(slot(at(11), 12 * MINUTE), slot(at(17), 10 * MINUTE)),
            candidates=items(12),
        ),
        seed=1,
    )
    assert found.refusals == (
        Refusal(slot_id="tan-ha-03-1100", rule=Rule.SESSION_MINUTES, limit=600_000, found=720_000),
    )
    assert {one.slot_id for one in found.placements} == {"tan-ha-03-1700"}
