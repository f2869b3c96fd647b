"""The laws of airtime where planner, actions and rows meet; each part's own tests are beside it.

Law 3: a planner's placement gives way to a scheduler's, never the reverse; locked stays.
Law 5: nothing is planned or released outside the airtime rules without an order.
Law 6: after the freeze only what is urgent enters; a released edition never changes.
Law 7: same inputs and seed, same plan; planning a planned day changes nothing.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from broadcast import editions
from broadcast.actions.placements import lock_placement, replace_placement
from broadcast.actions.plan import Planned, plan_days
from broadcast.actions.release import NotReleasable
from broadcast.models import AirtimeException, Maker, Placement, Playlist, Slot
from broadcast.planner.rule import Rule
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Station

MINUTE = timedelta(minutes=1)
FROZEN = make.at("05:15") - timedelta(hours=24)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


@pytest.fixture
def slot(station: Station) -> Slot:
    """Return a slot of one minute that takes picked items, not planned yet."""
    return make.slot(station=station, minutes=1, clock=make.clock("pick"), planned_at=None)


def plan(now: datetime = NOW, seed: int = 0) -> Planned:
    return plan_days(first=make.DAY, last=make.DAY, seed=seed, now=now)


def titles(slot: Slot) -> list[str]:
    """Return what stands in the slot, in order."""
    return list(slot.placements.order_by("starts_at").values_list("item__title", flat=True))


def placed(slot: Slot, title: str) -> Placement:
    return slot.placements.get(item__title=title)


def rows(*fields: str) -> list[dict[str, Any]]:
    """Return every placement, with all it holds unless `fields` are named."""
    return list(Placement.objects.order_by("slot", "starts_at").values(*fields))


def must_run(title: str, seconds: float) -> None:
    make.cleared_item(title=title, seconds=seconds, priority="priority", deadline=make.at("05:16"))


def test_what_a_scheduler_placed_or_locked_stays_where_even_a_must_run_wants_its_place(
    slot: Slot,
) -> None:
    hoa = make.one_of_the_cast("hoa")
    for title in ("Một", "Hai"):
        make.cleared_item(title=title, seconds=25)
    plan()
    assert sorted(titles(slot)) == ["Hai", "Một"]
    by_hand = make.cleared_item(title="Của Hoa", seconds=24)
    replace_placement(placement=placed(slot, "Một"), clearance=by_hand, by=hoa, now=NOW)
    lock_placement(placement=placed(slot, "Hai"), by=hoa, now=NOW)
    must_run("Phải phát", 26)

    before = rows()

    missed = plan().plan.unplaced

    assert [each.rule for each in missed] == [Rule.ROOM]
    assert rows() == before
    assert {title: placed(slot, title).made_by for title in titles(slot)} == {
        "Của Hoa": Maker.SCHEDULER,
        "Hai": Maker.PLANNER,
    }


LIMITS: dict[Rule, dict[str, object]] = {
    Rule.QUIET_HOURS: {"quiet_from": time(21, 30), "quiet_until": time(5, 30)},
    Rule.WEEKDAY: {"weekdays": [0, 1, 3]},
    Rule.SESSION_MINUTES: {"most_session": MINUTE / 2},
    Rule.DAY_MINUTES: {"most_day": MINUTE / 2},
}


@pytest.mark.parametrize("broken", LIMITS)
def test_a_slot_outside_the_rules_is_neither_planned_nor_released_until_an_order_lifts_them(
    station: Station, slot: Slot, broken: Rule
) -> None:
    make.cleared_item(title="Tin", seconds=20)
    make.general_rule(**LIMITS[broken])
    order = AirtimeException.objects.create(
        station=station,
        first_day=make.DAY,
        last_day=make.DAY,
        order_number="12/CV-UBND",
        lifts=[rule.value for rule in LIMITS if rule is not broken],
    )

    plan()

    slot.refresh_from_db()
    assert (titles(slot), slot.refused["rule"]) == ([], broken.value)
    with pytest.raises(NotReleasable):
        release(station)
    assert not Playlist.objects.exists()

    order.lifts = [broken.value]
    order.save()
    plan()
    assert aired(release(station), slot) == ["Tin"]


def test_of_one_session_too_many_the_last_is_not_planned(station: Station, slot: Slot) -> None:
    noon = make.slot(station=station, begins="11:00", minutes=1, clock=slot.clock, planned_at=None)
    make.general_rule(most_sessions=1)
    make.cleared_item(title="Tin", separation_days=0, seconds=20)

    plan()

    assert (titles(slot), titles(noon)) == (["Tin"], [])


def test_an_order_without_its_number_is_refused_by_the_database(station: Station) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AirtimeException.objects.create(
            station=station,
            first_day=make.DAY,
            last_day=make.DAY,
            order_number="",
            lifts=["quiet_hours"],
        )


@pytest.mark.parametrize("why", ["frozen", "released"])
def test_planning_puts_nothing_but_what_is_urgent_into_a_day_that_is_closed(
    station: Station, slot: Slot, why: str
) -> None:
    make.cleared_item(title="Tin cũ", seconds=20)
    plan()
    if why == "released":
        release(station)
    before, now = rows(), FROZEN if why == "frozen" else NOW
    must_run("Phải phát", 20)
    make.cleared_item(title="Tin mới", seconds=15)

    plan(now=now)
    assert rows() == before

    make.cleared_item(title="Báo lũ", seconds=10, priority="urgent")
    plan(now=now)
    assert sorted(titles(slot)) == ["Báo lũ", "Tin cũ"]


def test_no_edition_changes_when_the_day_is_planned_and_released_again(
    station: Station, slot: Slot
) -> None:
    make.cleared_item(title="Tin cũ", seconds=20)
    plan()
    first = release(station)
    before = editions.as_json(first.document)
    make.cleared_item(title="Báo lũ", seconds=10, priority="urgent")
    plan(now=FROZEN)

    second = release(station, now=FROZEN)

    assert sorted(aired(second, slot)) == ["Báo lũ", "Tin cũ"]
    assert editions.as_json(Playlist.objects.get(edition=1).document) == before


@pytest.fixture
def province(station: Station, slot: Slot) -> list[Slot]:
    """Return slots of three stations, among items that could fill them in many ways."""
    for number in range(9):
        make.cleared_item(title=f"Tin {number}", seconds=8 + number)
    others = [make.station(code=f"xa-{number}") for number in range(2)]
    return [
        slot,
        *(make.slot(station=one, minutes=1, clock=slot.clock, planned_at=None) for one in others),
    ]


def test_a_day_planned_from_nothing_again_is_the_same_to_the_row(province: list[Slot]) -> None:
    plan(seed=7)
    airing = ("slot", "position", "entry", "item", "clearance", "starts_at", "ends_at", "reason")
    before = rows(*airing)
    assert {slot.placements.count() > 1 for slot in province} == {True}
    Placement.objects.all().delete()
    Slot.objects.update(planned_at=None, gap=None, filler=None, silence=None, kept_out=[])

    plan(seed=7)

    assert rows(*airing) == before


def test_planning_a_planned_day_writes_no_row_whatever_the_seed(province: list[Slot]) -> None:
    assert plan(seed=7).changed == len(province)
    before = rows()

    assert [plan(seed=seed, now=NOW + MINUTE).changed for seed in (7, 8)] == [0, 0]
    assert rows() == before
