"""The demo's airtime: clocks and two 15-minute sessions a day at every station."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from broadcast.models import (
    CarriedPart,
    Clock,
    Medium,
    Position,
    PositionKind,
    Share,
    Station,
    WeeklySlot,
)

if TYPE_CHECKING:
    from typing import Any

SESSION = timedelta(minutes=15)
# Usual hours of the field: morning and late afternoon. What a station carries its
# superior airs at the same time.
SESSIONS = (("Bản tin sáng", time(5, 15)), ("Bản tin chiều", time(17)))
VALID_FROM = date(2024, 11, 1)

PROVINCE_CLOCK: tuple[dict[str, Any], ...] = (
    {"kind": PositionKind.IDENT, "share": Share.OWN},
    {"kind": PositionKind.PICK, "share": Share.MANDATORY, "longest": timedelta(minutes=5)},
    {"kind": PositionKind.PICK, "share": Share.OFFERED},
    {"kind": PositionKind.FILLER, "share": Share.OWN},
    {"kind": PositionKind.IDENT, "share": Share.OWN},
)
LOCAL_CLOCK: tuple[dict[str, Any], ...] = (
    {"kind": PositionKind.IDENT, "share": Share.OWN},
    {"kind": PositionKind.CARRY, "share": Share.MANDATORY, "part": CarriedPart.MANDATORY},
    {"kind": PositionKind.PICK, "share": Share.OFFERED},
    {"kind": PositionKind.FILLER, "share": Share.OWN},
    {"kind": PositionKind.IDENT, "share": Share.OWN},
)


def seed_airtime() -> None:
    """Make the clocks and weekly slots that are missing."""
    clocks = {
        "province": _clock("Khung chương trình 15 phút của tỉnh", PROVINCE_CLOCK),
        "local": _clock("Khung chương trình 15 phút của huyện, xã", LOCAL_CLOCK),
    }
    for station in Station.objects.active().filter(medium=Medium.RADIO).select_related("area"):
        clock = clocks["province" if station.area.level == "province" else "local"]
        for title, start in SESSIONS:
            WeeklySlot.objects.get_or_create(
                station=station,
                start_time=start,
                defaults={
                    "title": title,
                    "duration": SESSION,
                    "clock": clock,
                    "valid_from": VALID_FROM,
                },
            )


def _clock(title: str, positions: tuple[dict[str, Any], ...]) -> Clock:
    clock: Clock
    clock, made = Clock.objects.get_or_create(title=title)
    if made:
        for order, position in enumerate(positions):
            Position.objects.create(clock=clock, sort_order=order, **position)
    return clock
