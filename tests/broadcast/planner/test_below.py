"""A parent plans for those that carry it: aimed at them, serving them, moving little there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from broadcast.planner import (
    Airing,
    Candidate,
    CarriedPart,
    Carry,
    Hold,
    Pick,
    Plan,
    Priority,
    Problem,
    RuleBook,
    ScorePart,
    Share,
    Standing,
    Why,
    check,
    plan,
)
from broadcast.planner.below import Carrier, who_carries
from broadcast.planner.catalogue import Catalogue
from broadcast.planner.sheet import ClockSheet

from .problems import MINUTE, MONDAY, at, clock, commune, in_frames, item, item_ids, problem, slot

PROVINCE = commune("province", area_path=("province",), level="province")
COMMUNES = tuple(
    commune(code, area_path=("province", code), parent="province") for code in ("a", "b", "c")
)
OWN, CARRYING = clock(Pick()), clock(Carry(), Pick(), clock_id="carrying")
FOR_COMMUNES: dict[str, Any] = {"levels": frozenset({"commune"})}


def network(**parts: Any) -> Problem:
    """Return a province alone at eleven and carried by three communes at five in the afternoon."""
    defaults: dict[str, Any] = {
        "stations": (PROVINCE, *COMMUNES),
        "clocks": (OWN, CARRYING),
        "slots": (
            slot(at(11), 3 * MINUTE, station="province"),
            slot(at(17), 3 * MINUTE, station="province"),
            *(slot(at(17), 6 * MINUTE, station=one.code, clock="carrying") for one in COMMUNES),
        ),
    }
    return problem(**{**defaults, **parts})


def clean(made: Problem, seed: int = 1) -> Plan:
    found = plan(made, seed=seed)
    assert check(made, found) == []
    return found


def must(**facts: Any) -> Candidate:
    limits = {"priority": Priority.PRIORITY, "deadline": at(4, day=1)}
    return item("must", 3 * MINUTE, **{**limits, **facts})


@pytest.mark.parametrize("seed", range(4))
def test_a_must_run_is_placed_where_it_serves_all_that_carry_it(seed: int) -> None:
    found = clean(network(candidates=(must(),)), seed)
    airing = [one for one in found.placements if one.item_id == "must"]
    assert [one.slot_id for one in airing if one.reason.why is Why.MUST_RUN] == ["province-03-1700"]
    assert [one.reason.why for one in airing].count(Why.CARRIED) == len(COMMUNES)


def test_a_must_run_that_all_below_have_heard_takes_the_earliest_slot() -> None:
    heard = tuple(
        Airing(item_id="must", station=one.code, aired_at=at(17, day=-1)) for one in COMMUNES
    )
    found = clean(network(candidates=(must(),), history=heard))
    assert "must" in item_ids(found, "province-03-1100")


@pytest.mark.parametrize("seed", range(4))
def test_what_is_carried_is_aimed_at_those_who_carry_it(seed: int) -> None:
    """Of two items, one for each of the province's slots, theirs goes where they listen."""
    here = item("here", 3 * MINUTE, most_airings=1, levels=frozenset({"province"}))
    theirs = item("theirs", 3 * MINUTE, most_airings=1)
    later = tuple(
        replace(one, starts_at=at(6, day=1)) if one.id == "province-03-1100" else one
        for one in network().slots
    )
    found = clean(network(slots=later, candidates=(here, theirs)), seed)
    assert item_ids(found, "province-03-1700") == ["theirs"]
    assert item_ids(found, "province-03-1100") == ["here"]


def stands(station: str, item_id: str, hour: int) -> Standing:
    return Standing(
        slot_id=f"{station}-03-{hour:02}00",
        position=0,
        item_id=item_id,
        starts_at=at(hour),
        duration=in_frames(3 * MINUTE),
        hold=Hold.PLANNER,
    )


def with_standing(*candidates: Candidate) -> Problem:
    """Return a network in which one item stands in the communes' own morning."""
    return network(
        slots=(
            slot(at(17), 3 * MINUTE, station="province"),
            *(slot(at(17), 6 * MINUTE, station=one.code, clock="carrying") for one in COMMUNES),
            *(slot(at(7), 3 * MINUTE, station=one.code) for one in COMMUNES),
        ),
        candidates=candidates,
        standing=tuple(stands(one.code, "morning", 7) for one in COMMUNES),
    )


def test_a_refill_takes_what_pushes_nothing_out_below() -> None:
    """The one that would is wanted more: it is fresh."""
    other = item("other", 3 * MINUTE, cleared_on=MONDAY - timedelta(days=30))
    found = clean(with_standing(item("morning", 3 * MINUTE), other))
    assert item_ids(found, "province-03-1700") == ["other"]
    assert found.dropped == ()


def test_what_pushes_something_out_below_says_so() -> None:
    """Nothing else is there, and empty time would be worse."""
    found = clean(with_standing(item("morning", 3 * MINUTE)))
    [placed] = [one for one in found.placements if one.slot_id == "province-03-1700"]
    assert ScorePart.LEAST_CHANGE in {points.part for points in placed.reason.score}
    assert len(found.dropped) == len(COMMUNES)


def test_who_carries_a_slot_is_known_through_the_station_in_between() -> None:
    district = commune("district", area_path=("province", "district"), parent="province")
    below = tuple(replace(one, parent="district") for one in COMMUNES[:2])
    mandatory = clock(
        Carry(part=CarriedPart.MANDATORY, share=Share.OFFERED), Pick(), clock_id="mandatory"
    )
    stations = (PROVINCE, district, *below)
    sheets = {
        one.id: ClockSheet(one, Catalogue((), (), seed=1, rules=RuleBook()))
        for one in (OWN, CARRYING, mandatory)
    }
    slots = {
        "province": (slot(at(17), station="province"), slot(at(19), station="province")),
        "district": (slot(at(17), station="district", clock="mandatory"),),
        "a": (slot(at(17, 5), station="a", clock="carrying"),),
        "b": (slot(at(17, 5), station="b", clock="mandatory"),),
    }
    assert who_carries(stations, slots, sheets) == {
        "district-03-1700": (Carrier("a", mandatory_only=False), Carrier("b", mandatory_only=True)),
        "province-03-1700": (
            Carrier("a", mandatory_only=True),
            Carrier("district", mandatory_only=True),
        ),
    }
