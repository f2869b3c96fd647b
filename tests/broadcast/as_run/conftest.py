"""Tuấn's station aired two reports this morning; Lạ's is next door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import morning, release
from tests.conftest import person

if TYPE_CHECKING:
    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User


@pytest.fixture
def la(loa: None) -> User:
    return person("la")


@pytest.fixture
def station(tuan: User) -> Station:
    return make.station(code="phuoc-my", operators=[tuan])


@pytest.fixture
def elsewhere(la: User) -> Station:
    return make.station(code="la-don", operators=[la])


@pytest.fixture
def slot(station: Station) -> Slot:
    return morning(station, make.cleared_item(), make.cleared_item())


@pytest.fixture
def playlist(slot: Slot) -> Playlist:
    return release(slot)
