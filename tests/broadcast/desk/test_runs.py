"""Planning and releasing in the background: a row tells how far, what came of it, or why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django_q.models import OrmQ

from broadcast.actions import desk_runs
from broadcast.actions.desk_runs import (
    MOST_DAYS,
    RunRefused,
    ask_for_run,
    cancel_run,
    carry_out,
    requeue_lost,
)
from broadcast.actions.plan import plan_days
from broadcast.actions.plan_parts import parts
from broadcast.models import DeskRun, Placement, Playlist, RunKind, RunState, Slot
from cms.models import Area
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW

from .conftest import DAY, at, open_slot, plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from broadcast.models import Clock, Station
    from cms.accounts.models import User
    from cms.models import Clearance


def ask(hoa: User, **wanted: Any) -> DeskRun:
    said = {"kind": RunKind.PLAN, "first": DAY, "last": DAY, **wanted}
    return ask_for_run(**said, by=hoa, now=NOW)


def carried_out(run: DeskRun) -> DeskRun:
    carry_out(run_id=run.pk, clock=lambda: NOW)
    run.refresh_from_db()
    return run


@pytest.fixture
def province(
    slot: Slot,
    lam_son: Station,
    carry_clock: Clock,
    station: Callable[..., Station],
    own_clock: Clock,
    cleared: Callable[..., Clearance],
) -> list[Slot]:
    """Return three stations' slots, not planned, with two items to air."""
    cleared("Lớp học bên sông", 25)
    cleared("Mùa muối", 20)
    tri_hai = station("tri-hai", "22858")
    return [
        slot,
        open_slot(lam_son, carry_clock, at(5, 15)),
        open_slot(tri_hai, own_clock, at(5, 15)),
    ]


def test_a_run_plans_every_station_and_says_what_came_of_it(
    hoa: User, province: list[Slot]
) -> None:
    run = carried_out(ask(hoa))

    assert (run.state, run.done, run.whole, run.percent) == (RunState.DONE, 3, 3, 100)
    assert (run.summary["slots"], run.summary["changed"], run.summary["unplaced"]) == (3, 3, [])
    items = Placement.objects.filter(item__isnull=False).count()
    told = [run.summary[name] for name in ("kept", "added", "moved", "removed")]
    assert told == [0, items, 0, 0]
    assert items > 0
    gaps = Slot.objects.values_list("gap", flat=True)
    whole = sum((gap for gap in gaps if gap), timedelta())
    assert run.summary["gap_ms"] * timedelta(milliseconds=1) == whole
    assert run.lease_token is None


def test_a_must_run_without_a_place_is_told_with_what_would_seat_it(
    hoa: User, desk: Client, slot: Slot, cleared: Callable[..., Clearance]
) -> None:
    cleared("Báo bão", 90, priority="priority", deadline=slot.ends_at)

    run = carried_out(ask(hoa))

    (told,) = run.summary["unplaced"]
    assert (told["rule"], told["slots"]) == ("fits", 1)
    page = desk.get(reverse("desk:run", args=[run.pk]))
    assert [row.sentence for row in page.context["unplaced"]] == [
        (
            "Trước hạn có 1 buổi phát nhưng không buổi nào nhận được: dài hơn thời gian còn trống. "
            "Nếu buổi phát dài thêm 0'30\", hoặc tin bài ngắn đi chừng đó, thì có thể xếp được."
        )
    ]


def test_planning_in_parts_is_planning_at_once(
    hoa: User, province: list[Slot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.actions.plan_parts.TOGETHER", 1)
    run = carried_out(ask(hoa))

    assert (run.state, run.done, run.whole) == (RunState.DONE, 3, 3)
    assert (run.summary["slots"], run.summary["changed"]) == (3, 3)
    assert plan_days(first=DAY, last=DAY, seed=0, now=NOW).changed == 0


def test_a_run_for_a_district_leaves_the_others_alone(hoa: User, province: list[Slot]) -> None:
    carried_out(ask(hoa, area=Area.objects.get(code="586")))

    planned = Slot.objects.filter(planned_at__isnull=False)
    assert list(planned.values_list("station__code", flat=True)) == ["tri-hai"]


def test_a_run_for_the_stations_below_leaves_their_parent_alone(
    hoa: User, province: list[Slot]
) -> None:
    carried_out(ask(hoa, below=province[0].station))

    planned = Slot.objects.filter(planned_at__isnull=False)
    assert list(planned.values_list("station__code", flat=True)) == ["lam-son"]


def test_children_come_after_their_parents_and_stay_together(
    ntv: Station, station: Callable[..., Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    districts = [station(f"d{n}", "585", parent=ntv) for n in range(2)]
    communes = [station(f"{d.code}c{n}", "22813", parent=d) for d in districts for n in range(3)]
    alone = station("tri-hai", "22858")

    def found() -> list[list[str]]:
        given = [*communes, *districts, alone, ntv]
        return [[one.code for one in part] for part in parts(given)]

    (whole,) = found()
    assert whole[:3] == ["ntv", "d0", "d0c0"]
    assert len(whole) == 10
    monkeypatch.setattr("broadcast.actions.plan_parts.TOGETHER", 5)
    assert found() == [
        ["ntv", "d0", "d0c0", "d0c1", "d0c2"],
        ["d1", "d1c0", "d1c1", "d1c2", "tri-hai"],
    ]
    monkeypatch.setattr("broadcast.actions.plan_parts.TOGETHER", 2)
    assert found() == [
        ["ntv", "d0"],
        ["d0c0", "d0c1"],
        ["d0c2", "d1"],
        ["d1c0", "d1c1"],
        ["d1c2", "tri-hai"],
    ]


def test_the_same_asked_for_twice_is_one_run(hoa: User, province: list[Slot]) -> None:
    first = ask(hoa)

    assert ask(hoa) == first
    assert ask(hoa, area=Area.objects.get(code="586")) != first
    carried_out(first)
    assert ask(hoa) != first


def test_a_cancelled_run_does_nothing_more(hoa: User, province: list[Slot]) -> None:
    run = ask(hoa)
    cancel_run(run=run, by=hoa, now=NOW)

    assert carried_out(run).state == RunState.CANCELLED
    assert not Placement.objects.exists()
    with pytest.raises(RunRefused):
        cancel_run(run=run, by=hoa, now=NOW)


def test_a_run_cancelled_while_it_works_stops_and_keeps_whole_stations(
    hoa: User, province: list[Slot]
) -> None:
    run = ask(hoa)

    def clock() -> Any:
        # Asked at every step: somebody presses Stop once the first station is stored.
        if Placement.objects.exists() and DeskRun.objects.get().state == RunState.WORKING:
            cancel_run(run=run, by=hoa, now=NOW)
        return NOW

    assert carry_out(run_id=run.pk, clock=clock) is None

    run.refresh_from_db()
    assert run.state == RunState.CANCELLED
    planned = Slot.objects.filter(planned_at__isnull=False)
    assert list(planned.values_list("station__code", flat=True)) == ["ntv"]


def test_a_run_whose_worker_died_is_queued_again_and_done(hoa: User, province: list[Slot]) -> None:
    run = ask(hoa)
    claimed = desk_runs._claim(run.pk, NOW)
    assert claimed is not None
    assert carry_out(run_id=run.pk, clock=lambda: NOW) is None

    later = NOW + timedelta(minutes=2)
    assert requeue_lost(now=NOW) == 0
    assert requeue_lost(now=later) == 1

    assert carried_out(run).state == RunState.DONE
    assert run.attempts == 2


def test_a_run_that_breaks_every_time_ends_as_failed_with_its_reason(
    hoa: User, province: list[Slot], monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(**_said: Any) -> None:
        raise OSError("disk")

    monkeypatch.setattr("broadcast.actions.plan_parts.plan_days", broken)
    run = ask(hoa)

    states = [carry_out(run_id=run.pk, clock=lambda: NOW) for _ in range(4)]

    run.refresh_from_db()
    assert states == [RunState.WAITING, RunState.WAITING, RunState.FAILED, None]
    assert run.reason == "Việc bị ngắt giữa chừng: hãy thử lại hoặc báo người quản trị."
    assert run.summary["note"] == "OSError('disk')"


@pytest.mark.parametrize("days", [0, MOST_DAYS + 1])
def test_a_span_without_sense_is_refused(hoa: User, days: int) -> None:
    with pytest.raises(RunRefused):
        ask(hoa, last=DAY + timedelta(days=days - 1))
    assert not DeskRun.objects.exists()


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize("kind", list(RunKind))
def test_only_schedulers_ask_for_runs_or_stop_them(kind: RunKind) -> None:
    run = ask(make.one_of_the_cast("hoa"), kind=kind)
    for name in ("lan", "minh", "thao", "tuan"):
        person = make.one_of_the_cast(name)
        with pytest.raises(RunRefused):
            ask(person, kind=kind, last=DAY + timedelta(days=1))
        with pytest.raises(RunRefused):
            cancel_run(run=run, by=person, now=NOW)
    assert [one.state for one in DeskRun.objects.all()] == [RunState.WAITING]


def test_releasing_all_releases_what_it_can_and_lists_what_stops_the_rest(
    desk: Client, hoa: User, province: list[Slot]
) -> None:
    plan(province[0].station)

    run = carried_out(ask(hoa, kind=RunKind.RELEASE))

    assert run.state == RunState.DONE
    assert run.summary["released"] == 1
    assert list(Playlist.objects.values_list("station__code", flat=True)) == ["ntv"]
    page = desk.get(reverse("desk:run", args=[run.pk]))
    assert [
        (row.station.code, [slot for _message, slot in row.stops])
        for row in page.context["stopped"]
    ] == [("lam-son", [province[1]]), ("tri-hai", [province[2]])]


def test_the_desk_asks_once_and_shows_how_far_it_is(
    hoa: User,
    desk: Client,
    province: list[Slot],
    django_capture_on_commit_callbacks: Any,
) -> None:
    asked = {"kind": "plan", "day": DAY.isoformat(), "days": "2"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(reverse("desk:ask"), asked)

    run = DeskRun.objects.get()
    assert (run.first, run.last, run.asked_by) == (DAY, DAY + timedelta(days=1), hoa)
    assert answer.headers["Location"] == reverse("desk:run", args=[run.pk])
    assert [task.func() for task in OrmQ.objects.all()] == ["broadcast.tasks.work_on_run"]
    state = desk.get(reverse("desk:run_state", args=[run.pk])).json()
    assert state == {"label": "đang chờ", "percent": 0, "reason": "", "done": False}
    carried_out(run)
    assert desk.get(reverse("desk:run_state", args=[run.pk])).json()["done"]
    assert desk.get(reverse("desk:run", args=[run.pk])).context["account"]["slots"] == 3
