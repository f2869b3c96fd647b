"""What a commune takes over from the programme above it, and how it counts."""

from dataclasses import replace
from typing import Any

from broadcast.planner import (
    Admission,
    Airing,
    AirtimeRules,
    CarriedPart,
    Carry,
    Clock,
    Fixed,
    Hold,
    Ident,
    Pick,
    Plan,
    Priority,
    Problem,
    Rule,
    Share,
    Standing,
    Unmet,
    check,
    plan,
)

from .problems import (
    JINGLE,
    MINUTE,
    at,
    clock,
    commune,
    in_frames,
    item,
    item_ids,
    items,
    problem,
    slot,
)

PROVINCE = commune("province", level="province", area_path=("province",))
TAN_HA = commune(parent="province")
ABOVE = frozenset({"province"})
BELOW = frozenset({"commune"})


def above(*shares: Share) -> Clock:
    """Return the province's clock: one fixed item for each share, in this order."""
    fixed = (Fixed(item_id=f"item-{n:02}", share=share) for n, share in enumerate(shares))
    return clock(Ident(duration=JINGLE), *fixed, clock_id="province")


def below(**facts: Any) -> Clock:
    return clock(Ident(duration=JINGLE), Carry(**facts), Pick())


def a_relayed_problem(**parts: Any) -> Problem:
    defaults: dict[str, Any] = {
        "stations": (PROVINCE, TAN_HA),
        "clocks": (above(Share.OFFERED, Share.OFFERED), below()),
        "slots": (
            slot(at(17), station="province", clock="province"),
            slot(at(17)),
        ),
        "candidates": items(4, 2 * MINUTE, levels=ABOVE),
    }
    return problem(**{**defaults, **parts})


def carried(found: Plan, station: str = "tan-ha") -> list[tuple[str | None, str | None]]:
    return [
        (one.item_id, one.from_station)
        for one in found.placements
        if one.slot_id.startswith(station) and one.item_id is not None
    ]


def clean(made: Problem) -> Plan:
    found = plan(made, seed=1)
    assert check(made, found) == []
    return found


def test_a_station_carries_its_parents_items_in_their_order_but_not_its_jingle() -> None:
    found = clean(a_relayed_problem())
    assert carried(found) == [("item-00", "province"), ("item-01", "province")]


def test_level_area_and_language_do_not_keep_a_carried_item_out() -> None:
    """What the parent chose is off target here, and still all the station can air."""
    candidates = items(2, 2 * MINUTE, levels=ABOVE, areas=frozenset({"province"}), language="cham")
    province = replace(PROVINCE, languages=frozenset({"cham"}))
    found = clean(a_relayed_problem(candidates=candidates, stations=(province, TAN_HA)))
    assert len(carried(found)) == 2


def test_what_the_parent_keeps_to_itself_is_not_carried() -> None:
    clocks = (above(Share.OWN, Share.OFFERED), below())
    assert carried(clean(a_relayed_problem(clocks=clocks))) == [("item-01", "province")]


def test_a_part_of_the_programme_is_its_mandatory_items() -> None:
    clocks = (above(Share.OFFERED, Share.MANDATORY), below(part=CarriedPart.MANDATORY))
    assert carried(clean(a_relayed_problem(clocks=clocks))) == [("item-01", "province")]


def test_offered_items_are_carried_within_the_most_and_mandatory_ones_beyond_it() -> None:
    shares = (Share.OFFERED, Share.MANDATORY, Share.OFFERED)
    clocks = (above(*shares), below(most=5 * MINUTE))
    found = clean(a_relayed_problem(clocks=clocks))
    assert carried(found) == [("item-00", "province"), ("item-01", "province")]
    clocks = (above(*shares), below(most=MINUTE))
    assert carried(clean(a_relayed_problem(clocks=clocks))) == [("item-01", "province")]


def test_only_what_begins_during_the_slot_is_carried() -> None:
    early, late = slot(at(16, 58), station="province", clock="province"), slot(at(17))
    assert carried(clean(a_relayed_problem(slots=(early, late)))) == [("item-01", "province")]


def test_a_programme_is_carried_down_two_levels() -> None:
    district = commune(
        "district", level="district", area_path=("province", "district"), parent="province"
    )
    stations = (PROVINCE, district, replace(TAN_HA, parent="district"))
    slots = (*a_relayed_problem().slots, slot(at(17), station="district"))
    found = clean(a_relayed_problem(stations=stations, slots=slots))
    assert carried(found, "district") == [("item-00", "province"), ("item-01", "province")]
    assert carried(found) == [("item-00", "district"), ("item-01", "district")]


def test_a_mandatory_item_the_slot_has_no_room_for_is_reported() -> None:
    slots = (a_relayed_problem().slots[0], slot(at(17), 3 * MINUTE))
    clocks = (above(Share.MANDATORY, Share.MANDATORY), below())
    found = clean(a_relayed_problem(slots=slots, clocks=clocks))
    assert carried(found) == [("item-00", "province")]
    assert found.unmet == (
        Unmet(
            slot_id="tan-ha-03-1700",
            position=1,
            item_id="item-01",
            rule=Rule.FITS,
            from_station="province",
        ),
    )


def test_a_parents_slot_that_is_only_read_is_carried_from_what_stands_there() -> None:
    read = replace(a_relayed_problem().slots[0], admits=Admission.NONE)
    stands = Standing(
        slot_id=read.id,
        position=1,
        item_id="item-03",
        starts_at=at(17, 1),
        duration=in_frames(2 * MINUTE),
        hold=Hold.FROZEN,
    )
    found = clean(a_relayed_problem(slots=(read, slot(at(17))), standing=(stands,)))
    assert carried(found) == [("item-03", "province")]
    assert {one.slot_id for one in found.placements} == {"tan-ha-03-1700"}


def test_a_parents_refused_slot_is_not_carried() -> None:
    refused = replace(PROVINCE, airtime=AirtimeRules(most_per_session=MINUTE))
    assert carried(clean(a_relayed_problem(stations=(refused, TAN_HA)))) == []


def two_days(**facts: Any) -> Problem:
    """Return a province that airs item-00 on Monday, and a commune with two days to fill."""
    return a_relayed_problem(
        clocks=(above(Share.OFFERED), below()),
        slots=(
            slot(at(17), station="province", clock="province"),
            slot(at(17)),
            slot(at(17, day=1)),
        ),
        candidates=items(1, 2 * MINUTE, **facts),
    )


def test_a_carried_airing_counts_for_the_stations_own_separation() -> None:
    assert item_ids(clean(two_days(separation_days=1)), "tan-ha-04-1700") == ["item-00"]
    assert item_ids(clean(two_days(separation_days=2)), "tan-ha-04-1700") == []


def test_a_carried_airing_counts_before_it_too() -> None:
    """What will be carried on Tuesday keeps the station from airing it on Monday."""
    made = two_days(separation_days=2)
    province_on_tuesday = slot(at(17, day=1), station="province", clock="province")
    later = replace(made, slots=(province_on_tuesday, *made.slots[1:]))
    assert item_ids(clean(later), "tan-ha-03-1700") == []


def test_a_carried_airing_counts_towards_the_most_airings() -> None:
    past = Airing(item_id="item-00", station="tan-ha", aired_at=at(17, day=-1))
    made = replace(two_days(separation_days=0, most_airings=3), history=(past,))
    assert item_ids(clean(made), "tan-ha-04-1700") == ["item-00"]
    fewer = replace(two_days(separation_days=0, most_airings=2), history=(past,))
    assert item_ids(clean(fewer), "tan-ha-04-1700") == []


def test_a_carried_must_run_is_heard() -> None:
    made = two_days(separation_days=9, priority=Priority.PRIORITY, deadline=at(12, day=1))
    found = clean(made)
    assert found.unplaced == ()
    assert item_ids(found) == ["item-00", "item-00"]


def test_an_item_already_in_the_slot_is_not_carried_again() -> None:
    stands = Standing(
        slot_id="tan-ha-03-1700",
        position=2,
        item_id="item-01",
        starts_at=at(17, 5),
        duration=in_frames(2 * MINUTE),
        hold=Hold.SCHEDULER,
    )
    found = clean(a_relayed_problem(standing=(stands,)))
    assert carried(found) == [("item-00", "province"), ("item-01", None)]


def test_a_station_carries_nothing_that_is_not_airable_throughout_its_slot() -> None:
    candidates = (
        item("item-00", 2 * MINUTE, airable_until=at(17, 10), levels=ABOVE),
        item("item-01", 2 * MINUTE, airable_until=at(17, 9), levels=ABOVE),
    )
    slots = (slot(at(17), 9 * MINUTE, station="province", clock="province"), slot(at(17)))
    found = clean(a_relayed_problem(candidates=candidates, slots=slots))
    assert carried(found) == [("item-00", "province")]


def test_the_stations_own_items_fill_what_it_does_not_carry() -> None:
    candidates = (*a_relayed_problem().candidates, item("own", 3 * MINUTE, levels=BELOW))
    found = clean(a_relayed_problem(candidates=candidates))
    assert carried(found)[-1] == ("own", None)
