"""What is new for a station: read from what happened, unread until its operator says so."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from broadcast.actions.answer_recalls import answer_recalls
from broadcast.actions.news import read_news
from broadcast.actions.urgent import insert_urgent
from broadcast.models import NewsRead
from broadcast.news import NEWS_KEPT, news_of
from cms.actions.withdraw import withdraw
from cms.models import LocalNotice, Notice
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.portal.conftest import first_item, text_of
from tests.broadcast.portal.test_notices import cleared, commune, kept
from tests.cms.newsroom import decide, signed_in
from tests.conftest import NOW
from tests.pressing import says

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User


def told(station: Station, by: User, now: Any = NOW) -> list[tuple[str, str, bool]]:
    return [(each.kind.value, each.about, each.read) for each in news_of(station, by, now)]


def test_a_first_release_is_no_news(station: Station, playlist: Playlist, tuan: User) -> None:
    assert playlist.edition == 1
    assert told(station, tuan) == []


def test_a_recall_and_the_edition_without_the_item_are_news(
    station: Station, playlist: Playlist, afternoon: Slot, tuan: User, thao: User, phone: Client
) -> None:
    withdraw(item=first_item(afternoon), by=thao, reason="Sai số liệu.", now=NOW)
    answer_recalls(now=NOW + timedelta(minutes=1))
    assert told(station, tuan) == [
        ("edition", "", False),
        ("recalled", "Chuyện chiều", False),
    ]
    page = phone.get(reverse("portal:station", args=[station.code]))
    for words in ("Có gì mới (2)", "“Chuyện chiều”", "Sai số liệu.", "bản số 2"):
        assert says(page, words), words
    keys = [each.key for each in news_of(station, tuan, NOW)]
    assert [f'name="key" value="{key}"' in text_of(page) for key in keys] == [True, True]
    address = reverse("portal:news_read", args=[station.code])
    after = phone.post(address, {"key": keys}, follow=True)
    assert not says(after, "Có gì mới (")
    assert {read for *_rest, read in told(station, tuan)} == {True}
    everything = phone.get(reverse("portal:news", args=[station.code]))
    assert says(everything, "Sai số liệu.")
    # What comes after that is unread again, and what is old is no news.
    assert playlist.station == station
    assert told(station, tuan, NOW + NEWS_KEPT + timedelta(hours=1)) == []


def test_an_urgent_item_is_news_once_for_its_day(
    station: Station, playlist: Playlist, tuan: User
) -> None:
    assert playlist.day == NOW.date()
    urgent = make.cleared_item(title="Lũ về", priority="urgent")
    insert_urgent(clearance=urgent, stations=[station], by=None, now=NOW)
    assert told(station, tuan) == [("urgent", "Lũ về", False), ("edition", "", False)]


def test_the_answers_to_their_notices_are_news_and_no_mail(
    tuan: User, la: User, mailoutbox: list[Any]
) -> None:
    make.area()
    tuan.email = "tuan@loa.test"
    tuan.save()
    here, there = (
        commune("22738", "Phước Mỹ", tuan, "binh"),
        commune("22741", "Bảo An", la, "cuc"),
    )
    here.post(title="Cắt nước", kept=kept(make.ready_asset()))
    notice = LocalNotice.objects.get()
    decide(here.leader, notice, comment="Ghi rõ ngày.", **{"return": "1"})
    cleared(here, title="Họp thôn")
    assert {(kind, about) for kind, about, _read in told(here.station, tuan)} == {
        ("returned", "Cắt nước"),
        ("cleared", "Họp thôn"),
    }
    assert told(there.station, la) == []
    page = signed_in(tuan).get(reverse("portal:news", args=[here.station.code]))
    assert says(page, "Ghi rõ ngày.")
    assert reverse("portal:notice", args=[here.station.code, notice.pk]) in text_of(page)
    # The admin, where the inbox is, is closed to them.
    assert not Notice.objects.filter(to=tuan).exists()
    assert mailoutbox == []


def test_another_stations_news_is_nobody_elses(
    station: Station, playlist: Playlist, afternoon: Slot, thao: User, tuan: User, la: User
) -> None:
    withdraw(item=first_item(afternoon), by=thao, reason="Sai.", now=NOW)
    assert playlist.recalls.count() == 1
    stranger = signed_in(la)
    assert stranger.get(reverse("portal:news", args=[station.code])).status_code == 404
    (piece,) = news_of(station, tuan, NOW)
    stranger.post(reverse("portal:news_read", args=[station.code]), {"key": piece.key})
    with pytest.raises(PermissionDenied):
        read_news(station=station, keys=[piece.key], by=la, now=NOW)
    assert not NewsRead.objects.exists()
    for _twice in range(2):
        read_news(station=station, keys=[piece.key, "no:news"], by=tuan, now=NOW)
    assert NewsRead.objects.values_list("key", "by").get() == (piece.key, tuan.pk)


def test_an_operator_hears_the_notice_they_sent(tuan: User, la: User) -> None:
    make.area()
    here, there = (
        commune("22738", "Phước Mỹ", tuan, "binh"),
        commune("22741", "Bảo An", la, "cuc"),
    )
    asset = make.ready_asset()
    here.post(kept=kept(asset))
    here.post(title="Chỉ đọc")
    silent, notice = LocalNotice.objects.order_by("-pk")
    heard = here.address("hear_notice", notice.pk)
    assert heard in text_of(signed_in(tuan).get(here.address("notice", notice.pk)))
    answer = signed_in(tuan).get(heard)
    house = asset.renditions.get()
    assert (b"".join(answer), answer["Content-Type"]) == (house_bytes(house), "audio/mpeg")
    assert signed_in(tuan).get(here.address("hear_notice", silent.pk)).status_code == 404
    assert signed_in(la).get(heard).status_code == 404
    assert signed_in(la).get(there.address("hear_notice", notice.pk)).status_code == 404


def house_bytes(rendition: Any) -> bytes:
    with private_files().open(rendition.file_name) as file:
        return bytes(file.read())


def test_much_news_costs_as_many_queries_as_none(
    station: Station,
    playlist: Playlist,
    afternoon: Slot,
    tuan: User,
    thao: User,
    django_assert_num_queries: Any,
) -> None:
    # Rights are asked for once in a request.
    assert (playlist.edition, news_of(station, tuan, NOW)) == (1, [])
    with django_assert_num_queries(6):
        assert news_of(station, tuan, NOW) == []
    withdraw(item=first_item(afternoon), by=thao, reason="Sai.", now=NOW)
    answer_recalls(now=NOW)
    urgent = make.cleared_item(title="Lũ về", priority="urgent")
    insert_urgent(clearance=urgent, stations=[station], by=None, now=NOW)
    with django_assert_num_queries(7):
        assert len(news_of(station, tuan, NOW)) == 4
