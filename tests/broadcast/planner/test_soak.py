"""Thousands of small provinces, for nights and releases: the short runs draw other ones."""

from collections.abc import Iterator
from random import Random

import pytest

from broadcast.planner import Problem, check, plan

from .problems import planned, times
from .provinces import small_province
from .test_repair import HAPPENINGS

COUNT = 10_000

pytestmark = pytest.mark.soak


def many(first: int, count: int) -> Iterator[tuple[Random, Problem]]:
    for seed in range(first, first + count):
        random = Random(seed)  # noqa: S311 - the same each time
        yield (
            random,
            small_province(
                seed=seed,
                stations=random.randint(1, 4),
                slots=random.randint(1, 9),
                items=random.randint(3, 12),
                standing=random.randint(0, 4),
            ),
        )


def test_no_plan_breaks_a_rule_and_none_changes_when_planned_again() -> None:
    for _, made in many(0, COUNT):
        first = plan(made, seed=0)
        assert check(made, first) == []
        after = planned(made, first)
        second = plan(after, seed=1)
        assert check(after, second) == []
        assert times(second) == times(first)


@pytest.mark.parametrize("what", HAPPENINGS)
def test_no_repair_breaks_a_rule_and_none_changes_when_planned_again(what: str) -> None:
    for random, made in many(COUNT, COUNT // 5):
        if not made.slots:
            continue
        after = HAPPENINGS[what](random, planned(made, plan(made, seed=0)))
        repaired = plan(after, seed=0)
        assert check(after, repaired) == []
        once_more = planned(after, repaired)
        assert times(plan(once_more, seed=1)) == times(repaired)
