"""Bulletins in the rows: planned at their interval, taken out when they are over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from broadcast.actions.placements import add_placement, remove_placement
from broadcast.actions.plan import plan_days
from broadcast.models import Placement, Slot, Station
from broadcast.placing import RuledOut
from broadcast.planner.rule import Rule
from cms.actions.withdraw import withdraw
from cms.models import Clearance, Item
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import clear
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.actions.plan import Planned
    from cms.accounts.models import User

HOUR = timedelta(hours=1)
# Not frozen yet.
THURSDAY = make.DAY + timedelta(days=1)
FRIDAY = THURSDAY + timedelta(days=1)
HOURS = ("05:15", "06:00", "07:15", "09:15")


@pytest.fixture
def station(loa: None) -> Station:
    # A storm's order has lifted the sessions a day.
    make.general_rule()
    return make.station()


def bulletin(**fields: Any) -> Clearance:
    given = {"title": "Bão số 6", "seconds": 30, "air_until": make.at("23:00", FRIDAY)}
    repeats = {"priority": "urgent", "repeat_every": 2 * HOUR, "issued_at": NOW}
    return make.cleared_item(**{**given, **repeats, **fields})


def slots(station: Station, *begins: str, day: date = THURSDAY) -> None:
    for each in begins:
        make.slot(station=station, day=day, begins=each, minutes=10, planned_at=None)


def planned(station: Station, day: date = THURSDAY) -> Planned:
    return plan_days(first=day, last=day, seed=1, now=NOW, stations=[station])


def heard(clearance: Clearance) -> list[str]:
    rows = Placement.objects.filter(item=clearance.item_id).order_by("starts_at")
    return [f"{row.slot.title[-5:]}" for row in rows.select_related("slot")]


def corrected(clearance: Clearance, **fields: Any) -> Clearance:
    item = Item.objects.get(pk=clearance.item_id).specific
    for name, value in fields.items():
        setattr(item, name, value)
    item.save_revision(user=make.one_of_the_cast("lan"))
    return clear(item, *(make.one_of_the_cast(name) for name in ("lan", "minh", "thao")))


def test_a_bulletin_airs_every_two_hours_and_says_why(station: Station) -> None:
    slots(station, *HOURS)
    storm = bulletin()
    found = planned(station)
    assert heard(storm) == ["05:15", "07:15", "09:15"]
    rows = Placement.objects.filter(item=storm.item_id).order_by("starts_at")
    assert [row.reason["why"] for row in rows] == ["must_run", "repeat", "repeat"]
    assert found.plan.unplaced == ()
    assert planned(station).changed == 0


def test_the_last_airing_of_the_day_before_counts_from_its_slot(station: Station) -> None:
    """In a slot from 23:00, on air some seconds later: six hours on is five o'clock."""
    storm = bulletin(repeat_every=6 * HOUR)
    evening = make.slot(station=station, day=make.DAY, begins="23:00", minutes=10)
    make.placement(slot=evening, clearance=storm, starts_at=evening.starts_at + 8 * make.PAUSE)
    slots(station, "04:30", "05:00")
    planned(station)
    assert heard(storm) == ["23:00", "05:00"]


def test_withdrawn_it_airs_no_more(station: Station) -> None:
    slots(station, *HOURS)
    storm = bulletin()
    planned(station)
    item = Item.objects.get(pk=storm.item_id)
    withdraw(item=item, by=make.one_of_the_cast("thao"), reason="Bão tan.", now=NOW)
    planned(station)
    assert heard(storm) == []


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"air_until": make.at("08:00", THURSDAY)}, ["05:15", "07:15"]),
        ({"repeat_every": 4 * HOUR}, ["05:15", "09:15"]),
        ({"repeat_every": None, "separation_days": 1}, ["05:15"]),
    ],
)
def test_a_correction_takes_out_the_repeats_that_are_too_many(
    station: Station, change: dict[str, Any], left: list[str]
) -> None:
    slots(station, *HOURS)
    storm = bulletin()
    planned(station)
    corrected(storm, **change)
    planned(station)
    assert heard(storm) == left


def test_an_interval_that_grew_shorter_fills_in_between(station: Station) -> None:
    slots(station, *HOURS)
    storm = bulletin(repeat_every=4 * HOUR)
    planned(station)
    assert heard(storm) == ["05:15", "09:15"]
    corrected(storm, repeat_every=HOUR)
    planned(station)
    assert heard(storm) == ["05:15", "07:15", "09:15"]


def test_a_scheduler_may_take_a_repeat_out_but_add_none_too_soon(
    station: Station, hoa: User
) -> None:
    """The desk lays the slot out as asked, though a repeat is due there; planning lets it in."""
    slots(station, *HOURS)
    storm = bulletin()
    planned(station)
    six, seven = (Slot.objects.get(title=f"Buổi {begins}") for begins in ("06:00", "07:15"))
    with pytest.raises(RuledOut) as refused:
        add_placement(slot=six, clearance=storm, by=hoa, now=NOW)
    assert refused.value.rules == (Rule.REPEAT,)
    remove_placement(
        placement=Placement.objects.get(slot=seven, item=storm.item_id), by=hoa, now=NOW
    )
    assert heard(storm) == ["05:15", "09:15"]
    planned(station)
    assert heard(storm) == ["05:15", "07:15", "09:15"]
