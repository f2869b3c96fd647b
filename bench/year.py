"""What the year ahead of one weekly slot costs, at a station with a full week.

    python -m bench.year

The station has nine weekly slots, five weeks of them opened, with an exception a month. The
reference is the year of this one slot alone: its days by the recurrence and nothing held
against them.
"""

import statistics
import time as clock
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bench.database import database, statements
from bench.marks import Mark, conclude

if TYPE_CHECKING:
    from broadcast.models import WeeklySlot

ROUNDS = 9
MOST_S = 0.5
FIRST = date(2025, 3, 3)
NOW = datetime(2025, 3, 3, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def main() -> None:
    with database():
        weekly = _station()
        _run(weekly)


def _run(weekly: "WeeklySlot") -> None:
    from broadcast.actions.preview_weekly_slot import (  # noqa: PLC0415 - needs Django set up
        DAYS,
        preview_weekly_slot,
    )
    from broadcast.actions.slots import slot_on  # noqa: PLC0415 - the same

    found = preview_weekly_slot(weekly=weekly, now=NOW)
    assert (found.slots, len(found.clashes)) == (DAYS, 52)
    seconds, bare = [], []
    for _round in range(ROUNDS):
        began = clock.perf_counter()
        preview_weekly_slot(weekly=weekly, now=NOW)
        seconds.append(clock.perf_counter() - began)
        began = clock.perf_counter()
        days = [slot_on(weekly, day) for day in weekly.days(FIRST, FIRST + timedelta(DAYS - 1))]
        bare.append(clock.perf_counter() - began)
        assert len(days) == DAYS
    with statements() as sent:
        preview_weekly_slot(weekly=weekly, now=NOW)
    took, least = statistics.median(seconds), statistics.median(bare)
    print(f"{found.slots} slots, {len(found.clashes)} clashes, {len(sent)} queries: {took:.3f} s")
    conclude(
        [
            Mark(
                "conflict preview of a weekly slot's year",
                f"< {MOST_S} s",
                f"{took:.3f} s",
                f"its days alone: {least:.3f} s",
                took / least,
                took < MOST_S,
            )
        ]
    )


def _station() -> "WeeklySlot":
    """Fill a station's week; return the slot that is to be previewed, unsaved."""
    from broadcast.actions.set_up import set_up  # noqa: PLC0415 - needs Django set up
    from broadcast.actions.slots import open_slots  # noqa: PLC0415 - the same
    from broadcast.models import (  # noqa: PLC0415 - the same
        Clock,
        Station,
        WeeklySlot,
        WeeklySlotException,
    )
    from cms.models import Area  # noqa: PLC0415 - the same

    set_up()
    area = Area.objects.create(
        code="22861", level="commune", name="A", full_name="Xã A", path="22861/", valid_from=FIRST
    )
    station = Station.objects.create(code="22861", name="Đài A", area=area)
    made = Clock.objects.create(title="Trống")

    def weekly(hour: int, minute: int = 0, **fields: object) -> WeeklySlot:
        return WeeklySlot(
            station=station,
            title=f"{hour} giờ",
            start_time=time(hour, minute),
            duration=timedelta(minutes=30),
            clock=made,
            valid_from=FIRST,
            **fields,
        )

    for hour in range(6, 14):
        each = weekly(hour)
        each.save()
        for month in range(12):
            WeeklySlotException.objects.create(
                weekly_slot=each, day=FIRST + timedelta(days=30 * month), cancelled=True
            )
    weekly(17, weekdays=[6]).save()
    open_slots(first=FIRST, last=FIRST + timedelta(days=34), now=NOW, stations=[station])
    return weekly(17, 15)


if __name__ == "__main__":
    main()
