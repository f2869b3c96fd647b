import json

from broadcast.planner import (
    FRAME,
    Gap,
    KeptOut,
    Rule,
    gap_facts,
    placement_facts,
    plan,
    unplaced_facts,
)

from .problems import JINGLE, MINUTE, at, item, items, problem, slot
from .test_must_runs import due


def test_a_placement_tells_its_reason_in_codes_and_numbers() -> None:
    made = problem(slots=(slot(at(17), JINGLE + MINUTE + 40 * FRAME),), candidates=items(1))
    jingle, placed = map(placement_facts, plan(made, seed=1).placements)
    assert jingle == {
        "slot": "tan-ha-03-1700",
        "position": 0,
        "kind": "ident",
        "starts_at": "2025-03-03T17:00:00+07:00",
        "duration_ms": 9_984,
        "why": "clock",
    }
    score = placed.pop("score")
    assert placed == {
        "slot": "tan-ha-03-1700",
        "position": 1,
        "kind": "item",
        "item": "item-00",
        "starts_at": "2025-03-03T17:00:10.944000+07:00",
        "duration_ms": 60_000,
        "why": "ranked",
        "rank": 1,
        "candidates": 1,
    }
    assert isinstance(score, dict)
    assert set(score) <= {"rotation", "last_days", "freshness", "scarcity", "draw"}
    assert len(score) == 3


def test_a_gap_tells_what_each_rule_kept_out() -> None:
    gap = Gap(
        slot_id="slot",
        gap_ms=90_000,
        filler_ms=60_000,
        silence_ms=30_000,
        kept_out=(
            KeptOut(rule=Rule.SEPARATION, items=3, fill_ms=90_000, days_short=1),
            KeptOut(rule=Rule.FITS, items=2, fill_ms=0, shortest_ms=95_000),
        ),
    )
    assert json.loads(json.dumps(gap_facts(gap))) == {
        "slot": "slot",
        "gap_ms": 90_000,
        "filler_ms": 60_000,
        "silence_ms": 30_000,
        "wanted_ms": 0,
        "kept_out": [
            {"rule": "separation", "items": 3, "fill_ms": 90_000, "days_short": 1},
            {"rule": "fits", "items": 2, "fill_ms": 0, "shortest_ms": 95_000},
        ],
    }


def test_a_missed_must_run_tells_the_rule_that_closed_its_last_chance() -> None:
    made = problem(candidates=(due("must", 11 * MINUTE, deadline=at(17, 10)), item("item")))
    [missed] = plan(made, seed=1).unplaced
    assert json.loads(json.dumps(unplaced_facts(missed))) == {
        "item": "must",
        "station": "tan-ha",
        "reason": "fits",
        "slots": 1,
        "change": {
            "rule": "fits",
            "items": ["must"],
            "length_ms": 70_464,
            "fill_ms": 0,
            "leaves_ms": 0,
            "enough": True,
        },
    }
