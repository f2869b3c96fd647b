"""With too little to air, exact fill and first fit are both tried, and the fuller plan kept."""

from collections.abc import Sequence
from random import Random

import pytest

from broadcast.planner import Candidate, Plan, Problem, check, plan
from broadcast.planner.choice import Group, Room
from broadcast.planner.fill import Fill, exact_fill, first_fit
from broadcast.planner.planning import plan_by

from .problems import MINUTE, SECOND, daily, item, planned, problem, times


def scarce(seed: int) -> Problem:
    """Return three days with far more airtime than their few items may take."""
    random = Random(seed)  # noqa: S311 - the same each time
    return problem(
        slots=daily(3, 5, 11, 17, duration=random.randint(4, 9) * MINUTE),
        candidates=tuple(_items(random)),
    )


def _items(random: Random) -> list[Candidate]:
    return [
        item(
            f"item-{n}",
            random.randint(20, 240) * SECOND,
            separation_days=random.randint(1, 4),
            most_airings=random.randint(1, 3),
        )
        for n in range(random.randint(4, 10))
    ]


def by(made: Problem, way: Fill) -> Plan:
    """Plan by one way of filling alone."""

    def fill(groups: Sequence[Group], room: Room) -> list[list[int]]:
        return way(groups, room)

    return plan_by(made, seed=1, fill=fill)


@pytest.mark.parametrize("seed", range(40))
def test_the_plan_is_at_least_as_full_as_the_fuller_of_the_two(seed: int) -> None:
    made = scarce(seed)
    found = plan(made, seed=1)
    assert check(made, found) == []
    assert found.gap_ms <= min(by(made, exact_fill).gap_ms, by(made, first_fit).gap_ms)
    again = plan(planned(made, found), seed=2)
    assert times(again) == times(found)


def test_each_of_the_two_is_the_fuller_one_somewhere() -> None:
    """Else trying both would be for nothing."""
    exact_is_fuller = {
        by(scarce(seed), exact_fill).gap_ms < by(scarce(seed), first_fit).gap_ms
        for seed in range(40)
        if by(scarce(seed), exact_fill).gap_ms != by(scarce(seed), first_fit).gap_ms
    }
    assert exact_is_fuller == {True, False}
