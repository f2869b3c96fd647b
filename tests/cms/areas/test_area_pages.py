"""Areas in the admin: a list to look at and a chooser, and no way to change one."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from cms.actions.import_areas import import_areas
from cms.models import Area
from cms.viewsets.areas import area_viewset
from tests.cms.newsroom import signed_in

from .files import KHANH_HOA, MERGED, NINH_THUAN, arrangement

if TYPE_CHECKING:
    from django.test import Client

    from cms.accounts.models import User


@pytest.fixture
def desk(hoa: User) -> Client:
    return signed_in(hoa)


@pytest.fixture
def merged(db: None) -> None:
    """Import areas that merged a week ago, and some that begin next week."""
    today = timezone.localdate()
    for rows, days, retire in (
        (NINH_THUAN + KHANH_HOA, -30, []),
        (MERGED, -7, ["58"]),
        (MERGED.replace("Xã Ninh Sơn", "Phường Ninh Sơn"), 7, []),
    ):
        import_areas(
            arrangement=arrangement(rows), from_day=today + timedelta(days=days), retire=retire
        )


def shown(client: Client, **query: str) -> list[str]:
    """Return the places the list shows, and check that the page shows them too."""
    response = client.get(reverse("area:index"), query)
    assert response.status_code == 200
    places = [area.place for area in response.context["object_list"]]
    text = unescape(response.content.decode())
    assert all(place in text for place in places)
    return places


@pytest.mark.usefixtures("merged")
def test_the_list_shows_what_is_valid_today_with_its_place(desk: Client) -> None:
    assert shown(desk) == [
        "Tỉnh Khánh Hoà",
        "Tỉnh Khánh Hoà › Phường Bắc Nha Trang",
        "Tỉnh Khánh Hoà › Phường Bảo An",
        "Tỉnh Khánh Hoà › Xã Ninh Sơn",
        "Tỉnh Khánh Hoà › Xã Lâm Sơn",
    ]


@pytest.mark.usefixtures("merged")
def test_the_list_shows_from_which_day_to_which_an_area_is_valid(desk: Client) -> None:
    today = timezone.localdate()
    query = {"q": "22810", "validity": "today"}

    page = desk.get(reverse("area:index"), query).content.decode()

    assert f"{today - timedelta(days=7):%d/%m/%Y}" in page
    assert f"{today + timedelta(days=6):%d/%m/%Y}" in page


@pytest.mark.usefixtures("merged")
def test_the_list_is_filtered_by_level_and_validity(desk: Client) -> None:
    assert shown(desk, level="province") == ["Tỉnh Khánh Hoà"]
    assert shown(desk, level="district") == []
    assert shown(desk, level="district", validity="ended") == [
        "Tỉnh Khánh Hòa › Thành phố Nha Trang",
        "Tỉnh Ninh Thuận › Huyện Ninh Sơn",
    ]
    assert shown(desk, validity="coming") == ["Tỉnh Khánh Hoà › Phường Ninh Sơn"]
    assert len(shown(desk, validity="all")) == Area.objects.count() == 14


@pytest.mark.usefixtures("merged")
@pytest.mark.parametrize("words", ["lam son", "Lâm  SƠN", "22813", "xa lam", "son lam"])
def test_the_list_is_searched_by_code_or_name_without_marks(desk: Client, words: str) -> None:
    assert shown(desk, q=words) == ["Tỉnh Khánh Hoà › Xã Lâm Sơn"]


@pytest.mark.usefixtures("merged")
def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(desk: Client) -> None:
    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert shown(desk, **query)
        return len(captured)

    shown(desk)
    assert len(shown(desk, q="22741")) == 1
    assert len(shown(desk, level="commune")) == 4
    assert queries(q="22741") == queries(level="commune")


def test_who_may_not_see_areas_does_not(lan: User) -> None:
    response = signed_in(lan).get(reverse("area:index"))

    assert response.status_code == 302


@pytest.mark.parametrize(
    ("name", "args"),
    [("add", []), ("edit", [1]), ("delete", [1]), ("copy", [1]), ("history", [1]), ("usage", [1])],
)
def test_no_address_leads_to_changing_an_area(name: str, args: list[int]) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"area:{name}", args=args)


@pytest.mark.parametrize("action", ["add", "change", "delete"])
def test_not_even_a_superuser_may_change_an_area(root: User, action: str) -> None:
    policy = area_viewset.permission_policy

    assert policy.user_has_permission(root, "view")
    assert not policy.user_has_permission(root, action)
    assert list(policy.users_with_permission(action)) == []


@pytest.mark.django_db
def test_a_groups_form_offers_only_to_see_areas() -> None:
    offered = area_viewset.get_permissions_to_register()

    assert list(offered.values_list("codename", flat=True)) == ["view_area"]


@pytest.mark.usefixtures("merged")
def test_the_chooser_offers_what_is_valid_today(desk: Client) -> None:
    response = desk.get(reverse("area_chooser:choose_results"), {"q": "ninh son"})

    found = [area.place for area in response.context["results"]]
    assert found == ["Tỉnh Khánh Hoà › Xã Ninh Sơn"]


@pytest.mark.usefixtures("merged")
def test_a_chosen_area_is_shown_with_its_place(desk: Client) -> None:
    area = Area.objects.valid_on(timezone.localdate()).get(code="22813")

    one = desk.get(reverse("area_chooser:chosen", args=[area.pk])).json()
    many = desk.get(reverse("area_chooser:chosen_multiple"), {"id": [str(area.pk), "x"]}).json()

    assert one["result"]["title"] == "Tỉnh Khánh Hoà › Xã Lâm Sơn"
    assert [chosen["title"] for chosen in many["result"]] == ["Tỉnh Khánh Hoà › Xã Lâm Sơn"]
