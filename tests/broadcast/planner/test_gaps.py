"""Why a gap stayed, told in codes and numbers that a scheduler can act on."""

from dataclasses import replace
from typing import Any

from broadcast.planner import (
    Airing,
    Ident,
    KeptOut,
    Pick,
    Rule,
    Unmet,
    check,
    plan,
)
from broadcast.planner.clock import Fixed

from .problems import JINGLE, MINUTE, SECOND, at, clock, daily, item, item_ids, items, problem, slot

LENGTH = JINGLE + 2 * SECOND + 3 * MINUTE


def kept_out(*candidates: Any, **parts: Any) -> dict[Rule, KeptOut]:
    """Plan a slot of three empty minutes, and return why they stayed empty, by rule."""
    made = problem(slots=(slot(at(17), LENGTH),), candidates=candidates, **parts)
    found = plan(made, seed=1)
    assert check(made, found) == []
    [gap] = found.gaps
    return {kept.rule: replace(kept, change=None) for kept in gap.kept_out}


def test_each_rule_tells_how_many_items_it_alone_kept_out_and_what_they_would_fill() -> None:
    found = kept_out(
        item("level-1", MINUTE, levels=frozenset({"district"})),
        item("level-2", MINUTE, levels=frozenset({"district"})),
        item("area", MINUTE, areas=frozenset({"elsewhere"})),
        item("language", 2 * MINUTE, language="raglai"),
        item("window", MINUTE, airable_until=at(17)),
    )
    told = {rule: (kept.items, round(kept.fill_ms, -3)) for rule, kept in found.items()}
    assert told == {
        Rule.LEVEL: (2, 124_000),
        Rule.LANGUAGE: (1, 122_000),
        Rule.AREA: (1, 62_000),
        Rule.WINDOW: (1, 62_000),
    }
    assert list(found) == [Rule.LEVEL, Rule.LANGUAGE, Rule.AREA, Rule.WINDOW]


def test_an_item_that_two_rules_keep_out_counts_for_neither() -> None:
    both = item("both", MINUTE, areas=frozenset({"elsewhere"}), language="raglai")
    assert kept_out(both) == {}


def test_the_clocks_own_filters_are_told_apart() -> None:
    pick = Pick(kinds=frozenset({"news"}), themes=frozenset({"law"}))
    found = kept_out(
        item("kind", MINUTE, kind="play", themes=frozenset({"law"})),
        item("theme", MINUTE, themes=frozenset({"women"})),
        item("both", MINUTE, kind="play"),
        clocks=(clock(Ident(duration=JINGLE), pick),),
    )
    assert {rule: kept.items for rule, kept in found.items()} == {
        Rule.KIND: 1,
        Rule.THEME: 1,
        Rule.CLOCK: 1,
    }


def test_a_position_that_is_full_is_told() -> None:
    pick = Pick(most=90 * SECOND)
    found = kept_out(
        item("a", MINUTE), item("b", MINUTE), clocks=(clock(Ident(duration=JINGLE), pick),)
    )
    assert {rule: kept.items for rule, kept in found.items()} == {Rule.POSITION_LENGTH: 1}


def aired(item_id: str, *days_ago: int) -> tuple[Airing, ...]:
    return tuple(
        Airing(item_id=item_id, station="tan-ha", aired_at=at(17, day=-days)) for days in days_ago
    )


def test_separation_tells_by_how_many_days_it_would_have_to_be_shorter() -> None:
    """Aired yesterday, two days short; the other aired two days ago, one day short."""
    items = (
        item("yesterday", 2 * MINUTE, separation_days=3),
        item("before", MINUTE, separation_days=3),
    )
    history = (*aired("yesterday", 1), *aired("before", 2))
    kept = kept_out(*items, history=history)[Rule.SEPARATION]
    assert (kept.items, kept.days_short) == (2, 2)
    history = (*aired("yesterday", 2), *aired("before", 2))
    kept = kept_out(*items, history=history)[Rule.SEPARATION]
    assert (kept.items, kept.days_short) == (2, 1)


def test_separation_is_not_shortened_for_what_fills_no_more() -> None:
    """One day less already fills the gap as well as it can be; nobody asks for two."""
    items = (
        item("before", 3 * MINUTE, separation_days=3),
        item("yesterday", 1 * MINUTE, separation_days=3),
    )
    history = (*aired("yesterday", 1), *aired("before", 2))
    kept = kept_out(*items, history=history)[Rule.SEPARATION]
    assert (kept.items, kept.days_short) == (2, 1)


def test_most_airings_are_told() -> None:
    items = item("often", MINUTE, most_airings=2)
    kept = kept_out(items, history=aired("often", 4, 8))
    assert {rule: one.items for rule, one in kept.items()} == {Rule.MOST_AIRINGS: 1}


def test_items_that_are_only_too_long_are_counted_with_the_shortest_of_them() -> None:
    kept = kept_out(item("a", 4 * MINUTE), item("b", 5 * MINUTE))
    assert kept == {Rule.FITS: KeptOut(rule=Rule.FITS, items=2, fill_ms=0, shortest_ms=240_000)}


def test_a_fixed_item_that_may_not_stand_is_reported_with_the_rule() -> None:
    anthem = clock(Ident(duration=JINGLE), Fixed(item_id="anthem"), Pick())
    made = problem(
        clocks=(anthem,),
        slots=daily(2, 17),
        candidates=(item("anthem", MINUTE, separation_days=2),),
    )
    found = plan(made, seed=1)
    assert item_ids(found) == ["anthem"]
    assert found.unmet == (
        Unmet(slot_id="tan-ha-04-1700", position=1, item_id="anthem", rule=Rule.SEPARATION),
    )
    unknown = plan(replace(made, candidates=()), seed=1)
    assert {one.rule for one in unknown.unmet} == {Rule.UNKNOWN}
    too_long = (item("anthem", 11 * MINUTE),)
    assert {one.rule for one in plan(replace(made, candidates=too_long), seed=1).unmet} == {
        Rule.FITS
    }


def test_a_full_slot_has_no_gap_to_explain() -> None:
    made = problem(candidates=items(20))
    assert plan(made, seed=1).gaps == ()
