"""Weekly slots to dated ones: recurrence, the broadcast day, exceptions, overlaps."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.db import Error, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from broadcast.actions.slots import open_slots
from broadcast.models import Clock, Slot, Station, WeeklySlot, WeeklySlotException
from cms.models import Area
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2025, 3, 3)
WEEK = timedelta(days=6)


@pytest.fixture
def commune(loa: None) -> Station:
    area = Area.objects.create(
        code="22861",
        level="commune",
        name="Phước Dân",
        full_name="Thị trấn Phước Dân",
        path="22861/",
        valid_from=date(2024, 11, 1),
    )
    return Station.objects.create(code="22861", name="Đài truyền thanh Phước Dân", area=area)


@pytest.fixture
def weekly(commune: Station) -> Callable[..., WeeklySlot]:
    clock = Clock.objects.create(title="Trống")

    def made(**fields: Any) -> WeeklySlot:
        slot: WeeklySlot = WeeklySlot.objects.create(
            **{
                "station": commune,
                "title": "Bản tin sáng",
                "start_time": time(5, 15),
                "duration": timedelta(minutes=15),
                "clock": clock,
                "valid_from": date(2025, 1, 1),
                **fields,
            }
        )
        return slot

    return made


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), HANOI)


def test_a_week_of_a_daily_slot_is_seven_slots_opened_once(
    weekly: Callable[..., WeeklySlot],
) -> None:
    weekly()
    assert len(open_slots(first=MONDAY, last=MONDAY + WEEK, now=NOW).made) == 7
    assert open_slots(first=MONDAY, last=MONDAY + WEEK, now=NOW).made == []
    assert Slot.objects.first().starts_at == local(MONDAY, 5, 15)  # type: ignore[union-attr] # there are seven


def test_a_slot_after_midnight_belongs_to_the_evening_before(
    weekly: Callable[..., WeeklySlot],
) -> None:
    weekly(start_time=time(0, 30), weekdays=[1])
    opened = open_slots(first=MONDAY, last=MONDAY, now=NOW).made
    assert [(slot.day, slot.starts_at) for slot in opened] == [
        (MONDAY, local(MONDAY + timedelta(days=1), 0, 30))
    ]


def test_month_ends_and_the_29th_of_february_are_ordinary_days(
    weekly: Callable[..., WeeklySlot],
) -> None:
    weekly(valid_from=date(2024, 2, 28), valid_until=date(2024, 3, 1))
    opened = open_slots(first=date(2024, 2, 1), last=date(2024, 3, 31), now=NOW).made
    assert [slot.day for slot in opened] == [date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1)]


def test_an_exception_cancels_moves_or_shortens_one_day(weekly: Callable[..., WeeklySlot]) -> None:
    each = weekly()
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    WeeklySlotException.objects.create(weekly_slot=each, day=MONDAY, cancelled=True)
    WeeklySlotException.objects.create(weekly_slot=each, day=tuesday, start_time=time(6))
    WeeklySlotException.objects.create(
        weekly_slot=each, day=wednesday, duration=timedelta(minutes=5)
    )
    opened = open_slots(first=MONDAY, last=wednesday, now=NOW).made
    assert [(slot.starts_at, slot.duration) for slot in opened] == [
        (local(tuesday, 6), timedelta(minutes=15)),
        (local(wednesday, 5, 15), timedelta(minutes=5)),
    ]


def test_a_day_cancelled_after_it_was_opened_is_cancelled_too(
    weekly: Callable[..., WeeklySlot],
) -> None:
    each = weekly()
    day = MONDAY + timedelta(days=2)
    open_slots(first=day, last=day, now=NOW)
    WeeklySlotException.objects.create(weekly_slot=each, day=day, cancelled=True)
    assert open_slots(first=day, last=day, now=NOW).cancelled == 1
    assert not Slot.objects.on_air().exists()


def test_a_day_shortened_or_moved_after_it_was_opened_follows_its_last_word(
    weekly: Callable[..., WeeklySlot],
) -> None:
    each = weekly()
    day = MONDAY + timedelta(days=2)
    open_slots(first=day, last=day, now=NOW)
    word = WeeklySlotException.objects.create(
        weekly_slot=each, day=day, duration=timedelta(minutes=5)
    )
    assert open_slots(first=day, last=day, now=NOW).changed == 1
    word.start_time, word.duration = time(6), None
    word.save()
    assert open_slots(first=day, last=day, now=NOW).changed == 1
    slot = Slot.objects.get()
    assert (slot.starts_at, slot.duration) == (local(day, 6), timedelta(minutes=15))
    assert open_slots(first=day, last=day, now=NOW).changed == 0


def test_a_slot_that_would_meet_another_does_not_move(weekly: Callable[..., WeeklySlot]) -> None:
    each, other = weekly(), weekly(title="Sau", start_time=time(6))
    day = MONDAY + timedelta(days=2)
    open_slots(first=day, last=day, now=NOW)
    WeeklySlotException.objects.create(weekly_slot=each, day=day, start_time=time(5, 50))
    assert open_slots(first=day, last=day, now=NOW).changed == 0
    starts = [local(day, 5, 15), local(day, 6)]
    assert list(Slot.objects.order_by("starts_at").values_list("starts_at", flat=True)) == starts
    assert other.pk is not None


def test_a_clash_is_named_and_the_first_slot_stays(weekly: Callable[..., WeeklySlot]) -> None:
    weekly()
    later = weekly(title="Chen vào", start_time=time(5, 20))
    opened = open_slots(first=MONDAY, last=MONDAY, now=NOW)
    assert opened.clashes == [(later, MONDAY)]
    assert [slot.title for slot in opened.made] == ["Bản tin sáng"]


def test_a_closed_station_opens_nothing(
    weekly: Callable[..., WeeklySlot], commune: Station
) -> None:
    weekly()
    Station.objects.filter(pk=commune.pk).update(closed=True)
    assert open_slots(first=MONDAY, last=MONDAY + WEEK, now=NOW).made == []


@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    interval=st.integers(1, 4),
    begin=st.integers(0, 800),
    length=st.integers(0, 400),
    first=st.integers(0, 900),
    asked=st.integers(0, 60),
)
def test_days_are_those_a_plain_count_finds(
    weekdays: set[int], interval: int, begin: int, length: int, first: int, asked: int
) -> None:
    origin = date(2023, 12, 1)
    valid_from = origin + timedelta(days=begin)
    weekly = WeeklySlot(
        weekdays=sorted(weekdays),
        week_interval=interval,
        valid_from=valid_from,
        valid_until=valid_from + timedelta(days=length),
    )
    start = origin + timedelta(days=first)
    end = start + timedelta(days=asked)
    week_zero = valid_from - timedelta(days=valid_from.weekday())
    expected = [
        day
        for n in range(asked + 1)
        if (day := start + timedelta(days=n)).weekday() in weekdays
        and valid_from <= day <= valid_from + timedelta(days=length)
        and (day - week_zero).days // 7 % interval == 0
    ]
    assert list(weekly.days(start, end)) == expected


def slot_row(station: Station, clock: Clock, begins: datetime, minutes: int, **fields: Any) -> Slot:
    return Slot(
        station=station,
        day=begins.date(),
        title="Tay",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=minutes),
        clock=clock,
        **fields,
    )


@transaction.atomic
def past_the_actions(write: Callable[[], object]) -> None:
    """Write rows as no action would, and have deferred constraints checked now."""
    write()
    connection.check_constraints()


@pytest.mark.parametrize(
    ("offset", "refused"),
    [(-16, False), (-15, False), (-14, True), (0, True), (14, True), (15, False)],
)
def test_the_database_itself_refuses_overlapping_slots(
    offset: int, refused: bool, commune: Station
) -> None:
    clock = Clock.objects.create(title="Tay")
    slot_row(commune, clock, local(MONDAY, 6), 15).save()
    other = slot_row(commune, clock, local(MONDAY, 6) + timedelta(minutes=offset), 15)
    if not refused:
        Slot.objects.bulk_create([other])
        assert Slot.objects.count() == 2
        return
    with pytest.raises(Error, match="slot_no_overlap"):
        past_the_actions(lambda: Slot.objects.bulk_create([other]))
    assert Slot.objects.count() == 1


def test_an_update_past_the_actions_is_refused_as_well(commune: Station) -> None:
    clock = Clock.objects.create(title="Tay")
    slot_row(commune, clock, local(MONDAY, 6), 15).save()
    later = slot_row(commune, clock, local(MONDAY, 7), 15)
    later.save()
    moved = Slot.objects.filter(pk=later.pk)
    with pytest.raises(Error, match="slot_no_overlap"):
        past_the_actions(lambda: moved.update(starts_at=local(MONDAY, 6, 10)))


def test_a_cancelled_slot_is_in_nobodys_way(commune: Station) -> None:
    clock = Clock.objects.create(title="Tay")
    slot_row(commune, clock, local(MONDAY, 6), 15, cancelled_at=NOW).save()
    slot_row(commune, clock, local(MONDAY, 6), 15).save()
    assert Slot.objects.count() == 2
