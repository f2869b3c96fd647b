"""A province with two stations: Tuấn's at Phước Mỹ, Lạ's next door."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.broadcast import airtime_factories as make
from tests.conftest import person

if TYPE_CHECKING:
    from broadcast.models import Station
    from cms.accounts.models import User


@pytest.fixture
def la(loa: None) -> User:
    return person("la")


@pytest.fixture
def station(tuan: User) -> Station:
    return make.station(code="phuoc-my", name="Đài Phước Mỹ", operators=[tuan])


@pytest.fixture
def elsewhere(la: User) -> Station:
    return make.station(code="la-don", name="Đài Lạ Đồn", area_code="582", operators=[la])
