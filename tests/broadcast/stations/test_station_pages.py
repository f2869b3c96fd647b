"""Stations in the admin: list, open, change, close; never delete."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from broadcast.actions.stations import close_station
from broadcast.models import Medium, Station
from broadcast.viewsets.stations import station_viewset
from cms.models import Language
from tests.cms.newsroom import signed_in
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User
    from cms.models import Area


@pytest.fixture
def keeper(minh: User) -> User:
    """Return somebody who may see, add and change stations."""
    minh.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="broadcast", content_type__model="station"
        )
    )
    return minh


@pytest.fixture
def desk(keeper: User) -> Client:
    return signed_in(keeper)


def shown(client: Client, **query: str) -> list[str]:
    response = client.get(reverse("station:index"), query)
    assert response.status_code == 200
    return [station.code for station in response.context["object_list"]]


def filled(area: Area, **fields: Any) -> dict[str, Any]:
    return {
        "name": "Đài truyền thanh xã Lâm Sơn",
        "code": "lam-son",
        "area": area.pk,
        "parent": "",
        "medium": "radio",
        "languages": [Language.objects.get(code="vi").pk],
        "day_start": "04:00",
        "ident": "",
        **fields,
    }


@pytest.fixture
def three(opened: Callable[..., Station], province: Area, root: User) -> None:
    above = opened("ntv", name="Đài Phát thanh và Truyền hình Ninh Thuận", area=province)
    opened("lam-son", name="Đài truyền thanh xã Lâm Sơn", parent=above)
    gone = opened("th-lam-son", name="Truyền hình Lâm Sơn", medium=Medium.TELEVISION)
    close_station(station=gone, by=root, now=NOW)


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["ntv", "lam-son", "th-lam-son"]),
        ({"level": "province"}, ["ntv"]),
        ({"level": "commune"}, ["lam-son", "th-lam-son"]),
        ({"medium": "television"}, ["th-lam-son"]),
        ({"closed": "false"}, ["ntv", "lam-son"]),
        ({"closed": "true"}, ["th-lam-son"]),
        ({"area_ended": "false"}, ["ntv", "lam-son", "th-lam-son"]),
        ({"area_ended": "true"}, []),
        ({"q": "dai lam son"}, ["lam-son"]),
        ({"q": "Truyền hình"}, ["ntv", "th-lam-son"]),
        ({"q": "NTV"}, ["ntv"]),
    ],
)
def test_the_list_is_filtered_and_searched_without_marks(
    desk: Client, query: dict[str, str], codes: list[str]
) -> None:
    assert shown(desk, **query) == codes


def test_stations_to_move_after_an_arrangement_are_found(
    desk: Client, opened: Callable[..., Station], commune: Area
) -> None:
    opened("lam-son")
    commune.valid_until = NOW.date()
    commune.save()

    assert shown(desk, area_ended="true") == ["lam-son"]
    assert shown(desk, area_ended="false") == []


@pytest.mark.usefixtures("three")
def test_the_list_takes_as_many_queries_for_three_stations_as_for_one(desk: Client) -> None:
    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(desk, **query)
        return len(captured)

    shown(desk)
    assert (len(shown(desk, q="ntv")), len(shown(desk, q="n"))) == (1, 3)
    assert queries(q="ntv") == queries(q="n")


def test_a_station_is_opened_through_the_form(
    desk: Client, keeper: User, commune: Area, tuan: User
) -> None:
    desk.post(reverse("station:add"), filled(commune, operators=[tuan.pk]))

    station = Station.objects.get()
    assert (station.code, station.area, station.closed) == ("lam-son", commune, False)
    assert list(station.operators.all()) == [tuan]
    history = desk.get(reverse("station:history", args=[station.pk]))
    assert [entry.user for entry in history.context["object_list"]] == [keeper]


def test_a_change_through_the_form_never_changes_the_code(
    desk: Client, opened: Callable[..., Station], commune: Area
) -> None:
    station = opened("lam-son")

    desk.post(
        reverse("station:edit", args=[station.pk]),
        filled(commune, code="khac", name="Tên mới", closed="on"),
    )

    station.refresh_from_db()
    assert (station.code, station.name, station.closed) == ("lam-son", "Tên mới", True)


@pytest.mark.usefixtures("three")
def test_what_the_action_refuses_is_shown_beside_its_field(desk: Client, province: Area) -> None:
    station = Station.objects.get(code="ntv")

    response = desk.post(reverse("station:edit", args=[station.pk]), filled(province, closed="on"))

    assert response.context["form"].errors == {
        "closed": [
            (
                "Còn 1 đài đang hoạt động dưới đài này (Đài truyền thanh xã Lâm Sơn): "
                "hãy ngừng hoặc chuyển các đài đó trước."
            )
        ]
    }
    station.refresh_from_db()
    assert not station.closed


def test_the_form_offers_who_is_active_and_keeps_who_was_chosen(
    desk: Client, opened: Callable[..., Station], tuan: User
) -> None:
    station = opened("lam-son", operators=[tuan])
    tuan.is_active = False
    tuan.save()
    Language.objects.update(retired=True)

    change = desk.get(reverse("station:edit", args=[station.pk])).context["form"]
    add = desk.get(reverse("station:add")).context["form"]

    assert tuan in change.fields["operators"].queryset
    assert tuan not in add.fields["operators"].queryset
    assert list(change.fields["languages"].queryset.values_list("code", flat=True)) == ["vi"]
    assert list(add.fields["languages"].queryset) == []
    assert "closed" not in add.fields


def test_the_form_shows_where_the_area_is(desk: Client, opened: Callable[..., Station]) -> None:
    page = desk.get(reverse("station:edit", args=[opened("lam-son").pk])).content.decode()

    assert "Tỉnh Ninh Thuận › Huyện Ninh Sơn › Xã Lâm Sơn" in page


@pytest.mark.usefixtures("three")
def test_the_chooser_offers_open_stations(desk: Client) -> None:
    response = desk.get(reverse("station_chooser:choose_results"), {"q": "lam son"})

    assert [station.code for station in response.context["results"]] == ["lam-son"]


@pytest.mark.parametrize("action", ["delete", "copy"])
def test_no_address_leads_to_deleting_a_station(action: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"station:{action}", args=[1])


def test_not_even_a_superuser_may_delete_a_station(root: User) -> None:
    assert not station_viewset.permission_policy.user_has_permission(root, "delete")


@pytest.mark.parametrize(
    ("name", "args", "data"),
    [
        ("station:index", [], None),
        ("station:add", [], {}),
        ("station:edit", [0], {}),
        ("station_chooser:choose_results", [], None),
    ],
)
def test_who_has_no_right_to_stations_reaches_none(
    opened: Callable[..., Station],
    commune: Area,
    name: str,
    args: list[int],
    data: dict[str, Any] | None,
) -> None:
    station = opened("lam-son")
    before = list(Station.objects.values())
    client = signed_in(person("lan"))
    address = reverse(name, args=[station.pk for _ in args])

    response = client.get(address) if data is None else client.post(address, filled(commune))

    assert response.status_code == 302
    assert json.dumps(before, default=str) == json.dumps(
        list(Station.objects.values()), default=str
    )
