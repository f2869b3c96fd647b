"""Two plans of the same slots beside one another: what the second changes of the first."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given

from broadcast.planner import Plan, Problem, Rule, RuleBook, difference_between, plan
from broadcast.planner.rulebook import Limit

from .problems import MINUTE, at, item, problem, slot
from .provinces import provinces


def airing(found: Plan) -> dict[str, list[Any]]:
    """Return what each slot airs, told by hand."""
    by_slot: dict[str, list[Any]] = defaultdict(list)
    for one in found.placements:
        if one.item_id is not None:
            what = (one.starts_at, one.position, one.item_id, one.duration)
            by_slot[one.slot_id].append(what)
    return {slot_id: sorted(several) for slot_id, several in by_slot.items()}


@given(provinces())
def test_the_slots_that_change_are_those_that_do_not_air_the_same(some: Problem) -> None:
    stricter = replace(some, rules=RuleBook(limits=(Limit(rule=Rule.MOST_AIRINGS, value=1),)))
    before, after = plan(some, seed=1), plan(stricter, seed=2)
    first, second = airing(before), airing(after)
    assert difference_between(some, before, after).changed_slots == {
        slot_id
        for slot_id in first.keys() | second.keys()
        if first.get(slot_id) != second.get(slot_id)
    }
    assert not difference_between(some, before, before).changed_slots


def test_a_slot_that_an_item_moved_out_of_has_changed_as_well() -> None:
    news = item("news", MINUTE, airable_until=at(12))
    two = (slot(at(11), timedelta(minutes=1.5)), slot(at(17), timedelta(minutes=1.5)))
    before = problem(slots=two, candidates=(news,))
    after = replace(before, candidates=(replace(news, airable_from=at(12), airable_until=None),))
    found = difference_between(before, plan(before, seed=1), plan(after, seed=1))
    assert (found.moved, found.added, found.removed) == (1, 0, 0)
    assert found.changed_slots == {one.id for one in two}
