"""Episode two never before episode one, and at the same time where that is asked."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from broadcast.planner import (
    Airing,
    Candidate,
    Hold,
    InvalidProblemError,
    Pick,
    Plan,
    Priority,
    Problem,
    Rule,
    RuleBook,
    Setting,
    Strength,
    check,
    plan,
)

from .problems import (
    MINUTE,
    MONDAY,
    SECOND,
    at,
    clock,
    commune,
    daily,
    item,
    item_ids,
    problem,
    slot,
    standing,
)
from .problems import planned as stored

ONE = MINUTE + SECOND


def episode(number: int, duration: timedelta = MINUTE, **facts: Any) -> Candidate:
    defaults = {"serial": "well", "episode": number, "separation_days": 30}
    return item(f"well-{number}", duration, **{**defaults, **facts})


def planned(**parts: Any) -> tuple[Problem, Plan]:
    made = problem(**{"clocks": (clock(Pick()),), "slots": slots(3, 11), **parts})
    found = plan(made, seed=1)
    assert check(made, found) == []
    return made, found


def slots(days: int, *hours: int) -> tuple[Any, ...]:
    return daily(days, *hours, duration=ONE)


def kept(rule: Rule, strength: Strength) -> RuleBook:
    return RuleBook(settings=(Setting(rule=rule, strength=strength, weight=300),))


def test_episodes_air_in_their_order_though_the_last_is_wanted_most() -> None:
    _, found = planned(
        candidates=(
            episode(3, cleared_on=MONDAY, priority=Priority.PRIORITY),
            episode(2),
            episode(1, airable_from=at(0, day=0)),
        )
    )
    assert item_ids(found) == ["well-1", "well-2", "well-3"]


def test_an_episode_waits_until_the_one_before_may_air() -> None:
    _, found = planned(candidates=(episode(1, airable_from=at(0, day=1)), episode(2)))
    assert item_ids(found) == ["well-1", "well-2"]
    assert [one.starts_at for one in found.placements] == [at(11, day=1), at(11, day=2)]


def test_an_episode_follows_one_that_aired_before_the_horizon() -> None:
    past = (Airing(item_id="well-1", station="tan-ha", aired_at=at(11, day=-1)),)
    _, found = planned(candidates=(episode(1), episode(2)), history=past, slots=slots(1, 11))
    assert item_ids(found) == ["well-2"]


def test_what_was_heard_after_the_horizon_comes_too_late() -> None:
    later = (Airing(item_id="well-1", station="tan-ha", aired_at=at(11, day=9)),)
    _, found = planned(candidates=(episode(1), episode(2)), history=later, slots=slots(2, 11))
    assert item_ids(found) == []


def test_an_episode_does_not_wait_for_one_that_the_station_never_airs() -> None:
    candidates = (episode(1, levels=frozenset({"district"})), episode(2))
    _, found = planned(candidates=candidates)
    assert item_ids(found) == ["well-2"]


def test_versions_in_other_languages_are_serials_of_their_own() -> None:
    both = (commune(languages=frozenset({"vi", "cham"})),)
    cham = item("cham-2", language="cham", serial="well", episode=2, separation_days=30)
    _, found = planned(candidates=(episode(1, airable_from=at(0, day=2)), cham), stations=both)
    assert item_ids(found) == ["cham-2", "well-1"]


def test_must_runs_that_are_episodes_keep_their_order() -> None:
    due: dict[str, Any] = {"priority": Priority.PRIORITY, "deadline": at(0, day=3)}
    _, found = planned(candidates=tuple(episode(n, **due) for n in (3, 1, 2)))
    assert item_ids(found) == ["well-1", "well-2", "well-3"]
    assert found.unplaced == ()


def test_a_must_run_that_waits_in_vain_names_the_serial() -> None:
    first = episode(1, airable_from=at(0, day=9))
    due = episode(2, priority=Priority.PRIORITY, deadline=at(0, day=3))
    _, found = planned(candidates=(first, due))
    assert [one.rule for one in found.unplaced] == [Rule.SERIAL]


def test_an_earlier_placement_goes_once_the_episode_before_it_has_gone() -> None:
    made, before = planned(candidates=(episode(1), episode(2)))
    assert item_ids(before) == ["well-1", "well-2"]
    kept_only = [standing(one) for one in before.placements if one.item_id == "well-2"]
    closed = (episode(1, airable_from=at(0, day=2)), episode(2))
    _, after = planned(candidates=closed, standing=tuple(kept_only))
    assert [(one.item_id, one.rule) for one in after.dropped] == [("well-2", Rule.SERIAL)]
    assert item_ids(after) == ["well-1"]
    assert made.slots


def test_an_episode_that_others_wait_for_never_gives_way() -> None:
    made, before = planned(candidates=(episode(1), episode(2)), slots=slots(2, 11))
    late = item("late", priority=Priority.PRIORITY, deadline=at(0, day=2))
    again = stored(made, before)
    again = Problem(
        **{f: getattr(again, f) for f in again.__slots__}
        | {"candidates": (*again.candidates, late)}
    )
    after = plan(again, seed=1)
    assert check(again, after) == []
    assert item_ids(after) == ["well-1", "late"]
    assert [one.item_id for one in after.dropped] == ["well-2"]


def test_an_episode_that_others_wait_for_keeps_its_seat_from_two_shorter_must_runs() -> None:
    """Had they the first slot, two more episodes would find none."""
    must: dict[str, Any] = {"priority": Priority.PRIORITY, "deadline": at(0, day=3)}
    short = {**must, "deadline": at(12)}
    first, *others = (episode(n, duration=6 * MINUTE, **must) for n in (1, 2, 3))
    episodes = (replace(first, **short), *others)
    _, found = planned(
        slots=daily(3, 11, duration=6 * MINUTE + SECOND),
        candidates=(*episodes, item("a", 3 * MINUTE, **short), item("b", 2 * MINUTE, **short)),
    )
    assert item_ids(found) == ["well-1", "well-2", "well-3"]
    assert sorted(one.item_id for one in found.unplaced) == ["a", "b"]


def test_a_soft_order_is_broken_for_want_of_anything_else_and_says_so() -> None:
    parts: dict[str, Any] = {
        "candidates": (episode(1, airable_from=at(0, day=1)), episode(2)),
        "slots": slots(1, 11),
    }
    _, found = planned(rules=kept(Rule.SERIAL, Strength.SOFT), **parts)
    [placed] = found.placements
    assert [broken.rule for broken in placed.reason.breaks] == [Rule.SERIAL]
    _, off = planned(rules=kept(Rule.SERIAL, Strength.OFF), **parts)
    assert [one.reason.breaks for one in off.placements] == [()]


def test_two_episodes_in_one_slot_break_no_soft_order() -> None:
    _, found = planned(
        candidates=(episode(1), episode(2)),
        slots=(slot(at(11), 2 * MINUTE + SECOND),),
        rules=kept(Rule.SERIAL, Strength.SOFT),
    )
    broken = {one.item_id: one.reason.breaks for one in found.placements}
    order = item_ids(found)
    assert sorted(order) == ["well-1", "well-2"]
    assert bool(broken["well-2"]) is (order == ["well-2", "well-1"])


@pytest.mark.parametrize("strength", [Strength.HARD, Strength.SOFT])
def test_where_asked_an_episode_airs_at_the_time_of_the_one_before(strength: Strength) -> None:
    """The first goes out in the morning; the second waits for a morning too."""
    morning = episode(1, airable_until=at(12))
    news = tuple(item(f"news-{n}", cleared_on=MONDAY) for n in range(4))
    _, found = planned(
        candidates=(morning, episode(2, cleared_on=MONDAY, priority=Priority.PRIORITY), *news),
        slots=slots(3, 11, 17),
        rules=kept(Rule.SAME_TIME, strength),
        standing=(),
    )
    first, second = (
        next(one.starts_at for one in found.placements if one.item_id == name)
        for name in ("well-1", "well-2")
    )
    assert (first.hour, second.hour) == (11, 11)
    assert second.date() > first.date()


def test_a_hard_time_of_day_leaves_the_slot_empty_rather() -> None:
    parts: dict[str, Any] = {
        "candidates": (episode(1, airable_until=at(12)), episode(2)),
        "slots": (slot(at(11), ONE), slot(at(17, day=1), ONE)),
    }
    _, found = planned(rules=kept(Rule.SAME_TIME, Strength.HARD), **parts)
    assert item_ids(found) == ["well-1"]
    _, soft = planned(rules=kept(Rule.SAME_TIME, Strength.SOFT), **parts)
    assert item_ids(soft) == ["well-1", "well-2"]
    assert [broken.rule for broken in soft.placements[1].reason.breaks] == [Rule.SAME_TIME]


def test_what_a_scheduler_placed_out_of_order_stays() -> None:
    made = problem(
        clocks=(clock(Pick()),),
        slots=slots(1, 11),
        candidates=(episode(1, airable_from=at(0, day=9)), episode(2)),
        rules=kept(Rule.SERIAL, Strength.OFF),
    )
    placed = plan(made, seed=1).placements[0]
    _, found = planned(
        candidates=made.candidates,
        slots=made.slots,
        standing=(standing(placed, Hold.SCHEDULER),),
    )
    assert item_ids(found) == ["well-2"]


@pytest.mark.parametrize(
    ("candidates", "fault"),
    [
        ((item("a", episode=2),), "candidate a is an episode of no serial"),
        ((episode(1), item("b", serial="well", episode=1)), "is given 2 times"),
    ],
)
def test_a_serial_that_contradicts_itself_is_refused(
    candidates: tuple[Candidate, ...], fault: str
) -> None:
    with pytest.raises(InvalidProblemError, match=fault):
        plan(problem(candidates=candidates), seed=1)
