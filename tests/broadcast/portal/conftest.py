"""Tuấn at his station this morning at nine; Lạ's is next door and none of his business."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from cms.models import Item
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import morning, release
from tests.cms.newsroom import signed_in
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.test import Client

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Let it be `NOW` for the pages; the returned function sets another time."""

    def stand_at(now: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)

    stand_at(NOW)
    return stand_at


@pytest.fixture
def thao(loa: None) -> User:
    return make.one_of_the_cast("thao")


@pytest.fixture
def la(loa: None) -> User:
    return person("la")


@pytest.fixture
def station(tuan: User) -> Station:
    return make.station(code="phuoc-my", name="Đài truyền thanh Phước Mỹ", operators=[tuan])


@pytest.fixture
def elsewhere(la: User) -> Station:
    return make.station(code="la-don", operators=[la])


@pytest.fixture
def slot(station: Station) -> Slot:
    """Return this morning's slot, over at nine."""
    return morning(
        station, make.cleared_item(title="Lớp học bên sông"), make.cleared_item(title="Con dốc")
    )


@pytest.fixture
def afternoon(station: Station) -> Slot:
    """Return this afternoon's slot, to come."""
    return morning(station, make.cleared_item(title="Chuyện chiều"), begins="17:00")


@pytest.fixture
def playlist(slot: Slot, afternoon: Slot) -> Playlist:
    """Return the day's first edition, with both slots."""
    assert afternoon.day == slot.day
    return release(slot)


@pytest.fixture
def phone(tuan: User) -> Client:
    return signed_in(tuan)


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def first_item(slot: Slot) -> Item:
    """Return what a slot airs first."""
    item = Item.objects.get(placements=slot.placements.order_by("starts_at")[:1].get())
    return cast("Item", item.specific)
