"""Before a weekly slot is saved: the days of a year on which something stands in its way."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from broadcast.actions.preview_weekly_slot import DAYS, preview_weekly_slot
from broadcast.actions.slots import open_slots
from broadcast.models import AirtimeRule, Slot, Station, WeeklySlot, WeeklySlotException
from broadcast.planner.rule import Rule
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from broadcast.actions.preview_weekly_slot import YearAhead

MONDAY = date(2025, 3, 3)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


def weekly(station: Station, **fields: Any) -> WeeklySlot:
    return WeeklySlot(
        **{
            "station": station,
            "title": "Sáng",
            "start_time": time(5, 15),
            "duration": timedelta(minutes=15),
            "clock": make.usual_clock(),
            "valid_from": MONDAY,
            **fields,
        }
    )


def ahead(slot: WeeklySlot) -> YearAhead:
    return preview_weekly_slot(weekly=slot, now=NOW)


def test_a_slot_alone_in_its_year_meets_nothing(station: Station) -> None:
    found = ahead(weekly(station))
    assert (found.slots, found.clashes, found.refused) == (DAYS, (), ())
    assert not Slot.objects.exists()


def test_days_of_another_weekly_slot_are_named_but_not_those_it_leaves_out(
    station: Station,
) -> None:
    other = weekly(station, title="Thứ bảy", start_time=time(5, 20), weekdays=[5])
    other.save()
    saturday = MONDAY + timedelta(days=5)
    WeeklySlotException.objects.create(weekly_slot=other, day=saturday, cancelled=True)
    found = ahead(weekly(station))
    assert len(found.clashes) == 51
    assert {clash.day.weekday() for clash in found.clashes} == {5}
    assert {clash.title for clash in found.clashes} == {"Thứ bảy"}
    assert saturday not in {clash.day for clash in found.clashes}


def test_what_is_opened_counts_and_what_the_slot_itself_opened_does_not(station: Station) -> None:
    mine = weekly(station)
    mine.save()
    open_slots(first=MONDAY, last=MONDAY + timedelta(days=6), now=NOW)
    make.slot(station=station, day=MONDAY + timedelta(days=20), begins="05:00", title="Lễ")
    mine.start_time = time(5, 20)
    found = ahead(mine)
    assert [(clash.day, clash.title) for clash in found.clashes] == [
        (MONDAY + timedelta(days=20), "Lễ")
    ]


def test_an_airtime_rule_that_does_not_allow_it_is_named_with_its_days(station: Station) -> None:
    AirtimeRule.objects.update_or_create(
        station=station, defaults={"weekdays": [0, 1, 2, 3, 4], "quiet_from": None}
    )
    found = ahead(weekly(station))
    assert {day.weekday() for day, _why in found.refused} == {5, 6}
    assert {refusal.rule for _day, refusal in found.refused} == {Rule.WEEKDAY}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_slots_beside_it(
    rows: int, station: Station, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        weekly(station, title=f"{number}", start_time=time(9 + number)).save()
    with django_assert_num_queries(8):
        ahead(weekly(station))


def test_a_scheduler_sees_the_year_and_nothing_is_saved(station: Station, client: Client) -> None:
    weekly(station, title="Sẵn có", weekdays=[0]).save()
    client.force_login(person("hoa"))
    form = {
        "station": station.pk,
        "title": "Mới",
        "weekdays": ["0", "1"],
        "start_time": "05:20",
        "duration": "15:00",
        "week_interval": "1",
        "clock": make.usual_clock().pk,
        "valid_from": "03/03/2025",
        "exceptions-TOTAL_FORMS": "0",
        "exceptions-INITIAL_FORMS": "0",
        "exceptions-MIN_NUM_FORMS": "0",
        "exceptions-MAX_NUM_FORMS": "1000",
        "preview": "1",
    }
    page = client.post(reverse("weekly_slot:add"), form)
    assert page.context["preview"].slots > 100
    assert {clash.title for clash in page.context["preview"].clashes} == {"Sẵn có"}
    assert [*WeeklySlot.objects.values_list("title", flat=True)] == ["Sẵn có"]
