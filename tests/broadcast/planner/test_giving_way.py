"""A must-run that comes after the planning: the fewest give way, and only where they must."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.planner import (
    FRAME,
    Admission,
    Candidate,
    Carry,
    Dropped,
    Hold,
    Ident,
    Pick,
    Plan,
    Priority,
    Problem,
    Rule,
    Slot,
    Violation,
    Why,
    check,
    plan,
)

from .problems import (
    JINGLE,
    MINUTE,
    SECOND,
    at,
    clock,
    commune,
    daily,
    item,
    item_ids,
    planned,
    problem,
    slot,
    times,
)

NO_PAUSE: dict[str, Any] = {"least_pause": 0 * SECOND, "most_pause": 0 * SECOND}


def must(item_id: str = "must", minutes: int = 3, **facts: Any) -> Candidate:
    defaults: dict[str, Any] = {"priority": Priority.PRIORITY, "deadline": at(4, day=1)}
    return item(item_id, minutes * MINUTE, **{**defaults, **facts})


def minute_items(*minutes: int, **facts: Any) -> tuple[Candidate, ...]:
    return tuple(item(f"{n}-of-{m}", m * MINUTE, **facts) for n, m in enumerate(minutes))


def day_of(*slots: tuple[int, int]) -> tuple[Slot, ...]:
    """Return slots of a day, by their hour and their minutes."""
    return tuple(slot(at(hour), minutes * MINUTE) for hour, minutes in slots)


def joined_by(made: Problem, *late: Candidate) -> Problem:
    """Return a problem as it is once planned, with items that were cleared since."""
    stored = planned(made, plan(made, seed=1))
    return replace(stored, candidates=(*stored.candidates, *late))


def clean(made: Problem) -> Plan:
    found = plan(made, seed=1)
    assert check(made, found) == []
    return found


def pushed_out(found: Plan) -> list[str]:
    return sorted(one.item_id for one in found.dropped if one.rule is Rule.MUST_RUN)


def filled(*minutes: int, **parts: Any) -> Problem:
    """Return a problem whose one slot these items fill to the second."""
    defaults: dict[str, Any] = {
        "clocks": (clock(Pick(), **NO_PAUSE),),
        "slots": day_of((17, sum(minutes))),
        "candidates": minute_items(*minutes),
    }
    return problem(**{**defaults, **parts})


def test_a_must_run_pushes_out_the_one_placement_that_makes_room() -> None:
    late = joined_by(filled(1, 2, 3, 4), must())
    found = clean(late)
    assert found.dropped == (
        Dropped(slot_id="tan-ha-03-1700", position=0, item_id="2-of-3", rule=Rule.MUST_RUN),
    )
    [placed] = [one for one in found.placements if one.item_id == "must"]
    assert (placed.reason.why, placed.reason.chances) == (Why.MUST_RUN, 0)
    assert found.unplaced == ()


def test_it_goes_where_fewest_have_to_leave() -> None:
    """At eleven two would have to leave, at seventeen one."""
    made = problem(
        clocks=(clock(Pick(), **NO_PAUSE),),
        slots=day_of((11, 4), (17, 6)),
        candidates=(
            *minute_items(2, 2, airable_until=at(12)),
            item("long", 6 * MINUTE, airable_from=at(13)),
        ),
    )
    assert pushed_out(clean(joined_by(made, must()))) == ["long"]


def test_nothing_leaves_while_another_slot_has_room() -> None:
    made = filled(4, slots=day_of((11, 4), (17, 4)), candidates=minute_items(4, separation_days=1))
    found = clean(joined_by(made, must()))
    assert pushed_out(found) == []
    assert sorted(item_ids(found)) == ["0-of-4", "must"]


def test_what_is_pushed_out_is_refilled() -> None:
    """The shortest that makes room is longer than the must-run; a spare minute fills the rest."""
    made = filled(4, 4, candidates=minute_items(4, 4))
    spare = item("spare", MINUTE, most_airings=1)
    found = clean(joined_by(made, must(), spare))
    assert len(pushed_out(found)) == 1
    assert found.gaps == ()
    assert {"must", "spare"} < set(item_ids(found))


@pytest.mark.parametrize("hold", [Hold.LOCKED, Hold.FROZEN, Hold.SCHEDULER])
def test_what_is_held_never_gives_way(hold: Hold) -> None:
    late = joined_by(filled(3, 3), must())
    late = replace(late, standing=tuple(replace(one, hold=hold) for one in late.standing))
    found = clean(late)
    assert pushed_out(found) == []
    assert [(one.item_id, one.rule) for one in found.unplaced] == [("must", Rule.ROOM)]


@pytest.mark.parametrize("admits", [Admission.URGENT, Admission.REFILL])
def test_nothing_gives_way_once_the_day_is_frozen(admits: Admission) -> None:
    """Not even to an urgent item, and not where a withdrawal emptied a place."""
    made = filled(3, 3)
    for late in (must(), must(priority=Priority.URGENT)):
        frozen = joined_by(made, late)
        frozen = replace(frozen, slots=tuple(replace(one, admits=admits) for one in frozen.slots))
        found = clean(frozen)
        assert pushed_out(found) == []
        assert sorted(item_ids(found)) == ["0-of-3", "1-of-3"]


def test_one_must_run_never_gives_way_to_another() -> None:
    made = filled(3, candidates=(must("first"),))
    found = clean(joined_by(made, must("second", priority=Priority.URGENT)))
    assert item_ids(found) == ["first"]
    assert [one.item_id for one in found.unplaced] == ["second"]


def test_a_must_run_with_later_slots_to_come_waits_for_them() -> None:
    found = clean(joined_by(filled(3, 3), must(deadline=at(12, day=1))))
    assert pushed_out(found) == []


def test_what_stations_below_carry_stays() -> None:
    """The province's own slot at eleven gives way, though two have to leave there."""
    stations = (
        commune("province", area_path=("province",), level="province"),
        commune("tan-ha", parent="province"),
    )
    made = problem(
        stations=stations,
        clocks=(
            clock(Pick(), **NO_PAUSE),
            clock(Carry(), Pick(), clock_id="carrying", **NO_PAUSE),
        ),
        slots=(
            slot(at(11), 4 * MINUTE, station="province"),
            slot(at(17), 6 * MINUTE, station="province"),
            slot(at(17), 6 * MINUTE, station="tan-ha", clock="carrying"),
        ),
        candidates=(
            *minute_items(2, 2, airable_until=at(12)),
            item("long", 6 * MINUTE, airable_from=at(13)),
        ),
    )
    at_province: dict[str, Any] = {"levels": frozenset({"province"})}
    found = clean(joined_by(made, must(**at_province)))
    assert pushed_out(found) == ["0-of-2", "1-of-2"]
    assert item_ids(found, "tan-ha-03-1700") == ["long"]


def test_a_position_with_a_limit_gives_way_from_within() -> None:
    news = Pick(kinds=frozenset({"news"}), most=4 * MINUTE)
    made = filled(
        2,
        2,
        clocks=(clock(news, Pick(kinds=frozenset({"play"})), **NO_PAUSE),),
        slots=day_of((17, 10)),
        candidates=(*minute_items(2, 2), item("play", 6 * MINUTE, kind="play")),
    )
    late = joined_by(made, must(minutes=2, separation_days=1))
    assert len(pushed_out(clean(late))) == 1
    assert "play" in item_ids(clean(late))


def test_planning_again_after_a_must_run_was_let_in_changes_nothing() -> None:
    late = joined_by(filled(1, 2, 3, 4), must())
    first = clean(late)
    second = plan(planned(late, first), seed=7)
    assert times(second) == times(first)
    assert second.dropped == ()


def fewest_that_make_room(slots: list[list[int]], wanted: int) -> int:
    """Try every set of items of every full slot."""
    return min(
        count
        for lengths in slots
        for count in range(1, len(lengths) + 1)
        if any(sum(chosen) >= wanted for chosen in combinations(lengths, count))
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=5), min_size=1, max_size=4),
    st.integers(1, 8),
)
def test_no_fewer_could_have_given_way(slots: list[list[int]], wanted: int) -> None:
    if all(sum(lengths) < wanted for lengths in slots):
        wanted = 1
    hours = range(5, 5 + len(slots))
    made = problem(
        clocks=(clock(Pick(), Ident(duration=FRAME), **NO_PAUSE),),
        slots=tuple(
            slot(at(hour), sum(lengths) * MINUTE + FRAME)
            for hour, lengths in zip(hours, slots, strict=True)
        ),
        candidates=tuple(
            item(
                f"{hour}-{n}",
                length * MINUTE,
                airable_from=at(hour),
                airable_until=at(hour + 1),
            )
            for hour, lengths in zip(hours, slots, strict=True)
            for n, length in enumerate(lengths)
        ),
    )
    found = clean(joined_by(made, must(minutes=wanted)))
    assert found.unplaced == ()
    assert len(pushed_out(found)) == fewest_that_make_room(slots, wanted)


def comes_late(**facts: Any) -> Problem:
    """Return two days of which the planner has filled the second with what is due on the first.

    It was no must-run when it was placed.
    """
    ordinary = minute_items(3, separation_days=2, airable_from=at(4, day=1))
    days = daily(2, 17, duration=3 * MINUTE)
    made = filled(3, slots=days, candidates=ordinary)
    stored = planned(made, plan(made, seed=1))
    due: dict[str, Any] = {
        "airable_from": None,
        "deadline": at(18),
        "priority": Priority.PRIORITY,
        **facts,
    }
    return replace(stored, candidates=(replace(ordinary[0], **due),))


def test_a_must_run_that_stands_too_late_comes_in_time_instead() -> None:
    found = clean(comes_late())
    assert [one.slot_id for one in found.placements] == ["tan-ha-03-1700"]
    assert found.dropped == (
        Dropped(slot_id="tan-ha-04-1700", position=0, item_id="0-of-3", rule=Rule.MUST_RUN),
    )
    assert found.unplaced == ()


def test_a_must_run_that_stands_too_late_stays_where_nothing_is_sooner() -> None:
    """It has grown too long for the slot in which it would have been heard in time."""
    made = comes_late()
    short = tuple(
        replace(one, duration=one.duration - i * MINUTE)
        for i, one in enumerate(reversed(made.slots))
    )
    found = clean(replace(made, slots=short))
    assert [one.slot_id for one in found.placements] == ["tan-ha-04-1700"]
    assert found.dropped == ()
    assert [(one.rule, one.slots) for one in found.unplaced] == [(Rule.FITS, 1)]


def test_the_checker_finds_a_must_run_that_left_though_it_may_air_again() -> None:
    made = comes_late()
    found = clean(made)
    told = check(replace(made, candidates=(replace(made.candidates[0], separation_days=1),)), found)
    assert [one.rule for one in told if one.item_id] == [Rule.ACCOUNT]


def broken(made: Problem, found: Plan) -> set[Rule]:
    return {violation.rule for violation in check(made, found)}


def test_the_checker_finds_what_gave_way_though_it_is_held() -> None:
    late = joined_by(filled(3, 3), must())
    found = clean(late)
    locked = replace(late, standing=tuple(replace(one, hold=Hold.LOCKED) for one in late.standing))
    assert Rule.STANDING in broken(locked, found)


def test_the_checker_finds_what_gave_way_to_nothing() -> None:
    """The must-run is taken for an ordinary item: nothing had to leave for it."""
    late = joined_by(filled(3, 3), must())
    found = clean(late)
    ordinary = tuple(replace(one, priority=Priority.NORMAL) for one in late.candidates)
    told = check(replace(late, candidates=ordinary), found)
    assert told == [
        Violation(
            rule=Rule.ACCOUNT,
            station="tan-ha",
            slot_id="tan-ha-03-1700",
            item_id=pushed_out(found)[0],
        )
    ]


def test_the_checker_finds_one_that_left_too_many() -> None:
    late = joined_by(filled(3, 3), must())
    found = clean(late)
    stayed = next(one for one in found.placements if one.item_id not in {"must", None})
    assert stayed.item_id is not None
    more = Dropped(
        slot_id=stayed.slot_id,
        position=stayed.position,
        item_id=stayed.item_id,
        rule=Rule.MUST_RUN,
    )
    fewer = replace(
        found,
        placements=tuple(one for one in found.placements if one is not stayed),
        dropped=(*found.dropped, more),
    )
    told = {one.item_id for one in check(late, fewer) if one.rule is Rule.ACCOUNT}
    assert stayed.item_id in told


def test_days_with_many_late_must_runs_stay_clean() -> None:
    made = problem(
        clocks=(clock(Ident(duration=JINGLE), Pick()),),
        slots=daily(3, 5, 11, 17),
        candidates=tuple(item(f"item-{n:02}", (60 + 7 * n) * SECOND) for n in range(40)),
    )
    late = tuple(
        must(f"must-{n}", 2 + n % 4, deadline=at(4, day=1 + n % 3), separation_days=3)
        for n in range(14)
    )
    found = clean(joined_by(made, *late))
    assert found.unplaced == ()
    assert pushed_out(found)
