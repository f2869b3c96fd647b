"""The smallest change that would help is told, and helps once it is made."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from broadcast.planner import (
    Airing,
    Candidate,
    Change,
    Daypart,
    Gap,
    Pick,
    Plan,
    Priority,
    Problem,
    Rule,
    check,
    plan,
)

from .problems import MINUTE, SECOND, at, clock, daily, item, item_ids, planned, problem, slot

HERE = "tan-ha-05-1700"
DAY = timedelta(days=1)


def made_for(*candidates: Candidate, **parts: Any) -> tuple[Problem, Gap]:
    """Return a planned problem of three days and the gap of the last."""
    defaults: dict[str, Any] = {
        "clocks": (clock(Pick()),),
        "slots": (slot(at(17, day=2), 4 * MINUTE + SECOND / 2),),
        "candidates": candidates,
    }
    made = problem(**{**defaults, **parts})
    found = plan(made, seed=1)
    assert check(made, found) == []
    return planned(made, found), next(gap for gap in found.gaps if gap.slot_id == HERE)


def gap_after(made: Problem, change: Change, **facts: Any) -> int:
    """Return what is still empty once the items of a change are no longer kept out."""
    changed = tuple(
        replace(one, **facts) if one.id in change.items else one for one in made.candidates
    )
    found = plan(replace(made, candidates=changed), seed=1)
    return next((gap.gap_ms for gap in found.gaps if gap.slot_id == HERE), 0)


def long(item_id: str, **facts: Any) -> Candidate:
    return item(item_id, 4 * MINUTE, **facts)


def past(*days: int) -> tuple[Airing, ...]:
    return tuple(
        Airing(item_id="long", station="tan-ha", aired_at=at(17, day=2 - day)) for day in days
    )


def test_a_repeat_after_two_days_instead_of_three_is_enough() -> None:
    """Of the two items that separation keeps out the one suffices that lacks a day."""
    far = item("far", 30 * SECOND, separation_days=9)
    heard = (*past(2), Airing(item_id="far", station="tan-ha", aired_at=at(17, day=1)))
    made, gap = made_for(long("long", separation_days=3), far, history=heard)
    assert gap.change is not None
    told = gap.change
    assert (told.rule, told.items, told.now, told.then, told.days) == (
        Rule.SEPARATION,
        ("long",),
        3,
        2,
        1,
    )
    assert told.is_enough
    assert abs(gap_after(made, told, separation_days=2) - told.leaves_ms) < 24


@pytest.mark.parametrize(
    ("facts", "heard", "expected", "instead"),
    [
        (
            {"most_airings": 2, "separation_days": 1},
            past(2, 4),
            {"airings": 1},
            {"most_airings": 3},
        ),
        ({"airable_until": at(12, day=2)}, (), {"days": 1}, {"airable_until": at(12, day=3)}),
        ({"airable_from": at(5, day=4)}, (), {"days": 2}, {"airable_from": at(5, day=2)}),
        (
            {"dayparts": frozenset({Daypart(time(5), time(12))})},
            (),
            {},
            {"dayparts": frozenset()},
        ),
        ({"kind": "skit"}, (), {}, {"kind": "news"}),
        ({"levels": frozenset({"district"})}, (), {}, {"levels": frozenset()}),
    ],
)
def test_what_one_rule_alone_keeps_out_fills_the_gap_once_it_may(
    facts: dict[str, Any],
    heard: tuple[Airing, ...],
    expected: dict[str, int],
    instead: dict[str, Any],
) -> None:
    only_news = (clock(Pick(kinds=frozenset({"news"}))),)
    made, gap = made_for(long("long", **facts), clocks=only_news, history=heard)
    told = gap.change
    assert told is not None
    assert told.is_enough
    for name, value in expected.items():
        assert getattr(told, name) == value
    assert abs(gap_after(made, told, **instead) - told.leaves_ms) < 24


def test_of_changes_that_are_enough_the_easiest_is_told() -> None:
    """A level comes from approval; a repeat is the scheduler's own to allow."""
    other = long("other", levels=frozenset({"district"}))
    _, gap = made_for(long("long", separation_days=3), other, history=past(2))
    assert {kept.rule for kept in gap.kept_out} >= {Rule.LEVEL, Rule.SEPARATION}
    assert gap.change is not None
    assert gap.change.rule is Rule.SEPARATION


def test_what_would_fill_most_is_told_where_nothing_is_enough() -> None:
    short = item("short", MINUTE, kind="skit")
    longer = item("long", 2 * MINUTE, separation_days=3)
    news = (clock(Pick(kinds=frozenset({"news"}))),)
    made, gap = made_for(short, longer, history=past(2), clocks=news)
    assert gap.change is not None
    assert (gap.change.rule, gap.change.is_enough) == (Rule.SEPARATION, False)
    assert abs(gap_after(made, gap.change, separation_days=2) - gap.change.leaves_ms) < 24


def test_a_new_item_as_long_as_is_wanted_fills_the_gap() -> None:
    made, gap = made_for(item("a", MINUTE))
    assert gap.change is None
    wanted = item("new", timedelta(milliseconds=gap.wanted_ms))
    after = plan(replace(made, candidates=(*made.candidates, wanted)), seed=1)
    assert not [left for left in after.gaps if left.gap_ms > 100]
    longer = item("new", timedelta(milliseconds=gap.wanted_ms) + 30 * SECOND)
    still = plan(replace(made, candidates=(*made.candidates, longer)), seed=1)
    assert item_ids(still) == ["a"]


def missed(*candidates: Candidate, **parts: Any) -> tuple[Problem, Change]:
    defaults: dict[str, Any] = {
        "clocks": (clock(Pick()),),
        "slots": daily(3, 17, duration=61 * SECOND),
        "candidates": candidates,
    }
    made = problem(**{**defaults, **parts})
    found = plan(made, seed=1)
    assert check(made, found) == []
    told = next(one for one in found.unplaced if one.item_id == "due")
    assert told.change is not None
    assert told.change.rule is told.rule
    return made, told.change


def is_placed(made: Problem, item_id: str = "due", **facts: Any) -> bool:
    changed = tuple(replace(one, **facts) if one.id == item_id else one for one in made.candidates)
    found: Plan = plan(replace(made, candidates=changed), seed=1)
    return "due" not in {one.item_id for one in found.unplaced} and "due" in item_ids(found)


def due(**facts: Any) -> Candidate:
    return item("due", **{"priority": Priority.PRIORITY, "deadline": at(0, day=3), **facts})


def test_a_must_run_tells_how_much_later_its_deadline_would_have_to_be() -> None:
    early = at(17) + 30 * SECOND
    made, change = missed(due(deadline=early))
    assert (change.rule, change.days) == (Rule.DEADLINE, 1)
    assert is_placed(made, deadline=early + DAY)


def test_a_must_run_tells_by_how_much_it_is_too_long() -> None:
    made, change = missed(due(duration=90 * SECOND))
    assert change.rule is Rule.FITS
    assert change.length_ms is not None
    lacking = timedelta(milliseconds=change.length_ms)
    [only] = made.candidates
    assert is_placed(made, duration=only.duration - lacking)
    assert not is_placed(made, duration=only.duration - lacking + SECOND)


def test_a_must_run_tells_how_much_room_is_lacking() -> None:
    others = tuple(
        item(f"other-{n}", priority=Priority.PRIORITY, deadline=at(0, day=3)) for n in range(3)
    )
    made, change = missed(due(duration=61 * SECOND), *others)
    assert change.rule is Rule.ROOM
    assert change.length_ms is not None
    longer = timedelta(milliseconds=change.length_ms)
    slots = tuple(replace(one, duration=one.duration + longer) for one in made.slots)
    assert is_placed(replace(made, slots=slots))


def test_an_episode_that_must_air_tells_which_one_to_air_first() -> None:
    first = item("first", serial="well", episode=1, airable_from=at(0, day=9))
    _, change = missed(due(serial="well", episode=2), first)
    assert (change.rule, change.items) == (Rule.SERIAL, ("first", "due"))
