"""No plan of any problem breaks a rule, and planning what is planned changes nothing."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from broadcast.planner import (
    Admission,
    AirtimeRules,
    Clock,
    Pick,
    Problem,
    Rule,
    check,
    plan,
)

from .problems import planned, times
from .provinces import provinces

patient = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
searching = settings(
    max_examples=1_000,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@patient
@given(problem=provinces(), seed=st.integers(0, 3))
def test_no_plan_breaks_a_rule(problem: Problem, seed: int) -> None:
    assert check(problem, plan(problem, seed=seed)) == []


@patient
@given(problem=provinces(), seeds=st.tuples(st.integers(0, 3), st.integers(0, 3)))
def test_planning_what_is_planned_changes_nothing(problem: Problem, seeds: tuple[int, int]) -> None:
    first = plan(problem, seed=seeds[0])
    after = planned(problem, first)
    second = plan(after, seed=seeds[1])
    assert check(after, second) == []
    assert times(second) == times(first)
    assert second.dropped == ()


@settings(patient, max_examples=100)
@given(problem=provinces(), random=st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(problem: Problem, random: Random) -> None:
    def mixed(part: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(part, len(part)))

    other = replace(
        problem,
        stations=mixed(problem.stations),
        clocks=mixed(problem.clocks),
        slots=mixed(problem.slots),
        candidates=mixed(problem.candidates),
        history=mixed(problem.history),
        standing=mixed(problem.standing),
    )
    assert plan(other, seed=1) == plan(problem, seed=1)


def _items(**facts: Any) -> Callable[[Problem], Problem]:
    def relax(problem: Problem) -> Problem:
        return replace(
            problem, candidates=tuple(replace(one, **facts) for one in problem.candidates)
        )

    return relax


def _airtime(**facts: Any) -> Callable[[Problem], Problem]:
    def relax(problem: Problem) -> Problem:
        return replace(
            problem,
            stations=tuple(
                replace(station, airtime=replace(station.airtime, **facts))
                for station in problem.stations
            ),
        )

    return relax


def _picks(**facts: Any) -> Callable[[Problem], Problem]:
    def relaxed(clock: Clock) -> Clock:
        positions = tuple(
            replace(position, **facts) if isinstance(position, Pick) else position
            for position in clock.positions
        )
        return replace(clock, positions=positions)

    return lambda problem: replace(problem, clocks=tuple(map(relaxed, problem.clocks)))


def _all_languages(problem: Problem) -> Problem:
    stations = (
        replace(station, languages=frozenset({"vi", "raglai"})) for station in problem.stations
    )
    return replace(problem, stations=tuple(stations))


def _open_slots(problem: Problem) -> Problem:
    return replace(
        problem, slots=tuple(replace(slot, admits=Admission.ALL) for slot in problem.slots)
    )


def _no_parents(problem: Problem) -> Problem:
    return replace(
        problem, stations=tuple(replace(station, parent=None) for station in problem.stations)
    )


def _nothing_standing(problem: Problem) -> Problem:
    return replace(problem, standing=())


def _no_special_days(problem: Problem) -> Problem:
    return replace(problem, rules=replace(problem.rules, special_days=()))


WITHOUT: dict[Rule, Callable[[Problem], Problem]] = {
    Rule.LEVEL: _items(levels=frozenset()),
    Rule.AREA: _items(areas=frozenset()),
    Rule.LANGUAGE: _all_languages,
    Rule.MEDIUM: _items(media=frozenset()),
    Rule.WINDOW: _items(airable_from=None, airable_until=None),
    Rule.SEPARATION: _items(separation_days=0),
    Rule.MOST_AIRINGS: _items(most_airings=None),
    Rule.ADMISSION: _open_slots,
    Rule.DAYPART: _items(dayparts=frozenset()),
    Rule.SPECIAL_DAY: _no_special_days,
    Rule.SERIAL: _items(serial=None, episode=0),
    Rule.SAME_TIME: _items(serial=None, episode=0),
    Rule.KIND: _picks(kinds=frozenset()),
    Rule.THEME: _picks(themes=frozenset()),
    Rule.POSITION_LENGTH: _picks(most=None),
    Rule.CARRY: _no_parents,
    Rule.STANDING: _nothing_standing,
    Rule.QUIET_HOURS: _airtime(quiet_hours=()),
    Rule.WEEKDAY: _airtime(weekdays=AirtimeRules().weekdays),
    Rule.SESSIONS: _airtime(most_sessions_per_day=None),
    Rule.SESSION_MINUTES: _airtime(most_per_session=None),
    Rule.DAY_MINUTES: _airtime(most_per_day=None),
}


@pytest.mark.parametrize("rule", WITHOUT)
def test_each_rule_is_put_to_the_test_by_these_problems(rule: Rule) -> None:
    """Planned without a rule, some problem of the same kind breaks it: it is not kept by luck."""

    def breaks(problem: Problem) -> bool:
        found = check(problem, plan(WITHOUT[rule](problem), seed=1))
        return rule in {violation.rule for violation in found}

    luck = Random(1)  # noqa: S311 - the same search every time
    assert breaks(find(provinces(), breaks, settings=searching, random=luck))
