"""What already stands in a slot: what stays, what goes, and what moves in beside it."""

from dataclasses import replace
from typing import Any

import pytest

from broadcast.planner import (
    Admission,
    Dropped,
    Entry,
    Hold,
    Ident,
    Pick,
    Plan,
    Problem,
    Refusal,
    Rule,
    Standing,
    Why,
    check,
    plan,
)
from broadcast.planner.clock import Fixed

from .problems import (
    JINGLE,
    MINUTE,
    at,
    clock,
    daily,
    in_frames,
    item,
    item_ids,
    items,
    planned,
    problem,
    slot,
    times,
)

KEPT = (Hold.LOCKED, Hold.FROZEN, Hold.SCHEDULER)


def stands(item_id: str = "held", hold: Hold = Hold.LOCKED, **facts: Any) -> Standing:
    defaults: dict[str, Any] = {
        "slot_id": "tan-ha-03-1700",
        "position": 1,
        "starts_at": at(17, 5),
        "duration": in_frames(2 * MINUTE),
    }
    return Standing(item_id=item_id, hold=hold, **{**defaults, **facts})


def clean(made: Problem) -> Plan:
    found = plan(made, seed=1)
    assert check(made, found) == []
    return found


@pytest.mark.parametrize("hold", KEPT)
def test_what_others_placed_stays_and_the_rest_is_filled_around_it(hold: Hold) -> None:
    found = clean(problem(candidates=items(20), standing=(stands(hold=hold),)))
    [held] = [one for one in found.placements if one.item_id == "held"]
    assert (held.position, held.hold, held.reason.why) == (1, hold, Why.STANDING)
    assert len(item_ids(found)) > 5
    assert found.gaps == ()


@pytest.mark.parametrize("hold", KEPT)
def test_what_others_placed_stays_whatever_the_rules_say(hold: Hold) -> None:
    """The scheduler may air a drama where the clock has news, far from its area, every day."""
    odd = item(
        "held",
        2 * MINUTE,
        kind="drama",
        areas=frozenset({"elsewhere"}),
        airable_until=at(16),
        separation_days=9,
    )
    standing = (stands(hold=hold), stands(hold=hold, slot_id="tan-ha-04-1700"))
    made = problem(
        clocks=(clock(Ident(duration=JINGLE), Pick(kinds=frozenset({"news"}))),),
        slots=daily(2, 17),
        candidates=(odd,),
        standing=standing,
    )
    assert item_ids(clean(made)) == ["held", "held"]


def test_an_own_earlier_placement_goes_as_soon_as_a_rule_forbids_it() -> None:
    made = problem(
        candidates=(item("held", 2 * MINUTE, airable_until=at(16)),),
        standing=(stands(hold=Hold.PLANNER),),
    )
    found = clean(made)
    assert item_ids(found) == []
    assert found.dropped == (
        Dropped(slot_id="tan-ha-03-1700", position=1, item_id="held", rule=Rule.WINDOW),
    )


def test_of_two_earlier_placements_too_close_together_the_later_one_goes() -> None:
    standing = tuple(
        stands(hold=Hold.PLANNER, slot_id=f"tan-ha-0{3 + day}-1700", starts_at=at(17, 5, day=day))
        for day in range(2)
    )
    made = problem(
        slots=daily(2, 17),
        candidates=(item("held", 2 * MINUTE, separation_days=2),),
        standing=standing,
    )
    found = clean(made)
    assert item_ids(found) == ["held"]
    assert [(one.slot_id, one.rule) for one in found.dropped] == [
        ("tan-ha-04-1700", Rule.SEPARATION)
    ]


def test_planning_a_planned_week_changes_nothing_whatever_the_seed() -> None:
    made = problem(slots=daily(7, 5, 11, 17), candidates=items(30, 2 * MINUTE, separation_days=2))
    first = clean(made)
    second = plan(planned(made, first), seed=99)
    assert times(second) == times(first)
    assert (second.dropped, second.gaps) == ((), first.gaps)


def test_withdrawing_an_item_refills_its_places_and_touches_nothing_else() -> None:
    made = problem(slots=daily(7, 5, 17), candidates=items(40, 2 * MINUTE, separation_days=2))
    first = clean(made)
    gone = first.placements[1].item_id
    stored = planned(made, first)
    without = replace(
        stored,
        candidates=tuple(one for one in stored.candidates if one.id != gone),
        standing=tuple(one for one in stored.standing if one.item_id != gone),
    )
    second = clean(without)
    held = {one.slot_id for one in first.placements if one.item_id == gone}
    outside = [one for one in times(first) if one[0] not in held]
    assert [one for one in times(second) if one[0] not in held] == outside
    assert gone not in item_ids(second)
    assert {gap.slot_id for gap in second.gaps} & held == set()


def test_a_slot_that_admits_nothing_is_read_but_not_planned() -> None:
    read = slot(at(17), admits=Admission.NONE)
    made = problem(
        slots=(read, slot(at(17, day=1))),
        candidates=(item("held", 2 * MINUTE, separation_days=2),),
        standing=(stands(hold=Hold.PLANNER),),
    )
    found = clean(made)
    assert {one.slot_id for one in found.placements} == {"tan-ha-04-1700"}
    assert item_ids(found) == []
    assert [gap.slot_id for gap in found.gaps] == ["tan-ha-04-1700"]


def test_in_a_released_slot_even_the_planners_placements_stay() -> None:
    released = slot(at(17), admits=Admission.URGENT)
    made = problem(
        slots=(released,),
        candidates=(item("held", 2 * MINUTE, airable_until=at(16)), *items(5)),
        standing=(stands(hold=Hold.PLANNER),),
    )
    assert item_ids(clean(made)) == ["held"]


def test_held_items_keep_the_order_they_were_in() -> None:
    standing = (
        stands("second", starts_at=at(17, 6)),
        stands("first", starts_at=at(17, 1)),
        stands("third", starts_at=at(17, 9)),
    )
    found = clean(problem(candidates=items(20), standing=standing))
    held = [one for one in item_ids(found) if not one.startswith("item")]
    assert held == ["first", "second", "third"]


def test_a_slot_that_cannot_hold_what_stands_in_it_is_refused() -> None:
    """What stands there still counts as aired; the slot itself is left to the scheduler."""
    long = stands(duration=in_frames(10 * MINUTE))
    made = problem(
        slots=daily(2, 17),
        candidates=(item("held", 2 * MINUTE, separation_days=2), *items(9)),
        standing=(long, stands("item-00", hold=Hold.PLANNER)),
    )
    found = clean(made)
    assert found.refusals == (
        Refusal(slot_id="tan-ha-03-1700", rule=Rule.FITS, limit=600_000, found=610_464),
    )
    assert [(one.item_id, one.rule) for one in found.dropped] == [("item-00", Rule.FITS)]
    assert {one.slot_id for one in found.placements} == {"tan-ha-04-1700"}
    assert "held" not in item_ids(found)


def test_what_is_held_at_a_fixed_position_replaces_the_item_the_clock_names() -> None:
    made = problem(
        clocks=(clock(Ident(duration=JINGLE), Fixed(item_id="anthem"), Pick()),),
        candidates=(item("anthem"),),
        standing=(stands(),),
    )
    found = clean(made)
    assert [one.item_id for one in found.placements if one.position == 1] == ["held"]


def test_a_held_item_that_is_no_longer_a_candidate_stays_until_it_is_taken_away() -> None:
    found = clean(problem(standing=(stands("withdrawn"),)))
    assert item_ids(found) == ["withdrawn"]
    assert [one.entry for one in found.placements] == [Entry.IDENT, Entry.ITEM]
