"""What is wanted first when several items could fill a slot."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from broadcast.planner import (
    Airing,
    Candidate,
    Pick,
    Plan,
    Priority,
    Quota,
    QuotaAxis,
    ScorePart,
    Why,
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
)

OLD = MONDAY - timedelta(days=30)
FOR_ONE = MINUTE + SECOND
ONE_A_DAY = (clock(Pick()),)


def thing(item_id: str, **facts: Any) -> Candidate:
    defaults: dict[str, Any] = {"cleared_on": OLD, "separation_days": 1}
    return item(item_id, **{**defaults, **facts})


def choose(*candidates: Candidate, **parts: Any) -> Plan:
    """Plan slots that hold one item each."""
    defaults: dict[str, Any] = {"clocks": ONE_A_DAY, "slots": (slot(at(17), FOR_ONE),)}
    return plan(problem(candidates=candidates, **{**defaults, **parts}), seed=1)


@pytest.mark.parametrize(
    ("part", "wanted", "other"),
    [
        (ScorePart.FRESHNESS, {"cleared_on": MONDAY}, {}),
        (ScorePart.LAST_DAYS, {"airable_until": at(23)}, {}),
    ],
)
def test_the_part_that_decided_is_told(
    part: ScorePart, wanted: dict[str, Any], other: dict[str, Any]
) -> None:
    found = choose(thing("a", **other), thing("wanted", **wanted), slots=daily_slots(9))
    first = found.placements[0]
    assert first.item_id == "wanted"
    assert (first.reason.why, first.reason.rank, first.reason.candidates) == (Why.RANKED, 1, 2)
    assert part in {points.part for points in first.reason.score}


def test_a_priority_item_that_has_been_placed_is_still_wanted_more_than_others() -> None:
    wanted = thing("wanted", priority=Priority.PRIORITY, separation_days=0)
    found = choose(wanted, thing("a", separation_days=0), slots=daily_slots(2))
    assert [one.reason.why for one in found.placements] == [Why.MUST_RUN, Why.RANKED]
    assert item_ids(found) == ["wanted", "wanted"]
    assert ScorePart.PRIORITY in {points.part for points in found.placements[1].reason.score}


def daily_slots(days: int) -> tuple[Any, ...]:
    return daily(days, 17, duration=FOR_ONE)


def test_an_item_that_airs_for_the_last_time_today_goes_before_one_that_can_wait() -> None:
    found = choose(thing("a"), thing("b", airable_until=at(23)), slots=daily_slots(2))
    assert item_ids(found) == ["b", "a"]


def test_a_theme_that_lacks_airtime_comes_first() -> None:
    law = Quota(axis=QuotaAxis.THEME, value="law", percent=50)
    fresh = (thing(f"fresh-{n}", cleared_on=MONDAY) for n in range(4))
    lawful = thing("law", themes=frozenset({"law"}))
    found = choose(*fresh, lawful, quotas=(law,))
    assert item_ids(found) == ["law"]
    [points] = [one for one in found.placements[0].reason.score if one.part is ScorePart.QUOTA]
    assert points.points > 0


@pytest.mark.parametrize("axis", list(QuotaAxis))
def test_every_axis_can_have_a_quota(axis: QuotaAxis) -> None:
    """Of ten slots, the quota's four go to it, though the other items are fresher."""
    facts: dict[QuotaAxis, dict[str, Any]] = {
        QuotaAxis.THEME: {"themes": frozenset({"x"})},
        QuotaAxis.CONVENTION: {"conventions": frozenset({"x"})},
        QuotaAxis.LANGUAGE: {"language": "x"},
        QuotaAxis.KIND: {"kind": "x"},
    }
    found = choose(
        *(thing(f"fresh-{n}", cleared_on=MONDAY) for n in range(6)),
        thing("wanted", **facts[axis]),
        slots=daily_slots(10),
        stations=(commune(languages=frozenset({"vi", "x"})),),
        quotas=(Quota(axis=axis, value="x", percent=40),),
    )
    assert item_ids(found).count("wanted") in {4, 5}


def test_airings_are_shared_out_evenly() -> None:
    found = choose(*(thing(f"item-{n}") for n in range(4)), slots=daily_slots(12))
    assert Counter(item_ids(found)) == {f"item-{n}": 3 for n in range(4)}


def test_what_has_aired_before_waits_for_what_has_not() -> None:
    past = tuple(Airing(item_id="a", station="tan-ha", aired_at=at(17, day=-day)) for day in (3, 5))
    limits = {"most_airings": 3}
    found = choose(thing("a", **limits), thing("b", **limits), slots=daily_slots(2), history=past)
    assert item_ids(found).count("b") >= 1


def test_equals_do_not_always_follow_one_another() -> None:
    candidates = [thing(f"item-{n}") for n in range(6)]
    found = choose(*candidates, slots=daily_slots(6))
    assert sorted(item_ids(found)) == [one.id for one in candidates]
    assert item_ids(found) != [one.id for one in candidates]


def test_a_slot_that_few_items_could_fill_is_filled_first() -> None:
    """Wednesday takes only the play, which would otherwise have gone out on Monday."""
    plays = clock(Pick(kinds=frozenset({"play"})), clock_id="plays")
    found = choose(
        thing("play", kind="play", separation_days=9, cleared_on=MONDAY),
        *(thing(f"news-{n}") for n in range(6)),
        clocks=(*ONE_A_DAY, plays),
        slots=(*daily_slots(2), slot(at(17, day=2), FOR_ONE, clock="plays")),
    )
    assert item_ids(found, "tan-ha-05-1700") == ["play"]
