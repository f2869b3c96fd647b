"""A province's areas and a maker of stations in them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from broadcast.actions.stations import open_station
from cms.actions.import_areas import import_areas
from cms.areas import Entry, arrange
from cms.models import Area, Language
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadcast.models import Station
    from cms.accounts.models import User


@pytest.fixture
def areas(loa: None) -> None:
    import_areas(
        arrangement=arrange(
            [
                Entry(1, "58", "province", "Ninh Thuận", "Tỉnh Ninh Thuận", ""),
                Entry(2, "585", "district", "Ninh Sơn", "Huyện Ninh Sơn", "58"),
                Entry(3, "22813", "commune", "Lâm Sơn", "Xã Lâm Sơn", "585"),
            ]
        ),
        from_day=date(2024, 11, 1),
    )


@pytest.fixture
def province(areas: None) -> Area:
    return Area.objects.get(code="58")


@pytest.fixture
def commune(areas: None) -> Area:
    return Area.objects.get(code="22813")


@pytest.fixture
def vietnamese(loa: None) -> Language:
    return Language.objects.get(code="vi")


@pytest.fixture
def cham(loa: None) -> Language:
    return Language.objects.get(code="cjm")


@pytest.fixture
def opened(commune: Area, vietnamese: Language, root: User) -> Callable[..., Station]:
    """Return a maker of stations: `opened("lam-son", parent=…)`."""

    def made(code: str, **fields: Any) -> Station:
        values = {"name": f"Đài {code}", "area": commune, "languages": [vietnamese]}
        return open_station(code=code, **{**values, **fields}, by=root, now=NOW)

    return made
