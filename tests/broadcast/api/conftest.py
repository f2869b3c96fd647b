"""Tuấn's station has a released day of two items and filler; Lạ's station has one too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadcast.actions.release import release_playlist
from broadcast.actions.tokens import make_token
from broadcast.models import EntryKind
from tests.broadcast import airtime_factories as airtime
from tests.broadcast.airtime_factories import DAY
from tests.broadcast.api.asking import player
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User


@pytest.fixture
def lan(loa: None) -> User:
    return airtime.one_of_the_cast("lan")


@pytest.fixture
def thao(loa: None) -> User:
    return airtime.one_of_the_cast("thao")


@pytest.fixture
def la(loa: None) -> User:
    return person("la")


@pytest.fixture
def station(tuan: User) -> Station:
    return airtime.station(code="phuoc-my", operators=[tuan], ident=1.0)


@pytest.fixture
def elsewhere(la: User) -> Station:
    return airtime.station(code="la-don", operators=[la], ident=2.0)


@pytest.fixture
def slot(station: Station) -> Slot:
    airtime.filler_music()
    items = [airtime.cleared_item(title="Lớp học"), airtime.cleared_item(title="Con dốc")]
    made = airtime.filled_slot(station=station, items=items)
    airtime.placement(slot=made, entry=EntryKind.FILLER, duration=airtime.FRAME * 250)
    return made


@pytest.fixture
def playlist(slot: Slot) -> Playlist:
    return release_playlist(station=slot.station, day=DAY, by=None, now=NOW)


@pytest.fixture
def foreign(elsewhere: Station) -> Playlist:
    airtime.filled_slot(station=elsewhere, items=[airtime.cleared_item(title="Của Lạ")])
    return release_playlist(station=elsewhere, day=DAY, by=None, now=NOW)


@pytest.fixture
def token(station: Station) -> str:
    _row, text = make_token(station=station, name="Máy phát", expires_at=None, by=None, now=NOW)
    return text


@pytest.fixture
def machine(token: str) -> Client:
    """Return the player of Tuấn's station."""
    return player(token)
