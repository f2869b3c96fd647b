"""Opening, changing and closing stations."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from wagtail.models import ModelLogEntry

from broadcast.actions.stations import (
    StationRefused,
    change_station,
    close_station,
    open_station,
    reopen_station,
)
from broadcast.models import Medium, Station
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from cms.models import Area, Language

TODAY = NOW.date()


@pytest.fixture
def change(root: User) -> Callable[..., Station]:
    """Return a maker of changes: `change(station, name=…)`, all else as it is."""

    def made(station: Station, **fields: Any) -> Station:
        values = {
            "name": station.name,
            "area": station.area,
            "parent": station.parent,
            "medium": station.medium,
            "languages": station.languages.all(),
            "operators": station.operators.all(),
            "day_start": station.day_start,
            "ident": station.ident,
            "closed": station.closed,
        }
        return change_station(station=station, **{**values, **fields}, by=root, now=NOW)

    return made


def refused(act: Callable[[], object]) -> tuple[str, str | None]:
    """Return the sentence and the field of what `act` is refused for; nothing was changed."""
    before = list(Station.objects.order_by("pk").values())
    with pytest.raises(StationRefused) as caught:
        act()
    assert list(Station.objects.order_by("pk").values()) == before
    return str(caught.value), caught.value.field


def test_a_station_opens_with_what_it_was_given(
    commune: Area, vietnamese: Language, tuan: User, root: User
) -> None:
    station = open_station(
        code="lam-son",
        name="Đài truyền thanh xã Lâm Sơn",
        area=commune,
        languages=[vietnamese],
        operators=[tuan],
        day_start=time(3),
        by=root,
        now=NOW,
    )

    station = Station.objects.get(pk=station.pk)
    assert (station.area, station.parent, station.medium) == (commune, None, Medium.RADIO)
    assert (station.day_start, station.ident, station.closed) == (time(3), None, False)
    assert list(station.languages.all()) == [vietnamese]
    assert list(Station.objects.operated_by(tuan)) == [station]
    entry = ModelLogEntry.objects.for_instance(station).get()
    assert (entry.action, entry.user, entry.timestamp) == ("wagtail.create", root, NOW)


def test_a_station_needs_a_language(opened: Callable[..., Station]) -> None:
    assert refused(lambda: opened("lam-son", languages=[])) == (
        "Hãy chọn ít nhất một ngôn ngữ.",
        "languages",
    )


@pytest.mark.parametrize(
    ("code", "fields", "field"),
    [
        ("lam-son", {"name": ""}, "name"),
        ("lam-son", {"name": "A" * 151}, "name"),
        ("lam-son", {"medium": "loa"}, "medium"),
        ("Lâm Sơn", {}, "code"),
        ("tinh", {}, "code"),
    ],
)
def test_a_station_that_cannot_be_opened_is_refused_beside_its_field(
    opened: Callable[..., Station], code: str, fields: dict[str, Any], field: str
) -> None:
    opened("tinh")

    assert refused(lambda: opened(code, **fields))[1] == field


def test_a_station_opens_only_where_its_area_is_valid_that_day(
    opened: Callable[..., Station], commune: Area
) -> None:
    commune.valid_until = TODAY - timedelta(days=1)
    commune.save()
    assert refused(lambda: opened("lam-son", area=commune)) == (
        "Xã Lâm Sơn không có hiệu lực hôm nay: hãy chọn địa bàn khác.",
        "area",
    )
    commune.valid_from, commune.valid_until = TODAY + timedelta(days=1), None
    commune.save()
    assert refused(lambda: opened("lam-son", area=commune))[1] == "area"

    commune.valid_from, commune.valid_until = TODAY, TODAY
    commune.save()
    assert opened("lam-son", area=commune).area == commune


def test_a_station_whose_area_has_ended_can_still_be_changed(
    opened: Callable[..., Station], change: Callable[..., Station], commune: Area
) -> None:
    station = opened("lam-son", area=commune)
    commune.valid_until = date(2025, 1, 31)
    commune.save()
    station.refresh_from_db()

    assert change(station, name="Tên mới").name == "Tên mới"


def test_a_station_with_open_stations_under_it_does_not_close(
    opened: Callable[..., Station], change: Callable[..., Station], root: User
) -> None:
    province = opened("tinh")
    communes = [opened(f"xa-{number}", parent=province) for number in range(4)]
    sentence = (
        "Còn 4 đài đang hoạt động dưới đài này (Đài xa-0, Đài xa-1, Đài xa-2…): "
        "hãy ngừng hoặc chuyển các đài đó trước."
    )

    assert refused(lambda: close_station(station=province, by=root, now=NOW)) == (
        sentence,
        "closed",
    )
    assert refused(lambda: change(province, closed=True)) == (sentence, "closed")

    for commune in communes:
        close_station(station=commune, by=root, now=NOW)
    assert close_station(station=province, by=root, now=NOW).closed
    assert list(Station.objects.active()) == []
    assert Station.objects.count() == 5


def test_closing_keeps_everything_and_closing_twice_is_once(
    opened: Callable[..., Station], tuan: User, root: User
) -> None:
    station = opened("lam-son", operators=[tuan])

    close_station(station=station, by=root, now=NOW)
    close_station(station=station, by=root, now=NOW + timedelta(hours=1))

    station.refresh_from_db()
    assert (station.closed, station.name) == (True, "Đài lam-son")
    assert list(station.operators.all()) == [tuan]
    assert list(station.languages.values_list("code", flat=True)) == ["vi"]
    log = ModelLogEntry.objects.for_instance(station).order_by("timestamp", "pk")
    assert list(log.values_list("action", "timestamp")) == [
        ("wagtail.create", NOW),
        ("wagtail.edit", NOW),
    ]


def test_an_open_station_hangs_under_no_closed_one(
    opened: Callable[..., Station], change: Callable[..., Station], root: User
) -> None:
    province = opened("tinh")
    commune = opened("lam-son", parent=province)
    for station in (commune, province):
        close_station(station=station, by=root, now=NOW)
    sentence = ("Đài tinh đã ngừng hoạt động: hãy chọn đài cấp trên khác.", "parent")

    assert refused(lambda: opened("luong-son", parent=province)) == sentence
    assert refused(lambda: reopen_station(station=commune, by=root, now=NOW)) == sentence
    commune.refresh_from_db()
    assert refused(lambda: change(commune, closed=False)) == sentence

    assert not change(commune, closed=False, parent=None).closed
    reopen_station(station=province, by=root, now=NOW)
    assert opened("luong-son", parent=province).parent == province


def test_a_station_never_hangs_under_itself(
    opened: Callable[..., Station], change: Callable[..., Station]
) -> None:
    province = opened("tinh")
    district = opened("huyen", parent=province)
    commune = opened("xa", parent=district)

    for station in (province, district, commune):
        assert refused(partial(change, province, parent=station)) == (
            f"{station} là chính đài này hoặc nằm dưới đài này.",
            "parent",
        )


def test_a_change_replaces_languages_and_operators_and_is_logged(
    opened: Callable[..., Station], change: Callable[..., Station], cham: Language, root: User
) -> None:
    station = opened("lam-son", operators=[person("tuan")])
    stranger = person("la")

    change(
        station, languages=[cham], operators=[stranger], medium=Medium.TELEVISION, day_start=time(0)
    )

    station = Station.objects.get()
    assert (station.medium, station.day_start) == (Medium.TELEVISION, time(0))
    assert list(station.languages.all()) == [cham]
    assert list(station.operators.all()) == [stranger]
    newest = ModelLogEntry.objects.for_instance(station).order_by("-pk")[0]
    assert (newest.action, newest.user, newest.content_changed) == ("wagtail.edit", root, True)
