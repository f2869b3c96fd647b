"""From rows to a plan and back: what is stored, what stays, what is never written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcast.actions import plan as plan_action
from broadcast.actions.as_run import record_as_run
from broadcast.actions.placements import add_placement, lock_placement
from broadcast.actions.plan import PlanUnsound, plan_days
from broadcast.actions.release import release_playlist
from broadcast.models import (
    AirtimeException,
    CarriedPart,
    EntryKind,
    Maker,
    Outcome,
    Placement,
    PositionKind,
    Share,
    Slot,
    WeeklySlot,
    WeeklySlotException,
)
from broadcast.planner.checker import check
from broadcast.planner.planning import plan
from broadcast.planning.problem import load_problem
from broadcast.planning.store import PlanOutdated, store_plan
from tests.broadcast import airtime_factories as make
from tests.broadcast.airtime_factories import DAY
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from broadcast.actions.plan import Planned
    from broadcast.models import Station
    from cms.accounts.models import User
    from cms.models import Clearance

pytestmark = pytest.mark.usefixtures("loa")

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
DAYS = timedelta(days=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


def unplanned(
    station: Station, begins: str = "05:15", *, seconds: float = 30, **fields: Any
) -> Slot:
    return make.slot(
        station=station, begins=begins, minutes=seconds / 60, planned_at=None, **fields
    )


def planned(first: date = DAY, last: date = DAY, **options: Any) -> Planned:
    return plan_days(**{"first": first, "last": last, "seed": 7, "now": NOW, **options})


def rows() -> list[tuple[Any, ...]]:
    """Return all there is of slots and placements, to tell whether anything was written."""
    placed = ("pk", "slot", "entry", "item", "starts_at", "ends_at", "made_by", "locked", "reason")
    account = ("pk", "planned_at", "gap", "filler", "silence", "cancelled_at")
    return [
        *Placement.objects.order_by("pk").values_list(*placed),
        *Slot.objects.order_by("pk").values_list(*account),
    ]


def items(slot: Slot) -> list[int | None]:
    placed = slot.placements.filter(entry=EntryKind.ITEM).order_by("starts_at")
    return list(placed.values_list("item_id", flat=True))


def test_every_placement_and_every_gap_is_stored_with_its_reason(station: Station) -> None:
    slot = unplanned(station)
    clearance = make.cleared_item(seconds=12)

    planned()

    (row,) = slot.placements.filter(entry=EntryKind.ITEM)
    assert (row.item_id, row.clearance, row.made_by) == (
        clearance.item_id,
        clearance,
        Maker.PLANNER,
    )
    assert (row.reason["why"], row.reason["rank"], row.reason["candidates"]) == ("ranked", 1, 1)
    slot.refresh_from_db()
    assert slot.planned_at == NOW
    assert slot.gap is not None
    assert 10 * SECOND < slot.gap < 18 * SECOND
    assert slot.filler is not None
    assert slot.silence is not None
    assert slot.filler + slot.silence == slot.gap


def test_planning_what_is_planned_writes_nothing(station: Station) -> None:
    for hour in ("05:15", "11:00", "17:00"):
        unplanned(station, hour)
    for number in range(5):
        make.cleared_item(seconds=6 + number)
    assert planned().changed == 3
    before = rows()

    again = planned(now=NOW + timedelta(hours=1))

    assert again.changed == 0
    assert rows() == before


def test_another_order_of_rows_makes_the_same_plan(station: Station) -> None:
    slots = [unplanned(station, hour) for hour in ("17:00", "05:15", "11:00")]
    for number in range(5):
        make.cleared_item(seconds=6 + number)
    first = planned(dry_run=True).plan
    Slot.objects.all().delete()
    for slot in reversed(slots):
        slot.pk = None
        slot.save()

    assert planned(dry_run=True).plan == first


def test_a_dry_run_opens_and_writes_nothing(station: Station) -> None:
    WeeklySlot.objects.create(
        station=station,
        title="Bản tin trưa",
        start_time=time(11),
        duration=30 * SECOND,
        clock=make.usual_clock(),
        valid_from=date(2025, 1, 1),
    )
    make.cleared_item(seconds=12)
    before = rows()

    told = planned(last=DAY + DAYS, dry_run=True)

    assert (len(told.loaded.slots), told.changed) == (2, 0)
    assert len({each.slot_id for each in told.plan.placements}) == 2
    assert rows() == before == []


def test_stations_carry_what_their_parent_airs() -> None:
    parent = make.station(code="tinh", area_code="58")
    child = make.station(code="xa", parent=parent)
    shared = make.clock((PositionKind.PICK, {"share": Share.MANDATORY}))
    carried = make.clock((PositionKind.CARRY, {"part": CarriedPart.MANDATORY}), PositionKind.PICK)
    above = unplanned(parent, clock=shared)
    below = unplanned(child, clock=carried, seconds=60)
    for number in range(4):
        make.cleared_item(seconds=9 + number)

    planned()

    assert items(above)
    held = below.placements.filter(from_station=parent).order_by("starts_at")
    assert [row.item_id for row in held] == items(above)
    assert set(items(below)) - set(items(above))


def test_what_a_scheduler_placed_or_locked_stays_and_the_planners_own_gives_way(
    station: Station, hoa: User
) -> None:
    slot = unplanned(station, seconds=30)
    usual, wanted = make.cleared_item(seconds=28), make.cleared_item(seconds=20)
    make.cleared_item(seconds=8)
    mine = add_placement(slot=slot, clearance=wanted, by=hoa, now=NOW)
    lock_placement(placement=mine, by=hoa, now=NOW)

    planned(seed=8)

    kept = slot.placements.get(item=wanted.item_id)
    assert (kept.made_by, kept.locked) == (Maker.SCHEDULER, True)
    assert usual.item_id not in items(slot), "twenty and twenty-eight seconds do not fit thirty"


def place(slot: Slot, clearance: Clearance) -> None:
    make.placement(slot=slot, clearance=clearance, made_by=Maker.SCHEDULER)


def move(slot: Slot, _clearance: Clearance) -> None:
    Slot.objects.filter(pk=slot.pk).update(starts_at=slot.starts_at - 60 * SECOND)


def cancel(slot: Slot, _clearance: Clearance) -> None:
    Slot.objects.filter(pk=slot.pk).update(cancelled_at=NOW)


@pytest.mark.parametrize("meddle", [place, move, cancel])
def test_a_plan_made_of_rows_that_changed_meanwhile_is_not_stored(
    station: Station, meddle: Callable[[Slot, Clearance], None]
) -> None:
    slot = unplanned(station)
    clearance = make.cleared_item(seconds=12)
    loaded = load_problem(first=DAY, last=DAY, stations=None, unsaved=[], holes=[], now=NOW)
    decided = plan(loaded.problem, seed=7)
    meddle(slot, clearance)
    before = rows()

    with pytest.raises(PlanOutdated):
        store_plan(loaded=loaded, plan=decided, now=NOW)
    assert rows() == before


def test_a_plan_that_breaks_a_rule_is_not_stored(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    unplanned(station)
    make.cleared_item(seconds=12)

    def late(problem: Any, *, seed: int, processes: int) -> Any:
        assert processes >= 1
        decided = plan(problem, seed=seed)
        moved = [replace(row, starts_at=row.starts_at + 60 * SECOND) for row in decided.placements]
        return replace(decided, placements=tuple(moved))

    monkeypatch.setattr(plan_action, "plan", late)
    before = rows()

    with pytest.raises(PlanUnsound):
        planned()
    assert rows() == before


def test_a_slot_outside_the_airtime_rules_is_left_empty_until_an_order_lifts_them(
    station: Station,
) -> None:
    make.general_rule(quiet_from=time(21, 30), quiet_until=time(6))
    slot = unplanned(station)
    make.cleared_item(seconds=12)

    planned()
    slot.refresh_from_db()
    assert (slot.refused["rule"], slot.placements.count()) == ("quiet_hours", 0)

    AirtimeException.objects.create(
        first_day=DAY, last_day=DAY, order_number="12/CV", lifts=["quiet_hours"]
    )
    planned()
    slot.refresh_from_db()
    assert (slot.refused, len(items(slot))) == ({}, 1)


def test_a_released_day_takes_no_new_item_and_its_hole_takes_one(station: Station) -> None:
    slot = unplanned(station, seconds=20)
    make.cleared_item(seconds=12)
    planned()
    release_playlist(station=station, day=DAY, by=None, now=NOW)
    make.cleared_item(seconds=5)
    before = items(slot)

    planned()
    assert items(slot) == before
    planned(holes=[slot.pk])
    assert len(items(slot)) == 2


def test_a_frozen_day_that_was_never_planned_is_planned_late_and_then_stays(
    station: Station,
) -> None:
    slot = unplanned(station, seconds=20)
    make.cleared_item(seconds=12)
    soon = slot.starts_at - timedelta(hours=2)

    planned(now=soon)
    assert len(items(slot)) == 1
    make.cleared_item(seconds=5)
    planned(now=soon)
    assert len(items(slot)) == 1


@pytest.mark.parametrize("days_before", [0, 3])
def test_an_airing_counts_for_separation_unless_the_station_says_it_was_none(
    days_before: int, station: Station, tuan: User
) -> None:
    """Whether its day lies before those that are planned or is one of them."""
    station.operators.add(tuan)
    first = unplanned(station, day=DAY)
    second = unplanned(station, day=DAY + 3 * DAYS)
    make.cleared_item(seconds=12, separation_days=5)
    planned()
    playlist = release_playlist(station=station, day=DAY, by=None, now=NOW)
    day = DAY + 3 * DAYS
    later = first.ends_at + MINUTE
    planned(first=day - days_before * DAYS, last=day, now=later)
    assert items(second) == []

    record_as_run(
        key=uuid4(),
        station=station,
        slot=first,
        playlist=playlist,
        position=None,
        outcome=Outcome.NOT_AIRED,
        reason="Mất điện",
        started_at=first.starts_at,
        ended_at=None,
        by=tuan,
        token=None,
        now=first.ends_at + SECOND,
    )
    planned(first=day - days_before * DAYS, last=day, now=later)
    assert len(items(second)) == 1
    assert len(items(first)) == 1


def test_a_slot_made_shorter_loses_what_no_longer_fits_and_nothing_else(station: Station) -> None:
    weekly = WeeklySlot.objects.create(
        station=station,
        title="Sáng",
        start_time=time(5, 15),
        duration=timedelta(seconds=60),
        clock=make.usual_clock(),
        valid_from=DAY,
        valid_until=DAY,
    )
    for seconds in (12, 14, 16):
        make.cleared_item(seconds=seconds)
    planned()
    slot = Slot.objects.get()
    before = items(slot)
    assert len(before) == 3
    WeeklySlotException.objects.create(weekly_slot=weekly, day=DAY, duration=timedelta(seconds=40))

    planned()

    slot.refresh_from_db()
    after = items(slot)
    assert slot.duration == timedelta(seconds=40)
    assert len(after) == 2
    assert set(after) < set(before)
    last = slot.placements.order_by("ends_at").last()
    assert last is not None
    assert last.ends_at <= slot.ends_at


def test_the_number_of_queries_does_not_grow_with_slots(station: Station) -> None:
    def asked(first: date, last: date) -> int:
        with CaptureQueriesContext(connection) as queries:
            planned(first, last)
        return len(queries)

    for number in range(3):
        make.cleared_item(seconds=6 + number, separation_days=0, most_airings=99)
        unplanned(station, day=DAY + number * DAYS)
    unplanned(station, day=DAY + 9 * DAYS)

    assert asked(DAY + 9 * DAYS, DAY + 9 * DAYS) == asked(DAY, DAY + 2 * DAYS)


def test_the_command_prints_one_line_and_writes_every_reason(
    station: Station, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date.today() + 3 * DAYS  # noqa: DTZ011 - the command plans from the real now
    slot = unplanned(station, day=day)
    unplanned(make.station(code="khac"), day=day)
    make.cleared_item(seconds=12)
    target = tmp_path / "reasons"

    call_command(
        "plan",
        *("--from", str(day), "--days", "1", "--json"),
        *("--station", station.code, "--reasons", str(target)),
        *("--changes", str(tmp_path / "changes")),
    )

    told = json.loads(capsys.readouterr().out)
    slot.refresh_from_db()
    assert slot.gap is not None
    assert slot.filler is not None
    seconds = told.pop("seconds")
    assert told == {
        "slots": 1,
        "placements": slot.placements.count(),
        "gap_ms": slot.gap // timedelta(milliseconds=1),
        "filler_ms": slot.filler // timedelta(milliseconds=1),
        "silence_ms": (slot.gap - slot.filler) // timedelta(milliseconds=1),
        "violations": 0,
        "unplaced": [],
    }
    assert seconds > 0
    (change,) = map(json.loads, (tmp_path / "changes").read_text().splitlines())
    assert (change["station"], change["kept"]) == (station.code, 0)
    assert [each["item_id"] for each in change["added"]] == [str(item) for item in items(slot)]
    lines = [json.loads(line) for line in target.read_text().splitlines()]
    assert sorted(line["kind"] for line in lines) == ["gap"] + ["placement"] * told["placements"]
    assert {line["station"] for line in lines} == {station.code}


def test_the_line_names_a_must_run_without_a_place_and_what_would_seat_it(
    station: Station, capsys: pytest.CaptureFixture[str]
) -> None:
    day = date.today() + 3 * DAYS  # noqa: DTZ011 - the command plans from the real now
    slot = unplanned(station, day=day)
    missed = make.cleared_item(seconds=300, priority="priority", deadline=slot.ends_at)

    call_command("plan", "--from", str(day), "--days", "1", "--json")

    (told,) = json.loads(capsys.readouterr().out)["unplaced"]
    change = told.pop("change")
    assert told == {
        "item": missed.item_id,
        "station": station.code,
        "reason": "fits",
        "slots": 1,
    }
    assert (change["rule"], change["items"]) == ("fits", [str(missed.item_id)])
    lacking = timedelta(seconds=300) - slot.duration
    assert change["length_ms"] >= lacking // timedelta(milliseconds=1)


@pytest.mark.parametrize("arguments", [("--days", "0"), ("--days", "1", "--station", "khong-co")])
def test_a_command_that_cannot_be_carried_out_is_refused(arguments: Sequence[str]) -> None:
    with pytest.raises(CommandError):
        call_command("plan", "--from", str(DAY), *arguments)


def test_what_was_stored_is_sound_when_it_is_read_again(station: Station) -> None:
    """The checker reads the rows as they came back from the database, not the plan in memory."""
    for hour in ("05:15", "17:00"):
        unplanned(station, hour)
    for number in range(4):
        make.cleared_item(seconds=5 + number)
    planned()

    loaded = load_problem(first=DAY, last=DAY, stations=None, unsaved=[], holes=[], now=NOW)

    again = plan(loaded.problem, seed=99)
    assert check(loaded.problem, again) == []
    assert placed_of(again) == stored()


def placed_of(decided: Any) -> Collection[tuple[str, Any]]:
    return sorted((row.item_id, row.starts_at) for row in decided.placements if row.item_id)


def stored() -> Collection[tuple[str, Any]]:
    placed = Placement.objects.filter(entry=EntryKind.ITEM)
    return sorted((str(item), at) for item, at in placed.values_list("item_id", "starts_at"))
