"""Clocks, weekly slots, airtime rules and orders in the admin: list, add, edit; never delete."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from broadcast.models import (
    AirtimeException,
    AirtimeRule,
    Clock,
    Position,
    WeeklySlot,
    WeeklySlotException,
)
from broadcast.viewsets.durations import DurationInput, read, written
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import signed_in

from .conftest import DAY, plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from broadcast.models import Slot, Station
    from cms.models import Clearance

LISTS = ("clock", "weekly_slot", "airtime_rule", "airtime_exception")


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("5'30\"", timedelta(minutes=5, seconds=30)),
        ("1h05'30\"", timedelta(hours=1, minutes=5, seconds=30)),
        ("15", timedelta(minutes=15)),
        ("45”", timedelta(seconds=45)),
        ('0,48"', timedelta(milliseconds=480)),
        ("2h", timedelta(hours=2)),
        ("", None),
        ("một giờ", None),
        ("5'30", None),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, duration: timedelta | None) -> None:
    assert read(text) == duration
    if duration is not None:
        assert read(written(duration)) == duration


def test_a_duration_that_cannot_be_read_goes_back_as_it_was_written() -> None:
    said = DurationInput().value_from_datadict({"duration": "một giờ"}, {}, "duration")
    assert said == "một giờ"


def formset(name: str, *forms: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{name}-TOTAL_FORMS": len(forms),
        f"{name}-INITIAL_FORMS": initial,
        f"{name}-MIN_NUM_FORMS": 0,
        f"{name}-MAX_NUM_FORMS": 1000,
    }
    for number, form in enumerate(forms):
        values = {"ORDER": number + 1, "DELETE": "", "id": "", **form}
        data |= {f"{name}-{number}-{field}": value for field, value in values.items()}
    return data


def position(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "share": "own", "part": "all", **fields}


def clock_data(*positions: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    return {
        "title": "Khung 30 phút",
        "least_pause": '0,48"',
        "most_pause": '2"',
        **formset("positions", *positions, initial=initial),
    }


def test_a_clock_is_made_with_its_positions_in_order(desk: Client) -> None:
    pick = position(
        "pick", item_kinds=["report", "skit"], themes=["chinh-sach"], languages=["vi"], longest="10"
    )
    desk.post(reverse("clock:add"), clock_data(position("ident"), pick, position("filler")))

    clock = Clock.objects.get()
    assert clock.least_pause == timedelta(milliseconds=480)
    rows = list(clock.positions.order_by("sort_order"))
    assert [row.kind for row in rows] == ["ident", "pick", "filler"]
    assert (rows[1].item_kinds, rows[1].themes, rows[1].languages, rows[1].longest) == (
        ["report", "skit"],
        ["chinh-sach"],
        ["vi"],
        timedelta(minutes=10),
    )


def test_a_relay_in_the_middle_is_refused(desk: Client) -> None:
    relay = position("relay", source="VOV1", duration="15")

    answer = desk.post(
        reverse("clock:add"), clock_data(position("ident"), relay, position("filler"))
    )

    assert answer.context["form"].non_field_errors() == [
        "Mục tiếp âm phải đứng đầu hoặc cuối vì cán bộ đài chuyển bằng tay."
    ]
    assert not Clock.objects.exists()


def test_the_positions_of_a_clock_in_use_keep_their_kinds_and_order(
    desk: Client, slot: Slot, cleared: Callable[..., Clearance]
) -> None:
    clock = slot.clock
    pick, filler = (row.pk for row in clock.positions.order_by("sort_order"))
    forms = [position("pick", id=pick), position("filler", id=filler)]
    turned = [{**forms[0], "ORDER": 2}, {**forms[1], "ORDER": 1}]
    address = reverse("clock:edit", args=[clock.pk])
    cleared("Lớp học bên sông", 25)
    plan(slot.station)

    refused = desk.post(address, clock_data(*turned, initial=2))
    assert "hãy tạo khung mới" in str(refused.context["form"].non_field_errors())
    kinds = Position.objects.filter(clock=clock).order_by("sort_order")
    assert list(kinds.values_list("kind", flat=True)) == ["pick", "filler"]

    forms[0]["longest"] = "5'"
    desk.post(address, clock_data(*forms, initial=2))
    assert Position.objects.get(pk=pick).longest == timedelta(minutes=5)


def test_a_weekly_slot_is_made_with_the_day_it_is_cancelled(
    desk: Client, ntv: Station, own_clock: Clock
) -> None:
    exception = {
        "day": "06/03/2025",
        "cancelled": "on",
        "start_time": "",
        "duration": "",
        "note": "Lễ",
    }
    desk.post(
        reverse("weekly_slot:add"),
        {
            "station": ntv.pk,
            "title": "Bản tin sáng",
            "weekdays": ["0", "2", "4"],
            "start_time": "05:15",
            "duration": "15'",
            "clock": own_clock.pk,
            "week_interval": "1",
            "valid_from": "01/03/2025",
            "valid_until": "",
            **formset("exceptions", {**exception, "note": "Lễ"}),
        },
    )

    weekly = WeeklySlot.objects.get()
    assert (weekly.weekdays, weekly.duration) == ([0, 2, 4], timedelta(minutes=15))
    assert [(e.day, e.cancelled) for e in WeeklySlotException.objects.all()] == [(DAY, True)]
    page = desk.get(reverse("weekly_slot:index"), {"q": "dai phat thanh"})
    assert list(page.context["object_list"]) == [weekly]
    assert list(desk.get(reverse("weekly_slot:index"), {"q": "xa"}).context["object_list"]) == []


def test_a_rule_and_an_order_that_lifts_it_are_made(desk: Client, ntv: Station) -> None:
    desk.post(
        reverse("airtime_rule:add"),
        {
            "station": ntv.pk,
            "quiet_from": "21:30",
            "quiet_until": "05:00",
            "most_sessions": "3",
            "most_session": "45",
            "most_day": "",
            "weekdays": ["0", "1"],
        },
    )
    order = {"order_number": "12/CV", "station": "", "first_day": "06/03/2025"}
    lifts = {"last_day": "07/03/2025", "lifts": ["quiet_hours", "sessions"]}
    desk.post(reverse("airtime_exception:add"), {**order, **lifts})
    desk.post(reverse("airtime_exception:add"), {**order, **lifts, "order_number": ""})

    rule = AirtimeRule.objects.get(station=ntv)
    assert (rule.most_session, rule.weekdays) == (timedelta(minutes=45), [0, 1])
    assert [(e.order_number, e.lifts) for e in AirtimeException.objects.all()] == [
        ("12/CV", ["quiet_hours", "sessions"])
    ]


@pytest.mark.parametrize("name", LISTS)
def test_nothing_of_airtime_is_deleted(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"{name}:delete", args=[1])


@pytest.mark.usefixtures("hoa")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(("who", "sees"), [("hoa", True), ("thao", False), ("lan", False)])
def test_schedulers_keep_the_lists(name: str, who: str, sees: bool) -> None:
    browser = signed_in(make.one_of_the_cast(who))

    for verb in ("index", "add"):
        assert (browser.get(reverse(f"{name}:{verb}")).status_code == 200) is sees


def test_the_lists_take_as_many_queries_for_three_rows_as_for_one(
    desk: Client, ntv: Station, own_clock: Clock
) -> None:
    def fill(number: int) -> None:
        WeeklySlot.objects.create(
            station=ntv,
            title=f"Buổi {number}",
            start_time=f"0{number}:00",
            duration=timedelta(minutes=15),
            clock=own_clock,
            valid_from=DAY,
        )
        Clock.objects.create(title=f"Khung {number}")
        AirtimeException.objects.create(
            station=ntv, first_day=DAY, last_day=DAY, order_number=f"{number}"
        )

    def queries() -> list[int]:
        counts = []
        for name in LISTS:
            with CaptureQueriesContext(connection) as captured:
                desk.get(reverse(f"{name}:index"))
            counts.append(len(captured))
        return counts

    fill(1)
    queries()
    one = queries()
    fill(2)
    fill(3)
    assert queries() == one
