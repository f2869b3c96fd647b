"""The checker is fed plans with one thing wrong and must name exactly that rule.

Half the plans are broken by hand; the others were made for the same problem
without the rule, and are then judged with it.
"""

import ast
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from broadcast.planner import (
    FRAME,
    Admission,
    Airing,
    AirtimeException,
    AirtimeRules,
    Candidate,
    Carry,
    Entry,
    Filler,
    Fixed,
    Hold,
    Ident,
    Pick,
    Placement,
    Plan,
    Priority,
    Problem,
    QuietHours,
    Refusal,
    Relay,
    Rule,
    Share,
    Standing,
    Unplaced,
    Violation,
    check,
    checker,
    plan,
)

from .problems import (
    JINGLE,
    MINUTE,
    MONDAY,
    SECOND,
    at,
    clock,
    commune,
    in_frames,
    item,
    problem,
    slot,
)

PROVINCE = commune("province", level="province", area_path=("province",))
TAN_HA = commune(parent="province")
CHECKER = Path(checker.__file__).parent
OWN_SLOT = "tan-ha-03-1700"
PARENT_SLOT = "province-03-1700"

CLOCKS = (
    clock(
        Relay(source="VOV1", duration=MINUTE),
        Ident(duration=JINGLE),
        Carry(),
        Pick(kinds=frozenset({"news"}), themes=frozenset({"law"}), most=3 * MINUTE),
        Pick(),
        Fixed(item_id="anthem"),
        Filler(),
        Ident(duration=JINGLE),
    ),
    clock(Ident(duration=JINGLE), Pick(), clock_id="province"),
)


def base(**parts: Any) -> Problem:
    """Return a commune that carries a bulletin, adds its own, and has a minute to spare.

    The province's slot has just enough for its one item; the commune's is
    short of items, so that it has a gap, filler and silence.
    """
    defaults: dict[str, Any] = {
        "stations": (PROVINCE, TAN_HA),
        "clocks": CLOCKS,
        "slots": (
            slot(at(17), JINGLE + 3 * MINUTE, station="province", clock="province"),
            slot(at(17), 15 * MINUTE),
        ),
        "candidates": (
            item("bulletin", 2 * MINUTE, kind="bulletin", levels=frozenset({"province"})),
            item("law-1", MINUTE, themes=frozenset({"law"}), levels=frozenset({"commune"})),
            item("law-2", MINUTE, themes=frozenset({"law"}), levels=frozenset({"commune"})),
            item("play-1", 3 * MINUTE, kind="play", levels=frozenset({"commune"})),
            item("play-2", 3 * MINUTE, kind="play", levels=frozenset({"commune"})),
            item("anthem", MINUTE, kind="anthem", levels=frozenset({"commune"})),
        ),
    }
    return problem(**{**defaults, **parts})


@pytest.fixture(scope="module")
def clean() -> Plan:
    found = plan(base(), seed=1)
    assert sorted(one.item_id for one in found.placements if one.item_id) == [
        "anthem", "bulletin", "bulletin", "law-1", "law-2", "play-1", "play-2",
    ]  # fmt: skip
    assert check(base(), found) == []
    return found


def rules(problem: Problem, found: Plan) -> list[Rule]:
    return sorted({violation.rule for violation in check(problem, found)})


def edit(found: Plan, which: str, **facts: Any) -> Plan:
    """Return the plan with one entry of the commune's slot changed, told by item or position."""

    def changed(one: Placement) -> Placement:
        is_it = one.slot_id == OWN_SLOT and which in {one.item_id, str(one.position)}
        return replace(one, **facts) if is_it else one

    return replace(found, placements=tuple(map(changed, found.placements)))


def where(found: Plan, which: str) -> Placement:
    [one] = [
        one
        for one in found.placements
        if one.slot_id == OWN_SLOT and which in {one.item_id, str(one.position)}
    ]
    return one


def later(found: Plan, which: str, by: timedelta) -> Plan:
    return edit(found, which, starts_at=where(found, which).starts_at + by)


def gap(found: Plan, **facts: Any) -> Plan:
    gaps = tuple(replace(one, **facts) if one.slot_id == OWN_SLOT else one for one in found.gaps)
    return replace(found, gaps=gaps)


CLOSING = "7"
FILLER = "6"

BY_HAND: dict[str, tuple[Rule, Callable[[Plan], Plan]]] = {
    "a relay that ends after its slot": (
        Rule.FITS,
        lambda found: edit(found, "0", starts_at=at(16, 59)),
    ),
    "a relay that is still on when the jingle begins": (
        Rule.FITS,
        lambda found: later(found, "0", SECOND),
    ),
    "positions out of order": (
        Rule.ORDER,
        lambda found: edit(found, "law-1", position=4),
    ),
    "a pause below the least": (
        Rule.PAUSE,
        lambda found: later(found, "law-2", -64 * FRAME),
    ),
    "a pause above the most": (
        Rule.PAUSE,
        lambda found: later(found, "law-2", FRAME),
    ),
    "an item between two frames": (
        Rule.PAUSE,
        lambda found: later(found, "law-2", -timedelta(milliseconds=1)),
    ),
    "filler beyond its most": (
        Rule.FILLER,
        lambda found: gap(
            edit(
                later(found, CLOSING, 42 * FRAME),
                FILLER,
                duration=MINUTE + 42 * FRAME,
            ),
            filler_ms=61_008,
            silence_ms=85_080,
        ),
    ),
    "an item twice in a slot": (
        Rule.ONCE_PER_SLOT,
        lambda found: edit(found, "play-2", item_id="play-1"),
    ),
    "an item that is no candidate": (
        Rule.UNKNOWN,
        lambda found: edit(found, "play-2", item_id="play-9"),
    ),
    "a slot that is not there": (
        Rule.UNKNOWN,
        lambda found: replace(
            found,
            placements=(*found.placements, replace(where(found, "play-1"), slot_id="nowhere")),
        ),
    ),
    "a position the clock does not have": (
        Rule.CLOCK,
        lambda found: edit(found, CLOSING, position=8),
    ),
    "an item where the clock has an ident": (
        Rule.CLOCK,
        lambda found: edit(found, "play-1", entry=Entry.IDENT, item_id=None),
    ),
    "an own item passed off as carried": (
        Rule.CARRY,
        lambda found: edit(found, "play-1", from_station="province"),
    ),
    "a carried item from elsewhere": (
        Rule.CARRY,
        lambda found: edit(found, "bulletin", from_station="tan-ha"),
    ),
    "a gap that is not told": (
        Rule.ACCOUNT,
        lambda found: replace(found, gaps=found.gaps[:1]),
    ),
    "a gap told shorter than it is": (
        Rule.ACCOUNT,
        lambda found: gap(found, gap_ms=140_000),
    ),
    "filler told longer than it is": (
        Rule.ACCOUNT,
        lambda found: gap(found, filler_ms=90_000),
    ),
    "a gap in a slot that is not there": (
        Rule.ACCOUNT,
        lambda found: replace(found, gaps=(*found.gaps, replace(found.gaps[0], slot_id="nowhere"))),
    ),
    "pauses that leave more silence than they must": (
        Rule.ACCOUNT,
        lambda found: replace(
            found,
            placements=tuple(
                replace(one, starts_at=one.starts_at - FRAME)
                if one.slot_id == OWN_SLOT and one.position > 2
                else one
                for one in found.placements
            ),
        ),
    ),
    "a refusal of a slot that is not there": (
        Rule.ACCOUNT,
        lambda found: replace(found, refusals=(Refusal(slot_id="nowhere", rule=Rule.QUIET_HOURS),)),
    ),
}


@pytest.mark.parametrize("what", BY_HAND)
def test_a_plan_broken_by_hand_is_found_out(clean: Plan, what: str) -> None:
    rule, breaking = BY_HAND[what]
    assert rules(base(), breaking(clean)) == [rule]


def with_item(item_id: str, **facts: Any) -> Callable[[], Problem]:
    def changed(one: Candidate) -> Candidate:
        return replace(one, **facts) if one.id == item_id else one

    return lambda: base(candidates=tuple(map(changed, base().candidates)))


def with_commune(**facts: Any) -> Callable[[], Problem]:
    return lambda: base(stations=(PROVINCE, replace(TAN_HA, **facts)))


def with_airtime(**facts: Any) -> Callable[[], Problem]:
    return with_commune(airtime=AirtimeRules(**facts))


def with_parent_slot_for_urgent_items() -> Problem:
    parent, own = base().slots
    return base(slots=(replace(parent, admits=Admission.URGENT), own))


def with_position(index: int, **facts: Any) -> Callable[[], Problem]:
    own, parent = CLOCKS
    positions = list(own.positions)
    positions[index] = replace(positions[index], **facts)
    return lambda: base(clocks=(replace(own, positions=tuple(positions)), parent))


def with_shared(share: Share) -> Callable[[], Problem]:
    own, parent = CLOCKS
    positions = (parent.positions[0], Pick(share=share))
    return lambda: base(clocks=(own, replace(parent, positions=positions)))


def with_history(item_id: str, *days_ago: int, **facts: Any) -> Callable[[], Problem]:
    airings = tuple(
        Airing(item_id=item_id, station="tan-ha", aired_at=at(12, day=-days)) for days in days_ago
    )
    return lambda: replace(with_item(item_id, **facts)(), history=airings)


def with_standing(**facts: Any) -> Callable[[], Problem]:
    defaults: dict[str, Any] = {
        "slot_id": OWN_SLOT,
        "position": 4,
        "item_id": "play-1",
        "starts_at": at(17, 5),
        "duration": in_frames(3 * MINUTE),
        "hold": Hold.SCHEDULER,
    }
    return lambda: base(standing=(Standing(**{**defaults, **facts}),))


def with_must_run(**facts: Any) -> Callable[[], Problem]:
    due = item("storm", MINUTE, levels=frozenset({"commune"}), priority=Priority.PRIORITY, **facts)
    return lambda: base(candidates=(*base().candidates, due))


JUDGED: dict[str, tuple[Rule, Callable[[], Problem]]] = {
    "a level": (Rule.LEVEL, with_item("play-1", levels=frozenset({"district"}))),
    "an area": (Rule.AREA, with_item("play-1", areas=frozenset({"elsewhere"}))),
    "the station's languages": (Rule.LANGUAGE, with_item("play-1", language="raglai")),
    "the position's languages": (
        Rule.LANGUAGE,
        with_position(4, languages=frozenset({"raglai"})),
    ),
    "the first moment": (Rule.WINDOW, with_item("play-1", airable_from=at(17, 10))),
    "the last moment": (Rule.WINDOW, with_item("play-1", airable_until=at(17, 6))),
    "the last moment of a carried item": (
        Rule.CARRY,
        with_item("bulletin", airable_until=at(17, 5)),
    ),
    "a kind": (Rule.KIND, with_item("law-1", kind="play")),
    "a theme": (Rule.THEME, with_item("law-1", themes=frozenset({"women"}))),
    "a position's length": (Rule.POSITION_LENGTH, with_position(3, most=MINUTE)),
    "another fixed item": (Rule.CLOCK, with_position(5, item_id="bulletin")),
    "a length": (Rule.LENGTH, with_item("play-1", duration=3 * MINUTE + FRAME)),
    "the filler's most": (Rule.FILLER, with_position(6, most=30 * SECOND)),
    "a separation": (
        Rule.SEPARATION,
        with_history("play-1", 2, separation_days=3),
    ),
    "most airings": (
        Rule.MOST_AIRINGS,
        with_history("play-1", 9, 6, 3, most_airings=3),
    ),
    "a slot that admits urgent items only": (Rule.ADMISSION, with_parent_slot_for_urgent_items),
    "what the parent keeps to itself": (Rule.CARRY, with_shared(Share.OWN)),
    "a part of the parent's programme": (
        Rule.CARRY,
        with_position(2, most=MINUTE),
    ),
    "a scheduler's item": (Rule.STANDING, with_standing(item_id="law-2", duration=MINUTE)),
    "a locked item": (
        Rule.STANDING,
        with_standing(hold=Hold.LOCKED, from_station="province"),
    ),
    "an earlier placement": (
        Rule.UNREPORTED,
        with_standing(hold=Hold.PLANNER, item_id="law-9"),
    ),
    "a must-run": (Rule.UNREPORTED, with_must_run(deadline=at(17, 14))),
    "quiet hours": (
        Rule.QUIET_HOURS,
        with_airtime(quiet_hours=(QuietHours(time(17, 14), time(5)),)),
    ),
    "weekdays": (Rule.WEEKDAY, with_airtime(weekdays=frozenset({1}))),
    "sessions": (Rule.SESSIONS, with_airtime(most_sessions_per_day=0)),
    "a session's minutes": (Rule.SESSION_MINUTES, with_airtime(most_per_session=14 * MINUTE)),
    "a day's minutes": (Rule.DAY_MINUTES, with_airtime(most_per_day=14 * MINUTE)),
}


@pytest.mark.parametrize("what", JUDGED)
def test_a_plan_made_without_a_rule_is_found_out(clean: Plan, what: str) -> None:
    rule, stricter = JUDGED[what]
    assert rules(stricter(), clean) == [rule]


def without_own_slot(found: Plan) -> Plan:
    return replace(
        found,
        placements=tuple(one for one in found.placements if one.slot_id != OWN_SLOT),
        gaps=tuple(one for one in found.gaps if one.slot_id != OWN_SLOT),
    )


@pytest.mark.parametrize("rule", [Rule.FITS, Rule.QUIET_HOURS, Rule.SESSIONS])
def test_a_slot_refused_for_nothing_is_found_out(clean: Plan, rule: Rule) -> None:
    refused = replace(without_own_slot(clean), refusals=(Refusal(slot_id=OWN_SLOT, rule=rule),))
    assert check(base(), refused) == [
        Violation(rule=Rule.ACCOUNT, station="tan-ha", slot_id=OWN_SLOT)
    ]


def test_a_slot_planned_though_it_admits_nothing_is_found_out(clean: Plan) -> None:
    parent, own = base().slots
    closed = base(slots=(parent, replace(own, admits=Admission.NONE)))
    assert Rule.ADMISSION in rules(closed, clean)
    assert check(closed, without_own_slot(clean)) == []


def test_a_must_run_told_as_missed_though_it_airs_is_found_out(clean: Plan) -> None:
    due = with_item("play-1", priority=Priority.PRIORITY, deadline=at(17, 14))()
    told = Unplaced(item_id="play-1", station="tan-ha", rule=Rule.ROOM, slots=1)
    assert check(due, clean) == []
    assert check(due, replace(clean, unplaced=(told,))) == [
        Violation(rule=Rule.ACCOUNT, station="tan-ha", item_id="play-1")
    ]


def test_a_limit_that_an_order_lifts_is_not_broken(clean: Plan) -> None:
    quiet = (QuietHours(time(17, 14), time(5)),)
    order = AirtimeException(
        first_day=MONDAY,
        last_day=MONDAY,
        order_number="12/CĐ-UBND",
        lifts=frozenset({Rule.QUIET_HOURS}),
    )
    assert rules(with_airtime(quiet_hours=quiet)(), clean) == [Rule.QUIET_HOURS]
    assert rules(with_airtime(quiet_hours=quiet, exceptions=(order,))(), clean) == []


def test_the_checker_shares_no_code_with_the_planner() -> None:
    """It may know the input, the outcome and the names of the rules: their types, nothing else."""
    shared = {"candidate", "clock", "outcome", "problem", "rule", "rulebook", "station"}
    own = {path.stem for path in CHECKER.glob("*.py")}
    for path in CHECKER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                assert (node.level, node.module in own) == (1, True)
            elif isinstance(node, ast.ImportFrom) and node.module:
                package, _, module = node.module.rpartition(".")
                if package.startswith("broadcast"):
                    assert (package, module in shared) == ("broadcast.planner", True)
