"""Must-runs come first, move each other to make room, and are reported when they are missed."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.planner import (
    Admission,
    Airing,
    Candidate,
    Hold,
    Ident,
    Pick,
    Plan,
    Priority,
    Problem,
    Rule,
    Standing,
    Unplaced,
    Why,
    check,
    plan,
)
from broadcast.planner.too_many import too_many

from .problems import JINGLE, MINUTE, SECOND, at, clock, daily, item, item_ids, items, problem, slot

DAYS = 4
FOR_OTHERS = clock(Pick(kinds=frozenset({"play"})), clock_id="for others")
CLOSED = slot(at(17, day=DAYS), clock="for others")
"""A slot that takes none of the items here, so that the horizon outlasts their deadlines."""


def due(item_id: str, duration: timedelta = 3 * MINUTE, **facts: Any) -> Candidate:
    defaults: dict[str, Any] = {"priority": Priority.PRIORITY, "deadline": at(18, day=DAYS - 1)}
    return item(item_id, duration, **{**defaults, **facts})


def clean(made: Problem, seed: int = 1) -> Plan:
    found = plan(made, seed=seed)
    assert check(made, found) == []
    return found


def with_day(first: int, last: int) -> dict[str, Any]:
    """Return the limits of an item that may air from one day to another."""
    return {"airable_from": at(4, day=first), "deadline": at(18, day=last)}


def test_a_must_run_airs_though_every_other_item_is_wanted_more() -> None:
    fresh = items(30, 3 * MINUTE, separation_days=9)
    made = problem(slots=daily(2, 17), candidates=(*fresh, due("must")))
    found = clean(made)
    [placed] = [one for one in found.placements if one.item_id == "must"]
    assert (placed.reason.why, placed.reason.chances) == (Why.MUST_RUN, 2)


def test_whoever_has_fewer_chances_goes_first() -> None:
    """Each slot holds one; the one that could wait leaves Monday to the one that could not."""
    made = problem(
        clocks=(clock(Pick()),),
        slots=daily(2, 17, duration=3 * MINUTE),
        candidates=(due("a-waits"), due("b-now", **with_day(0, 0))),
    )
    assert item_ids(clean(made)) == ["b-now", "a-waits"]


def test_where_not_all_fit_the_longest_is_missed_for_the_sake_of_two() -> None:
    made = problem(
        clocks=(clock(Pick()), FOR_OTHERS),
        slots=(slot(at(17), 6 * MINUTE + SECOND), CLOSED),
        candidates=(due("long", 6 * MINUTE, deadline=at(18)), due("b"), due("a")),
    )
    found = clean(made)
    assert sorted(item_ids(found)) == ["a", "b"]
    [missed] = found.unplaced
    assert replace(missed, change=None) == Unplaced(
        item_id="long", station="tan-ha", rule=Rule.ROOM, slots=1
    )


Need = tuple[int, int, int]
"""Minutes, and the first and last day."""
needs = st.tuples(st.integers(1, 5), st.integers(0, 2), st.integers(0, 2)).map(
    lambda need: (need[0], min(need[1:]), max(need[1:]))
)


def with_needs(needs: list[Need], minutes: list[int]) -> Problem:
    """Return three days of one slot each, and what has to air in them."""
    days = (
        slot(at(17, day=day), length * MINUTE + 5 * SECOND) for day, length in enumerate(minutes)
    )
    return problem(
        clocks=(clock(Pick()), FOR_OTHERS),
        slots=(*days, CLOSED),
        candidates=tuple(
            due(f"item-{number}", length * MINUTE, separation_days=9, **with_day(first, last))
            for number, (length, first, last) in enumerate(needs)
        ),
    )


@settings(max_examples=150, deadline=None)
@given(
    needs=st.lists(needs, max_size=7),
    minutes=st.lists(st.integers(3, 8), min_size=3, max_size=3),
)
def test_as_few_must_runs_are_missed_as_any_way_of_seating_them_misses(
    needs: list[Need], minutes: list[int]
) -> None:
    fewest = fewest_missed(needs, minutes)
    assert len(clean(with_needs(needs, minutes)).unplaced) == fewest
    spans = [(length, first, last + 1) for length, first, last in needs]
    assert too_many(minutes, spans) <= fewest


@settings(max_examples=100, deadline=None)
@given(
    needs=st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=6),
    limits=st.tuples(st.integers(2, 6), st.integers(2, 6)),
)
def test_which_position_a_must_run_takes_costs_no_other_its_place(
    needs: list[tuple[int, bool]], limits: tuple[int, int]
) -> None:
    """News may stand at either position of a slot, spots at one of them."""
    made = problem(
        clocks=(
            clock(
                Pick(most=limits[0] * MINUTE + SECOND),
                Pick(kinds=frozenset({"news"}), most=limits[1] * MINUTE + 5 * SECOND),
                least_pause=0 * SECOND,
            ),
        ),
        slots=(slot(at(17), 20 * MINUTE),),
        candidates=tuple(
            due(f"item-{n}", length * MINUTE, kind="news" if news else "spot", deadline=at(18))
            for n, (length, news) in enumerate(needs)
        ),
    )
    fewest = len(needs)
    for places in product((None, 0, 1), repeat=len(needs)):
        spent = [0, 0]
        for (length, _news), place in zip(needs, places, strict=True):
            if place is not None:
                spent[place] += length
        fits = spent[0] <= limits[0] and spent[1] <= limits[1]
        if fits and all(news or place != 1 for (_, news), place in zip(needs, places, strict=True)):
            fewest = min(fewest, places.count(None))
    assert len(clean(made).unplaced) == fewest


def test_what_is_surely_too_much_is_counted_by_the_tightest_days() -> None:
    """Five and four minutes on one day of six: one goes, though the next day is free."""
    assert too_many([6, 9], [(5, 0, 1), (4, 0, 1), (3, 0, 2)]) == 1
    assert too_many([6, 9], [(5, 0, 1), (4, 1, 2), (6, 0, 2)]) == 0
    assert too_many([4, 4], [(8, 0, 2), (3, 0, 2), (3, 0, 2), (2, 0, 2)]) == 1
    assert too_many([], []) == 0


@pytest.mark.parametrize("seed", range(8))
def test_must_runs_that_fill_the_days_but_for_a_few_seconds_are_all_seated(seed: int) -> None:
    """Six slots of ten minutes were cut into four pieces each, and the pieces shuffled."""
    random = Random(seed)  # noqa: S311 - a seeded example, no secret
    lengths = []
    for _ in range(6):
        cuts = sorted(random.sample(range(30, 570), 3))
        lengths += [end - begin for begin, end in pairwise((0, *cuts, 600))]
    random.shuffle(lengths)
    slots = (slot(at(17, day=day), 10 * MINUTE + 7 * SECOND) for day in range(6))
    made = problem(
        clocks=(clock(Pick()), FOR_OTHERS),
        slots=(*slots, slot(at(17, day=6), clock="for others")),
        candidates=tuple(
            due(f"piece-{number}", length * SECOND, deadline=at(23, day=5), separation_days=9)
            for number, length in enumerate(lengths)
        ),
    )
    assert clean(made).unplaced == ()


@pytest.mark.parametrize(
    ("needs", "minutes"),
    [
        ([(1, 0, 1), (3, 0, 1), (5, 0, 2), (5, 0, 2)], [5, 5, 5]),
        ([(2, 0, 1), (3, 0, 1), (2, 1, 2), (4, 1, 2), (4, 0, 0)], [7, 4, 4]),
        ([(4, 0, 2), (1, 2, 2), (5, 1, 2), (1, 0, 1), (2, 0, 1), (4, 0, 2)], [4, 7, 6]),
    ],
)
def test_a_must_run_takes_its_place_though_others_must_move(
    needs: list[Need], minutes: list[int]
) -> None:
    """In the first, one and three minutes sit on two days until they have to share one."""
    for seed in range(3):
        assert clean(with_needs(needs, minutes), seed).unplaced == ()


def fewest_missed(needs: list[Need], minutes: list[int]) -> int:
    """Try every way to put items into days, or nowhere."""
    fewest = len(needs)
    for days in product((None, 0, 1, 2), repeat=len(needs)):
        used = [0, 0, 0]
        fits = True
        for (length, first, last), day in zip(needs, days, strict=True):
            if day is not None:
                used[day] += length
                fits = fits and first <= day <= last
        if fits and all(spent <= room for spent, room in zip(used, minutes, strict=True)):
            fewest = min(fewest, days.count(None))
    return fewest


def missed(**parts: Any) -> list[tuple[str, Rule, int]]:
    found = clean(problem(**parts))
    return [(one.item_id, one.rule, one.slots) for one in found.unplaced]


def test_a_missed_must_run_names_the_rule_that_closed_its_last_chance() -> None:
    day = daily(2, 17)
    assert missed(
        slots=day, candidates=(due("must", airable_until=at(17, 5), deadline=at(18)),)
    ) == [("must", Rule.WINDOW, 0)]
    too_late = (slot(at(16), clock="for others"), slot(at(17)))
    assert missed(
        slots=too_late,
        clocks=(clock(), FOR_OTHERS),
        candidates=(due("must", deadline=at(16, 5)),),
    ) == [("must", Rule.DEADLINE, 0)]
    assert missed(slots=day, candidates=(due("must", 11 * MINUTE, deadline=at(18)),)) == [
        ("must", Rule.FITS, 1)
    ]
    for_plays = clock(Ident(duration=JINGLE), Pick(kinds=frozenset({"play"})))
    assert missed(slots=day, clocks=(for_plays,), candidates=(due("must", deadline=at(18)),)) == [
        ("must", Rule.KIND, 1)
    ]
    closed = tuple(replace(one, admits=Admission.URGENT) for one in day)
    assert missed(slots=closed, candidates=(due("must", deadline=at(18)),)) == [
        ("must", Rule.ADMISSION, 0)
    ]


def test_a_must_run_kept_out_by_its_own_past_says_so() -> None:
    """It was heard, but only after its deadline had passed."""
    late = Standing(
        slot_id="tan-ha-04-1700",
        position=1,
        item_id="must",
        starts_at=at(17, 1, day=1),
        duration=3 * MINUTE,
        hold=Hold.LOCKED,
    )
    limits: dict[str, Any] = {"deadline": at(18), "separation_days": 2}
    assert missed(slots=daily(2, 17), standing=(late,), candidates=(due("must", **limits),)) == [
        ("must", Rule.SEPARATION, 1)
    ]
    once: dict[str, Any] = {"deadline": at(18), "most_airings": 1}
    assert missed(slots=daily(2, 17), standing=(late,), candidates=(due("must", **once),)) == [
        ("must", Rule.MOST_AIRINGS, 1)
    ]


def test_a_must_run_aired_before_is_not_owed_again() -> None:
    past = Airing(item_id="must", station="tan-ha", aired_at=at(17, day=-1))
    made = problem(candidates=(due("must", separation_days=9, deadline=at(17, 20)),))
    assert item_ids(clean(made)) == ["must"]
    heard = replace(made, history=(past,))
    assert item_ids(clean(heard)) == []
    assert clean(heard).unplaced == ()


def test_a_must_run_due_after_the_horizon_is_not_missed_yet() -> None:
    due_now, due_later = at(17, 30), at(17, day=9)
    made = problem(
        slots=(slot(at(17), 4 * MINUTE),),
        candidates=(due("now", deadline=due_now), due("later", deadline=due_later)),
    )
    found = clean(made)
    assert item_ids(found) == ["now"]
    assert found.unplaced == ()


@pytest.mark.parametrize(
    ("due_at", "reported"), [(at(3, 59, day=1), True), (at(4, 1, day=1), False)]
)
def test_a_must_run_due_before_the_last_day_ends_is_due_now(
    due_at: datetime, *, reported: bool
) -> None:
    """The slots are whole broadcast days: none comes after the last one, midnight or not."""
    told = missed(candidates=(due("must", 11 * MINUTE, deadline=due_at),))
    assert told == ([("must", Rule.FITS, 1)] if reported else [])


def test_a_must_run_due_tonight_wins_its_seat_back_from_one_that_may_wait() -> None:
    made = problem(
        clocks=(clock(Pick()),),
        slots=(slot(at(17), 3 * MINUTE),),
        candidates=(due("a-waits", deadline=at(17, day=1)), due("b-tonight", deadline=at(23))),
    )
    assert item_ids(clean(made)) == ["b-tonight"]


def test_a_must_run_whose_deadline_is_past_is_no_longer_reported() -> None:
    assert missed(candidates=(due("must", airable_until=at(16), deadline=at(16)),)) == []


def test_a_must_run_aimed_elsewhere_is_not_owed() -> None:
    limits: dict[str, Any] = {"areas": frozenset({"elsewhere"}), "deadline": at(17, 20)}
    assert missed(candidates=(due("must", **limits),)) == []


def test_an_urgent_item_takes_the_first_slot_it_can() -> None:
    storm = item("storm", 3 * MINUTE, priority=Priority.URGENT, separation_days=9)
    others = tuple(due(f"must-{number}", separation_days=9) for number in range(4))
    found = clean(problem(slots=daily(3, 17), candidates=(*others, storm)))
    [placed] = [one for one in found.placements if one.item_id == "storm"]
    assert placed.starts_at.date() == at(17).date()


def test_an_urgent_item_goes_first_even_where_many_others_press() -> None:
    """Monday's slot is wanted by more than it holds, Tuesday's by nobody else."""
    storm = item("storm", 3 * MINUTE, priority=Priority.URGENT, separation_days=9)
    crowd = tuple(due(f"must-{number}", deadline=at(18)) for number in range(5))
    found = clean(problem(slots=daily(2, 17), candidates=(*crowd, storm)))
    assert "storm" in item_ids(found, "tan-ha-03-1700")


def test_an_urgent_item_without_a_deadline_is_missed_if_it_never_airs() -> None:
    storm = item("storm", 11 * MINUTE, priority=Priority.URGENT)
    assert missed(candidates=(storm,)) == [("storm", Rule.FITS, 1)]


def test_an_urgent_item_enters_a_slot_that_admits_nothing_else() -> None:
    storm = item("storm", 3 * MINUTE, priority=Priority.URGENT)
    released = slot(at(17), admits=Admission.URGENT)
    found = clean(problem(slots=(released,), candidates=(*items(9), storm)))
    assert item_ids(found) == ["storm"]
