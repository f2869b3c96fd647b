"""A bulletin that repeats comes again at its interval, at every station, until it is over."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.planner import (
    Admission,
    Airing,
    Candidate,
    Carry,
    Hold,
    InvalidProblemError,
    Limit,
    Pick,
    Plan,
    Priority,
    Problem,
    Rule,
    RuleBook,
    Slot,
    Standing,
    Unplaced,
    Why,
    check,
    difference,
    plan,
)

from .problems import (
    MINUTE,
    at,
    clock,
    commune,
    daily,
    item,
    item_ids,
    items,
    planned,
    problem,
    slot,
    times,
)
from .provinces import provinces

HOUR = timedelta(hours=1)
OPEN = (clock(Pick()),)


def bulletin(every: timedelta = 2 * HOUR, item_id: str = "storm", **facts: Any) -> Candidate:
    defaults = {"priority": Priority.URGENT, "repeat_every": every, "separation_days": 3}
    return item(item_id, **{**defaults, **facts})


def made(**parts: Any) -> tuple[Problem, Plan]:
    before = problem(**{"clocks": OPEN, **parts})
    found = plan(before, seed=1)
    assert check(before, found) == []
    again = planned(before, found)
    assert times(plan(again, seed=1)) == times(found)
    return before, found


def hours(found: Plan, item_id: str = "storm", station: str = "tan-ha") -> list[int]:
    """Return in which hours, counted from Monday's midnight, an item airs."""
    placed = [
        one.starts_at - at(0)
        for one in found.placements
        if one.item_id == item_id and one.slot_id.startswith(station)
    ]
    return sorted(moment // HOUR for moment in placed)


def locked(held: Slot, item_id: str = "speech", duration: timedelta = MINUTE) -> Standing:
    return Standing(
        slot_id=held.id,
        position=0,
        item_id=item_id,
        starts_at=held.starts_at,
        duration=duration,
        hold=Hold.LOCKED,
    )


@pytest.mark.parametrize(
    ("every", "heard"),
    [(HOUR, [5, 7, 8, 9, 11]), (2 * HOUR, [5, 7, 9, 11]), (3 * HOUR, [5, 8, 11]), (9 * HOUR, [5])],
)
def test_it_enters_the_first_slot_that_begins_its_interval_after_the_last(
    every: timedelta, heard: list[int]
) -> None:
    _, found = made(slots=daily(1, 5, 7, 8, 9, 11), candidates=(bulletin(every), *items(9)))
    assert hours(found) == heard
    whys = [one.reason.why for one in found.placements if one.item_id == "storm"]
    assert whys == [Why.MUST_RUN] + [Why.REPEAT] * (len(heard) - 1)


def test_separation_and_the_rule_book_do_not_keep_it_off_the_air() -> None:
    limits = (Limit(rule=Rule.SEPARATION, value=5), Limit(rule=Rule.MOST_AIRINGS, value=1))
    slots = daily(2, 5, 11, 17)
    _, found = made(slots=slots, candidates=(bulletin(),), rules=RuleBook(limits=limits))
    assert hours(found) == [5, 11, 17, 29, 35, 41]


def test_the_most_airings_it_names_itself_count() -> None:
    past = Airing(item_id="storm", station="tan-ha", aired_at=at(17, day=-1))
    _, found = made(
        slots=daily(2, 5, 11, 17), candidates=(bulletin(most_airings=3),), history=(past,)
    )
    assert hours(found) == [5, 11]
    assert found.unplaced == ()


def test_it_is_over_when_its_window_closes() -> None:
    until = bulletin(airable_from=at(6), airable_until=at(12))
    _, found = made(slots=daily(2, 5, 7, 9, 11, 13), candidates=(until,))
    assert hours(found) == [7, 9, 11]
    assert found.unplaced == ()


def test_it_goes_on_after_the_deadline_of_its_first_airing() -> None:
    _, found = made(slots=daily(1, 5, 7, 9), candidates=(bulletin(deadline=at(6)),))
    assert hours(found) == [5, 7, 9]


def test_what_was_planned_before_gives_way_and_what_is_held_does_not() -> None:
    slots = daily(1, 5, 7, 9, duration=2 * MINUTE)
    before = problem(clocks=OPEN, slots=slots, candidates=items(6, separation_days=0))
    full = planned(before, plan(before, seed=1))
    fixed = replace(
        full,
        standing=tuple(
            replace(one, hold=Hold.SCHEDULER) if one.slot_id == slots[1].id else one
            for one in full.standing
        ),
    )
    _, found = made(
        slots=slots,
        candidates=(*before.candidates, bulletin()),
        standing=fixed.standing,
    )
    assert hours(found) == [5, 9]
    assert {drop.rule for drop in found.dropped} == {Rule.MUST_RUN}
    [owed] = found.unplaced
    assert (owed.item_id, owed.due_in, owed.rule, owed.slots) == (
        "storm",
        slots[1].id,
        Rule.ROOM,
        1,
    )


def test_a_released_day_takes_it_only_where_there_is_room() -> None:
    slots = tuple(
        replace(one, admits=Admission.URGENT) for one in daily(1, 5, 7, 9, duration=2 * MINUTE)
    )
    parts = {"slots": slots, "candidates": (bulletin(),)}
    assert hours(made(**parts)[1]) == [5, 7, 9]
    _, found = made(**parts, standing=(locked(slots[1], duration=1.5 * MINUTE),))
    assert hours(found) == [5, 9]


def test_history_counts_from_the_slot_that_held_it() -> None:
    """At 23:10 in a slot from 23:00: two hours later is one o'clock, not the slot after."""
    late = Airing(item_id="storm", station="tan-ha", aired_at=at(23, 10, day=-1))
    parts = {"slots": daily(1, 1, 2), "candidates": (bulletin(),)}
    assert hours(made(**parts, history=(late,))[1]) == [2]
    in_slot = replace(late, slot_at=at(23, day=-1))
    assert hours(made(**parts, history=(in_slot,))[1]) == [1]


def test_what_a_station_carries_counts_as_heard() -> None:
    """The district airs it at six and at ten; the commune carries that, and needs it at eight."""
    district = commune("district", area_path=("province", "district"), level="district")
    below = commune(parent="district")
    stations, clocks = (district, below), (*OPEN, clock(Carry(), Pick(), clock_id="carries"))
    slots = (
        *daily(1, 6, 10, station="district"),
        *daily(1, 6, 10, clock="carries"),
        *daily(1, 5, 7, 8, 9),
    )
    _, found = made(stations=stations, clocks=clocks, slots=slots, candidates=(bulletin(),))
    assert hours(found, station="district") == [6, 10]
    assert hours(found) == [6, 8, 10]
    carried = {one.slot_id: one.from_station for one in found.placements if one.item_id}
    assert carried["tan-ha-03-0600"] == carried["tan-ha-03-1000"] == "district"
    assert carried["tan-ha-03-0800"] is None


def test_every_station_it_is_meant_for_counts_for_itself() -> None:
    stations = (commune(), commune("phuoc-dinh"), commune("bac-ai", area_path=("x", "bac-ai")))
    slots = (
        *daily(1, 5, 7, 9),
        *daily(1, 6, 8, station="phuoc-dinh"),
        *daily(1, 5, 7, station="bac-ai"),
    )
    meant = bulletin(areas=frozenset({"district"}))
    _, found = made(stations=stations, slots=slots, candidates=(meant,))
    assert hours(found) == [5, 7, 9]
    assert hours(found, station="phuoc-dinh") == [6, 8]
    assert hours(found, station="bac-ai") == []


def test_a_repeat_that_passes_two_full_slots_is_owed_once_and_the_change_helps() -> None:
    slots = daily(1, 5, 7, 9, 11, duration=2 * MINUTE)
    full = (locked(slots[1], duration=1.5 * MINUTE), locked(slots[2], duration=1.5 * MINUTE))
    before, found = made(slots=slots, candidates=(bulletin(),), standing=full)
    assert hours(found) == [5, 11]
    [owed] = found.unplaced
    assert (owed.due_in, owed.slots, owed.rule) == (slots[1].id, 2, Rule.ROOM)
    assert owed.change is not None
    assert owed.change.length_ms is not None
    longer = replace(
        slots[1], duration=slots[1].duration + timedelta(milliseconds=owed.change.length_ms)
    )
    helped = replace(before, slots=(slots[0], longer, *slots[2:]))
    assert hours(plan(helped, seed=1)) == [5, 7, 11]
    short = replace(longer, duration=longer.duration - timedelta(milliseconds=24))
    assert hours(plan(replace(before, slots=(slots[0], short, *slots[2:])), seed=1)) == [5, 11]


def test_a_slot_shorter_than_the_bulletin_says_that_it_does_not_fit() -> None:
    slots = (slot(at(5)), slot(at(7), MINUTE / 2), slot(at(9)))
    _, found = made(slots=slots, candidates=(bulletin(),))
    assert [(one.due_in, one.rule) for one in found.unplaced] == [(slots[1].id, Rule.FITS)]


def test_a_first_airing_that_is_missing_is_told_as_that_alone() -> None:
    slots = daily(1, 5, 7, 9, duration=2 * MINUTE)
    full = tuple(locked(one, duration=1.5 * MINUTE) for one in slots)
    _, found = made(slots=slots, candidates=(bulletin(),), standing=full)
    assert [(one.item_id, one.due_in) for one in found.unplaced] == [("storm", None)]


def test_two_bulletins_take_turns_where_a_slot_holds_one() -> None:
    """Whoever was heard longer ago goes first, and each is owed what the other took."""
    two = (bulletin(item_id="flood"), bulletin(item_id="storm"))
    slots = daily(1, 5, 7, 9, 11, duration=1.5 * MINUTE)
    _, found = made(slots=slots, candidates=two)
    assert item_ids(found) == ["flood", "storm", "flood", "storm"]
    assert [(one.item_id, one.due_in) for one in found.unplaced] == [
        ("flood", slots[1].id),
        ("flood", slots[3].id),
        ("storm", slots[2].id),
    ]


def test_other_must_runs_air_all_the_same() -> None:
    order = item("order", priority=Priority.PRIORITY, deadline=at(8))
    now = item("now", priority=Priority.URGENT)
    slots = daily(1, 5, 7, 9, duration=2.5 * MINUTE)
    _, found = made(slots=slots, candidates=(bulletin(), order, now))
    assert hours(found) == [5, 7, 9]
    assert (hours(found, "now"), hours(found, "order")) == ([5], [7])


@pytest.mark.parametrize(
    ("change", "kept", "rule"),
    [
        (None, [], Rule.UNKNOWN),
        ({"airable_until": at(8)}, [5, 7], Rule.WINDOW),
        ({"repeat_every": 4 * HOUR}, [5, 9], Rule.REPEAT),
        ({"repeat_every": None}, [5], Rule.SEPARATION),
    ],
)
def test_a_repair_takes_out_what_is_over_and_leaves_the_rest(
    change: dict[str, Any] | None, kept: list[int], rule: Rule
) -> None:
    """Withdrawn, over sooner, further apart, no longer repeating."""
    first = problem(clocks=OPEN, slots=daily(1, 5, 7, 9, 11), candidates=(bulletin(), *items(20)))
    stored = planned(first, plan(first, seed=1))
    rest = () if change is None else (replace(bulletin(), **change),)
    after = replace(stored, candidates=(*rest, *items(20)))
    found = plan(after, seed=1)
    assert check(after, found) == []
    assert hours(found) == kept
    gone = [drop for drop in found.dropped if drop.item_id == "storm"]
    assert {drop.rule for drop in gone} == {rule}
    assert len(gone) == 4 - len(kept)
    assert difference(after, found).removed == len(gone)


@st.composite
def days_of_bulletins(draw: st.DrawFn) -> Problem:
    """Return a station's day or two of short slots, some full of what is held."""
    starts = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=9)))
    slots = tuple(slot(at(hour % 24, day=hour // 24), 2 * MINUTE) for hour in starts)
    held = tuple(
        locked(
            one,
            draw(st.sampled_from(("speech", "speech", "storm"))),
            draw(st.sampled_from((MINUTE / 2, 1.5 * MINUTE))),
        )
        for one in slots
        if draw(st.booleans()) and draw(st.booleans())
    )
    past = draw(st.lists(st.integers(-9, -1), max_size=2))
    return problem(
        clocks=OPEN,
        slots=slots,
        candidates=(bulletin(draw(st.integers(1, 12)) * HOUR),),
        standing=held,
        history=tuple(
            Airing(item_id="storm", station="tan-ha", aired_at=at(0) + hour * HOUR) for hour in past
        ),
    )


def roomy(some: Problem) -> list[Slot]:
    full = {one.slot_id for one in some.standing if one.duration > MINUTE}
    there = {one.slot_id for one in some.standing if one.item_id == "storm"}
    return [one for one in some.slots if one.id not in full | there]


def given_airings(some: Problem) -> list[datetime]:
    starts = {one.id: one.starts_at for one in some.slots}
    held = [starts[one.slot_id] for one in some.standing if one.item_id == "storm"]
    return [one.aired_at for one in some.history] + held


def earliest(some: Problem) -> list[datetime]:
    """Return the airings that come as early as can be: of every choice of slots, tried in turn."""
    [storm] = some.candidates
    every = storm.repeat_every
    assert every is not None
    given, slots = given_airings(some), roomy(some)
    for taken in product((True, False), repeat=len(slots)):
        chosen = [one.starts_at for one, take in zip(slots, taken, strict=True) if take]
        if all(
            abs(one - other) >= every
            for number, one in enumerate(chosen)
            for other in (*given, *chosen[number + 1 :])
        ):
            return chosen
    raise AssertionError("to choose nothing is always allowed")


@settings(max_examples=200)
@given(days_of_bulletins())
def test_it_comes_as_early_and_often_as_any_choice_of_slots_could(some: Problem) -> None:
    _, found = made(
        slots=some.slots,
        candidates=some.candidates,
        standing=some.standing,
        history=some.history,
    )
    starts = {one.id: one.starts_at for one in some.slots}
    held = {one.slot_id for one in some.standing}
    placed = sorted(
        starts[one.slot_id]
        for one in found.placements
        if one.item_id == "storm" and not (one.slot_id in held and one.hold is Hold.LOCKED)
    )
    assert placed == earliest(some)


@settings(max_examples=200)
@given(days_of_bulletins())
def test_each_repeat_that_is_owed_is_told_once(some: Problem) -> None:
    """A slot too full, no airing within the interval, one before: the first such after each."""
    [storm] = some.candidates
    assert storm.repeat_every is not None
    found = plan(some, seed=1)
    heard = sorted({*given_airings(some), *earliest(some)})
    expected, after = [], set()
    for one in some.slots:
        before = [moment for moment in heard if moment < one.starts_at]
        if before and all(abs(one.starts_at - m) >= storm.repeat_every for m in heard):
            if before[-1] not in after:
                expected.append(one.id)
            after.add(before[-1])
    assert [owed.due_in for owed in found.unplaced if owed.due_in] == expected


@settings(max_examples=60)
@given(provinces(), st.integers(1, 30))
def test_planning_repeats_again_changes_nothing_in_any_province(some: Problem, hour: int) -> None:
    """With every urgent item a bulletin: no rule broken, and a second plan is the first."""
    repeating = replace(
        some,
        candidates=tuple(
            replace(one, repeat_every=hour * HOUR if one.priority is Priority.URGENT else None)
            for one in some.candidates
        ),
    )
    found = plan(repeating, seed=1)
    assert check(repeating, found) == []
    stored = planned(repeating, found)
    again = plan(stored, seed=1)
    assert check(stored, again) == []
    assert times(again) == times(found)
    assert again.dropped == ()
    assert owed(again) == owed(found)


def owed(found: Plan) -> list[tuple[Any, ...]]:
    return [(one.station, one.item_id, one.due_in, one.slots) for one in found.unplaced]


def test_the_checker_finds_a_repeat_too_soon_too_late_and_told_wrongly() -> None:
    before, found = made(slots=daily(1, 5, 7, 9, duration=2 * MINUTE), candidates=(bulletin(),))
    broken = {(v.rule, v.slot_id) for v in check(replaced(before, repeat_every=3 * HOUR), found)}
    assert (Rule.REPEAT, "tan-ha-03-0700") in broken
    without = replace(
        found,
        placements=tuple(
            one for one in found.placements if (one.item_id, one.slot_id[-4:]) != ("storm", "0700")
        ),
    )
    assert (Rule.UNREPORTED, "tan-ha-03-0700") in {
        (v.rule, v.slot_id) for v in check(before, without) if v.item_id == "storm"
    }
    told = Unplaced(
        item_id="storm", station="tan-ha", rule=Rule.ROOM, slots=1, due_in="tan-ha-03-0700"
    )
    assert [
        (v.rule, v.slot_id)
        for v in check(before, replace(without, unplaced=(told,)))
        if v.item_id == "storm"
    ] == [(Rule.REPEAT, "tan-ha-03-0700")]
    assert [v.rule for v in check(before, replace(found, unplaced=(told,)))] == [Rule.ACCOUNT]


def replaced(before: Problem, **facts: Any) -> Problem:
    return replace(before, candidates=(replace(before.candidates[0], **facts),))


def test_only_an_urgent_item_repeats_and_after_some_time() -> None:
    for facts, fault in (
        ({"priority": Priority.PRIORITY}, "candidate storm repeats and is not urgent"),
        ({"repeat_every": timedelta()}, "candidate storm repeats after no time"),
    ):
        with pytest.raises(InvalidProblemError) as found:
            plan(problem(candidates=(bulletin(**facts),)), seed=1)
        assert str(found.value) == fault
