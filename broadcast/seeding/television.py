"""The demo's television: one station of the province that airs the videos as they are."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from broadcast.actions.stations import open_station
from broadcast.models import Clock, Medium, Position, PositionKind, Share, Station, WeeklySlot
from cms.models import Language, Video

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Area

CODE = "th-58"
NAME = "Truyền hình Ninh Thuận"
PROVINCE = "58"
VALID_FROM = date(2024, 11, 1)
# Wednesdays and Saturdays: a video airs again after three days at the earliest.
WEEKDAYS = [2, 5]


def seed_television(areas: dict[str, Area], people: dict[str, User], now: datetime) -> None:
    """Open the station and its weekly slot where they are missing; its radio's operator has it."""
    station = Station.objects.filter(code=CODE).first()
    if station is None:
        station = open_station(
            code=CODE,
            name=NAME,
            area=areas[PROVINCE],
            languages=list(Language.objects.filter(code="vi")),
            medium=Medium.TELEVISION,
            by=None,
            now=now,
        )
    station.operators.add(people[PROVINCE])
    clock, made = Clock.objects.get_or_create(title="Khung phim ngắn")
    if made:
        Position.objects.create(
            clock=clock,
            sort_order=0,
            kind=PositionKind.PICK,
            share=Share.OWN,
            item_kinds=[Video._meta.model_name],  # noqa: SLF001 - Django's API
        )
    WeeklySlot.objects.get_or_create(
        station=station,
        start_time=time(18, 30),
        defaults={
            "title": "Phim ngắn",
            "weekdays": WEEKDAYS,
            "duration": timedelta(minutes=2, seconds=30),
            "clock": clock,
            "valid_from": VALID_FROM,
        },
    )
