from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from broadcast.planner import (
    Airing,
    Carry,
    Filler,
    Hold,
    Ident,
    InvalidProblemError,
    Pick,
    Relay,
    Standing,
    plan,
)

from .problems import JINGLE, MINUTE, SECOND, at, clock, commune, item, problem, slot

NAIVE = datetime(2025, 3, 3, 17)  # noqa: DTZ001 - what is refused here


def stands(**facts: Any) -> Standing:
    defaults: dict[str, Any] = {
        "slot_id": "tan-ha-03-1700",
        "position": 1,
        "item_id": "item",
        "starts_at": at(17),
        "duration": MINUTE,
        "hold": Hold.LOCKED,
    }
    return Standing(**{**defaults, **facts})


FAULTS: dict[str, dict[str, Any]] = {
    "station tan-ha is given 2 times": {"stations": (commune(), commune())},
    "clock clock is given 2 times": {"clocks": (clock(), clock())},
    "candidate item is given 2 times": {"candidates": (item("item"), item("item"))},
    "standing item ('tan-ha-03-1700', 'item') is given 2 times": {"standing": (stands(), stands())},
    "station tan-ha has an unknown parent nobody": {"stations": (commune(parent="nobody"),)},
    "station a is its own ancestor; station b is its own ancestor": {
        "stations": (commune(), commune("a", parent="b"), commune("b", parent="a")),
    },
    "clock clock has more than one carry position": {"clocks": (clock(Carry(), Carry()),)},
    "clock clock has more than one filler position": {"clocks": (clock(Filler(), Filler()),)},
    "clock clock has a relay in its midst, at position 1": {
        "clocks": (clock(Pick(), Relay(source="VOV1", duration=MINUTE), Pick()),),
    },
    "clock clock has an empty position 0": {"clocks": (clock(Ident(duration=timedelta())),)},
    "clock clock has a least pause above its most": {
        "clocks": (clock(least_pause=3 * SECOND, most_pause=2 * SECOND),),
    },
    "slot tan-ha-03-1700 is of an unknown station ninh-son": {
        "slots": (replace(slot(at(17)), station="ninh-son"),),
    },
    "slot tan-ha-03-1700 has an unknown clock noon": {"slots": (slot(at(17), clock="noon"),)},
    "slot tan-ha-03-1700 has no duration": {"slots": (slot(at(17), timedelta()),)},
    "slot tan-ha-03-1700 starts at a time without a zone": {"slots": (slot(NAIVE),)},
    "slots tan-ha-03-1700 and tan-ha-03-1709 overlap": {"slots": (slot(at(17)), slot(at(17, 9)))},
    "candidate item has no duration": {"candidates": (item("item", timedelta()),)},
    "candidate item has a negative separation": {
        "candidates": (item("item", separation_days=-1),),
    },
    "candidate item may never air": {"candidates": (item("item", most_airings=0),)},
    "candidate item has a time without a zone": {
        "candidates": (item("item", airable_until=NAIVE),),
    },
    "item item stands in an unknown slot noon": {"standing": (stands(slot_id="noon"),)},
    "item item stands at no position of slot tan-ha-03-1700": {
        "standing": (stands(position=2),),
    },
    "item item stands where slot tan-ha-03-1700 takes no items": {
        "standing": (stands(position=0),),
    },
    "item item stands at a time without a zone": {"standing": (stands(starts_at=NAIVE),)},
    "item item aired at a time without a zone": {
        "history": (Airing(item_id="item", station="tan-ha", aired_at=NAIVE),),
    },
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_problem_that_contradicts_itself_is_refused_with_the_reason(fault: str) -> None:
    with pytest.raises(InvalidProblemError) as refused:
        plan(problem(**FAULTS[fault]), seed=1)
    assert str(refused.value) == fault


def test_every_fault_is_named_at_once() -> None:
    both = problem(
        slots=(slot(at(17), clock="noon"),),
        candidates=(item("item", timedelta()),),
    )
    with pytest.raises(InvalidProblemError) as refused:
        plan(both, seed=1)
    assert str(refused.value) == (
        "slot tan-ha-03-1700 has an unknown clock noon; candidate item has no duration"
    )


def test_slots_that_touch_do_not_overlap() -> None:
    touching = problem(
        slots=(slot(at(17)), slot(at(17, 10))),
        clocks=(clock(Ident(duration=JINGLE)),),
    )
    assert len(plan(touching, seed=1).placements) == 2
