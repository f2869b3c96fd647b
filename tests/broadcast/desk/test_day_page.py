"""The first screen: every slot of a day, how it stands, a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcast.actions.release import release_playlist
from broadcast.models import Recall, Slot
from cms.models import EndReason
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import signed_in
from tests.conftest import NOW, person

from .conftest import DAY, at, open_slot, plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from broadcast.desk.day import SlotRow
    from broadcast.models import Clock, Station
    from cms.accounts.models import User
    from cms.models import Clearance


def shown(desk: Client, **query: str) -> dict[str, list[SlotRow]]:
    response = desk.get(reverse("desk:day"), {"day": DAY.isoformat(), **query})
    assert response.status_code == 200
    return {
        row.station.code: row.slots
        for district in response.context["shown"].districts
        for row in district.rows
    }


def words(desk: Client, station: Station) -> list[str]:
    return [row.words for row in shown(desk)[station.code]]


@pytest.fixture
def tri_hai(station: Callable[..., Station]) -> Station:
    return station("tri-hai", "22858", name="Đài truyền thanh xã Tri Hải")


@pytest.mark.usefixtures("ntv", "lam_son", "tri_hai")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["ntv", "lam-son", "tri-hai"]),
        ({"area": "58/585/"}, ["lam-son"]),
        ({"area": "không có"}, ["ntv", "lam-son", "tri-hai"]),
        ({"q": "dai truyen thanh xa"}, ["lam-son", "tri-hai"]),
        ({"q": "tri hai", "area": "58/585/"}, []),
        ({"day": "hôm qua"}, ["ntv", "lam-son", "tri-hai"]),
    ],
)
def test_stations_are_narrowed_by_district_and_found_without_marks(
    desk: Client, query: dict[str, str], codes: list[str]
) -> None:
    assert list(shown(desk, **query)) == codes


def test_a_slot_is_not_planned_then_planned_then_frozen_then_released_then_recalled(
    desk: Client,
    slot: Slot,
    cleared: Callable[..., Clearance],
    hoa: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clearance = cleared("Lớp học bên sông", 25)
    assert words(desk, slot.station) == ["chưa xếp"]

    plan(slot.station)
    assert words(desk, slot.station) == ["đã xếp"]
    (row,) = shown(desk)["ntv"]
    assert (row.percent, row.gap_seconds) == (42, 35)
    assert row.filled == clearance.rendition.duration  # type: ignore[union-attr]

    monkeypatch.setattr(timezone, "now", lambda: at(5, 15) - timedelta(hours=23))
    assert words(desk, slot.station) == ["đã khóa lịch"]

    playlist = release_playlist(station=slot.station, day=DAY, by=hoa, now=NOW)
    assert words(desk, slot.station) == ["đã phát hành (bản số 1)"]

    Recall.objects.create(
        playlist=playlist,
        item=clearance.item,
        clearance=clearance,
        house_sha256=clearance.house_sha256,
        reason=EndReason.WITHDRAWN,
        at=NOW,
    )
    assert words(desk, slot.station) == ["đã thu hồi, sắp có bản mới"]


def test_a_slot_outside_the_airtime_rules_says_which_one(
    desk: Client, ntv: Station, own_clock: Clock
) -> None:
    open_slot(ntv, own_clock, at(4, 30))
    plan(ntv)

    (row,) = shown(desk)["ntv"]

    assert (row.words, row.why) == (
        "không được phát",
        "Buổi phát nằm trong giờ yên tĩnh: hãy dời đi, hoặc nhập văn bản cho phép.",
    )


def test_the_day_takes_as_many_queries_for_three_stations_as_for_one(
    desk: Client,
    ntv: Station,
    lam_son: Station,
    tri_hai: Station,
    own_clock: Clock,
    cleared: Callable[..., Clearance],
) -> None:
    cleared("Lớp học bên sông", 25)
    for station in (ntv, lam_son, tri_hai):
        open_slot(station, own_clock, at(5, 15))
        open_slot(station, own_clock, at(17))
    plan()

    def queries(**query: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(desk, **query)
        return len(captured)

    shown(desk)
    assert (len(shown(desk, q="ntv")), len(shown(desk))) == (1, 3)
    assert queries(q="ntv") == queries(q="đài")


def test_the_days_beside_keep_the_choice(desk: Client, lam_son: Station) -> None:
    response = desk.get(
        reverse("desk:day"), {"day": DAY.isoformat(), "area": "58/585/", "q": "lam"}
    )

    assert response.context["next_url"] == (
        f"{reverse('desk:day')}?day=2025-03-07&area=58%2F585%2F&q=lam"
    )


@pytest.mark.usefixtures("hoa", "slot")
@pytest.mark.parametrize(
    ("who", "status"),
    [("lan", 302), ("quynh", 302), ("minh", 302), ("thao", 200), ("hoa", 200), ("tuan", 302)],
)
def test_schedulers_and_leadership_may_look(who: str, status: int) -> None:
    browser = signed_in(make.one_of_the_cast(who))

    assert browser.get(reverse("desk:day")).status_code == status
    assert browser.get(reverse("desk:slot", args=[Slot.objects.get().pk])).status_code == status


def test_leadership_sees_no_button_that_changes_anything(
    slot: Slot, cleared: Callable[..., Clearance], thao: User
) -> None:
    cleared("Lớp học bên sông", 25)
    plan(slot.station, now=NOW)
    browser = signed_in(thao)

    for address in (
        f"{reverse('desk:day')}?day={DAY.isoformat()}",
        reverse("desk:slot", args=[slot.pk]),
    ):
        page = browser.get(address).content.decode()
        main = page[page.index('class="nice-padding desk"') :]
        assert 'method="post"' not in main


def test_a_stranger_is_sent_to_sign_in(client: Client, loa: None) -> None:
    person("la")

    assert client.get(reverse("desk:day")).status_code == 302
