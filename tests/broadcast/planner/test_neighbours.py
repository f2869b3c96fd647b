"""What should not air one right after the other: versions, one author, one supplying body."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.planner import (
    Broken,
    Candidate,
    Hold,
    Ident,
    Pick,
    Plan,
    Problem,
    Rule,
    RuleBook,
    Setting,
    Standing,
    Strength,
    check,
    plan,
)
from broadcast.planner.catalogue import Catalogue
from broadcast.planner.neighbours import Neighbours

from .problems import (
    JINGLE,
    MINUTE,
    SECOND,
    at,
    clock,
    commune,
    item,
    item_ids,
    problem,
    slot,
)

RULES = (Rule.VERSIONS_APART, Rule.AUTHOR_APART, Rule.BODY_APART)
FIELD = {Rule.VERSIONS_APART: "work", Rule.AUTHOR_APART: "author", Rule.BODY_APART: "body"}
STATION = commune(languages=frozenset({"vi", "cham"}))


def planned(*candidates: Candidate, **parts: Any) -> tuple[Problem, Plan]:
    room = len(candidates) * MINUTE + 20 * SECOND
    made = problem(
        **{
            "stations": (STATION,),
            "clocks": (clock(Pick()),),
            "slots": (slot(at(11), room),),
            "candidates": candidates,
            **parts,
        }
    )
    found = plan(made, seed=1)
    assert check(made, found) == []
    return made, found


def breaks(found: Plan) -> list[tuple[str | None, Rule, str | None]]:
    return [
        (one.item_id, broken.rule, broken.beside)
        for one in found.placements
        for broken in one.reason.breaks
    ]


@pytest.mark.parametrize("rule", RULES)
def test_two_that_belong_together_are_kept_apart_by_a_third(rule: Rule) -> None:
    kin: dict[str, Any] = {FIELD[rule]: "x"}
    _, found = planned(item("a", **kin), item("b", **kin, language="cham"), item("z"))
    assert item_ids(found)[1] == "z"
    assert breaks(found) == []


@pytest.mark.parametrize("rule", RULES)
def test_where_nothing_can_come_between_the_later_one_says_so(rule: Rule) -> None:
    kin: dict[str, Any] = {FIELD[rule]: "x"}
    _, found = planned(item("a", **kin), item("b", **kin))
    first, second = item_ids(found)
    assert breaks(found) == [(second, rule, first)]
    off = RuleBook(settings=(Setting(rule=rule, strength=Strength.OFF),))
    assert breaks(planned(item("a", **kin), item("b", **kin), rules=off)[1]) == []


def test_a_jingle_comes_between() -> None:
    positions = (Pick(kinds=frozenset({"news"})), Ident(duration=JINGLE), Pick())
    _, found = planned(
        item("a", author="x"),
        item("b", author="x", kind="skit"),
        clocks=(clock(*positions),),
        slots=(slot(at(11), 3 * MINUTE),),
    )
    assert len(item_ids(found)) == 2
    assert breaks(found) == []


def test_the_heavier_rule_is_kept_where_only_one_can_be() -> None:
    """Of a, b and c in a row, b must stand beside one of its kin whatever the order."""
    a, b, c = item("a", author="x", body="y"), item("b", author="x"), item("c", body="y")
    for heavy, light in (
        (Rule.AUTHOR_APART, Rule.BODY_APART),
        (Rule.BODY_APART, Rule.AUTHOR_APART),
    ):
        rules = RuleBook(
            settings=(
                Setting(rule=heavy, strength=Strength.SOFT, weight=200),
                Setting(rule=light, strength=Strength.SOFT, weight=10),
            )
        )
        _, found = planned(a, b, c, rules=rules)
        assert heavy not in {rule for _, rule, _ in breaks(found)}


def test_another_item_is_chosen_if_the_slot_is_no_emptier_for_it() -> None:
    _, found = planned(
        item("a", author="x"),
        item("b", author="x"),
        item("stranger", cleared_on=at(0, day=-40).date()),
        slots=(slot(at(11), 2 * MINUTE + SECOND),),
    )
    assert "stranger" in item_ids(found)
    assert breaks(found) == []


def test_a_slot_is_not_left_emptier_for_a_soft_rule() -> None:
    _, found = planned(
        item("a", author="x"),
        item("b", author="x"),
        item("stranger", 30 * SECOND),
        slots=(slot(at(11), 2 * MINUTE + SECOND),),
    )
    assert sorted(item_ids(found)) == ["a", "b"]


def test_what_stands_keeps_its_place_and_says_what_it_breaks() -> None:
    there = tuple(
        Standing(
            slot_id="tan-ha-03-1100",
            position=0,
            item_id=name,
            starts_at=at(11, minute),
            duration=item("a").duration,
            hold=Hold.SCHEDULER,
        )
        for minute, name in enumerate("ab")
    )
    _, found = planned(
        item("a", body="x"), item("b", body="x"), item("c", body="x"), item("d"), standing=there
    )
    assert item_ids(found) == ["a", "b", "d", "c"]
    assert breaks(found) == [("b", Rule.BODY_APART, "a")]


@settings(max_examples=60)
@given(kin=st.lists(st.tuples(*[st.sampled_from([None, "x", "y"])] * 3), min_size=2, max_size=5))
def test_no_other_order_of_the_chosen_costs_less(
    kin: list[tuple[str | None, str | None, str | None]],
) -> None:
    """Against every order of up to five items."""
    candidates = [
        item(f"item-{n}", work=work, author=author, body=body)
        for n, (work, author, body) in enumerate(kin)
    ]
    made, found = planned(*candidates)
    catalogue = Catalogue(made.candidates, (), seed=1, rules=made.rules)
    neighbours = Neighbours(catalogue, catalogue.terms_at(STATION), range(len(catalogue)))
    order = [catalogue.index[name] for name in item_ids(found)]
    best = min(neighbours.cost(list(other)) for other in permutations(order))
    assert neighbours.cost(list(order)) == best
    assert neighbours.least_cost(order) <= best


def test_where_all_are_of_one_body_that_is_named_and_changes_no_choice() -> None:
    """Each place is taken by rank, as if nobody minded the body."""
    same = tuple(item(f"item-{n}", MINUTE, body="station") for n in range(5))
    room = (slot(at(11), 3 * MINUTE + 20 * SECOND),)
    _, found = planned(*same, slots=room)
    _, without = planned(*(replace(one, body=None) for one in same), slots=room)
    assert item_ids(found) == item_ids(without)
    assert [rule for _name, rule, _beside in breaks(found)] == [Rule.BODY_APART] * 2


def test_the_checker_finds_what_is_broken_and_not_named_and_what_is_named_and_not_broken() -> None:
    made, found = planned(item("a", author="x"), item("b", author="x"))
    [(second, rule, first)] = breaks(found)
    silent = [replace(one, reason=replace(one.reason, breaks=())) for one in found.placements]
    [violation] = check(made, replace(found, placements=tuple(silent)))
    assert (violation.rule, violation.item_id) == (Rule.ACCOUNT, second)
    too_much = [
        replace(one, reason=replace(one.reason, breaks=(Broken(rule, first),)))
        for one in found.placements
    ]
    named = check(made, replace(found, placements=tuple(too_much)))
    assert [(one.rule, one.item_id) for one in named] == [(Rule.ACCOUNT, first)]
