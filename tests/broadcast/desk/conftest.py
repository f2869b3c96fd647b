"""A province station, a commune that carries it, their slots three days ahead, cleared items."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from broadcast.actions.plan import plan_days
from broadcast.models import (
    CarriedPart,
    Clock,
    Placement,
    Position,
    PositionKind,
    Share,
    Slot,
    Station,
)
from cms.actions.import_areas import import_areas
from cms.areas import Entry, arrange
from cms.models import Area, Language
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User
    from cms.models import Clearance

DAY = date(2025, 3, 6)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lan(loa: None) -> User:
    return make.one_of_the_cast("lan")


@pytest.fixture
def minh(loa: None) -> User:
    return make.one_of_the_cast("minh")


@pytest.fixture
def thao(loa: None) -> User:
    return make.one_of_the_cast("thao")


@pytest.fixture
def hoa(loa: None) -> User:
    return make.one_of_the_cast("hoa")


@pytest.fixture
def desk(hoa: User, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return hoa's browser, on the day the cast lives in."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return signed_in(hoa)


@pytest.fixture
def areas(loa: None) -> None:
    import_areas(
        arrangement=arrange(
            [
                Entry(1, "58", "province", "Ninh Thuận", "Tỉnh Ninh Thuận", ""),
                Entry(2, "585", "district", "Ninh Sơn", "Huyện Ninh Sơn", "58"),
                Entry(3, "22813", "commune", "Lâm Sơn", "Xã Lâm Sơn", "585"),
                Entry(4, "586", "district", "Ninh Hải", "Huyện Ninh Hải", "58"),
                Entry(5, "22858", "commune", "Tri Hải", "Xã Tri Hải", "586"),
            ]
        ),
        from_day=date(2024, 11, 1),
    )


@pytest.fixture
def station(areas: None) -> Callable[..., Station]:
    """Return a maker of stations: `station("lam-son", "22813", parent=…)`."""

    def made(code: str, area: str, **fields: Any) -> Station:
        name = fields.pop("name", f"Đài {code}")
        kept = Station.objects.create(
            code=code, name=name, area=Area.objects.get(code=area), **fields
        )
        kept.languages.set(Language.objects.filter(code="vi"))
        return kept

    return made


@pytest.fixture
def clock(db: None) -> Callable[..., Clock]:
    """Return a maker of clocks from the kinds of their positions."""

    def made(title: str, *positions: dict[str, Any]) -> Clock:
        kept: Clock = Clock.objects.create(title=title)
        for order, position in enumerate(positions):
            Position.objects.create(clock=kept, sort_order=order, **position)
        return kept

    return made


@pytest.fixture
def own_clock(clock: Callable[..., Clock]) -> Clock:
    return clock(
        "Tự chọn",
        {"kind": PositionKind.PICK, "share": Share.MANDATORY},
        {"kind": PositionKind.FILLER, "share": Share.OWN},
    )


@pytest.fixture
def carry_clock(clock: Callable[..., Clock]) -> Clock:
    return clock(
        "Lấy của tỉnh",
        {"kind": PositionKind.CARRY, "part": CarriedPart.MANDATORY},
        {"kind": PositionKind.PICK},
    )


@pytest.fixture
def ntv(station: Callable[..., Station]) -> Station:
    return station("ntv", "58", name="Đài Phát thanh và Truyền hình Ninh Thuận")


@pytest.fixture
def lam_son(station: Callable[..., Station], ntv: Station) -> Station:
    return station("lam-son", "22813", parent=ntv, name="Đài truyền thanh xã Lâm Sơn")


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime.combine(day, time(hour, minute), timezone.get_default_timezone())


def open_slot(
    station: Station, clock: Clock, starts_at: datetime, duration: timedelta = MINUTE
) -> Slot:
    return Slot.objects.create(
        station=station,
        day=starts_at.date(),
        title="Bản tin sáng",
        starts_at=starts_at,
        ends_at=starts_at + duration,
        clock=clock,
    )


@pytest.fixture
def slot(ntv: Station, own_clock: Clock) -> Slot:
    """Return the province's slot of one minute, not planned yet."""
    return open_slot(ntv, own_clock, at(5, 15))


@pytest.fixture
def cleared(loa: None) -> Callable[..., Clearance]:
    """Return a maker of cleared items as long as asked: `cleared("Lũ quét", 20)`."""

    def made(title: str, seconds: int = 20, **fields: Any) -> Clearance:
        return make.cleared_item(title=title, seconds=seconds, **fields)

    return made


def plan(*stations: Station, now: datetime = NOW) -> None:
    plan_days(first=DAY, last=DAY, seed=1, now=now, stations=stations or None)


def titles(slot: Slot) -> list[str]:
    """Return what airs in the slot, in order; filler and the like by their kind."""
    return [
        row.clearance.content["title"] if row.clearance else row.entry
        for row in slot.placements.select_related("clearance").order_by("starts_at")
    ]


def placed(slot: Slot, title: str) -> Placement:
    return slot.placements.get(item__title=title)


def rows(slot: Slot) -> list[tuple[Any, ...]]:
    """Return all there is of a slot, to tell whether anything was touched."""
    fields = ("pk", "item", "starts_at", "ends_at", "made_by", "locked", "position", "clearance")
    return [
        *slot.placements.order_by("pk").values_list(*fields),
        *Slot.objects.filter(pk=slot.pk).values_list("gap", "filler", "silence", "planned_at"),
    ]
