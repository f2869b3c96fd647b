"""News by mail: to who asked, has an address and still operates the station; each piece once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from broadcast.actions.mail_news import NoAddress, choose_news_mail, mail_news
from broadcast.actions.news import read_news
from broadcast.models import NewsMail, NewsMailed
from broadcast.news import news_of
from cms.actions.withdraw import withdraw
from tests.broadcast.portal.conftest import first_item
from tests.conftest import NOW
from tests.pressing import press, says

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Slot, Station
    from cms.accounts.models import User


@pytest.fixture
def tuan(tuan: User) -> User:
    tuan.email = "tuan@loa.test"
    tuan.save()
    return tuan


def send() -> int:
    return mail_news(clock=lambda: NOW + timedelta(minutes=1))


def recall(afternoon: Slot, thao: User) -> None:
    withdraw(item=first_item(afternoon), by=thao, reason="Sai số liệu.", now=NOW)


@pytest.mark.usefixtures("playlist")
def test_who_asked_on_the_page_gets_each_piece_once(
    station: Station, afternoon: Slot, thao: User, phone: Client, mailoutbox: list[Any]
) -> None:
    page = phone.get(reverse("portal:news", args=[station.code]))
    after = press(phone, page, "Gửi cả vào thư tuan@loa.test")
    recall(afternoon, thao)
    assert [send(), send()] == [1, 0]
    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == (
        ["tuan@loa.test"],
        "[Loa] Tin mới cho Đài truyền thanh Phước Mỹ: Không phát nữa",
    )
    for words in ("“Chuyện chiều”, ngày 03/03/2025", "Sai số liệu.", "/dai/phuoc-my/co-gi-moi/"):
        assert words in letter.body, words
    press(phone, after, "Thôi gửi thư")
    assert not NewsMail.objects.exists()


@pytest.mark.usefixtures("playlist")
def test_nobody_gets_mail_who_did_not_ask_or_has_read_it_or_left(
    station: Station, afternoon: Slot, thao: User, tuan: User, mailoutbox: list[Any], settings: Any
) -> None:
    recall(afternoon, thao)
    assert send() == 0
    choose_news_mail(station=station, wanted=True, by=tuan, now=NOW)
    settings.LOA_SENDS_MAIL = False
    assert send() == 0
    settings.LOA_SENDS_MAIL = True
    station.operators.remove(tuan)
    assert send() == 0
    station.operators.add(tuan)
    read_news(station=station, keys=[news_of(station, tuan, NOW)[0].key], by=tuan, now=NOW)
    assert (send(), mailoutbox) == (0, [])


@pytest.mark.usefixtures("playlist")
def test_what_happened_before_they_asked_is_not_mailed(
    station: Station, afternoon: Slot, thao: User, tuan: User
) -> None:
    recall(afternoon, thao)
    choose_news_mail(station=station, wanted=True, by=tuan, now=NOW + timedelta(seconds=1))
    assert send() == 0


@pytest.mark.usefixtures("playlist")
def test_what_cannot_be_sent_goes_out_later_and_two_workers_send_once(
    station: Station,
    afternoon: Slot,
    thao: User,
    tuan: User,
    mailoutbox: list[Any],
    settings: Any,
) -> None:
    choose_news_mail(station=station, wanted=True, by=tuan, now=NOW)
    recall(afternoon, thao)
    working = settings.EMAIL_BACKEND
    # Nobody listens there.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert (send(), NewsMailed.objects.count()) == (0, 0)
    settings.EMAIL_BACKEND = working
    NewsMail.objects.update(lease_until=NOW + timedelta(minutes=3))
    assert send() == 0
    NewsMail.objects.update(lease_until=NOW)
    assert (send(), len(mailoutbox)) == (1, 1)


def test_without_an_address_or_a_station_nothing_is_chosen(station: Station, la: User) -> None:
    with pytest.raises(PermissionDenied):
        choose_news_mail(station=station, wanted=True, by=la, now=NOW)
    station.operators.add(la)
    with pytest.raises(NoAddress):
        choose_news_mail(station=station, wanted=True, by=la, now=NOW)
    assert not NewsMail.objects.exists()


def test_the_page_offers_no_mail_to_who_has_no_address(
    station: Station, tuan: User, phone: Client
) -> None:
    tuan.email = ""
    tuan.save()
    address = reverse("portal:news_mail", args=[station.code])
    page = phone.get(reverse("portal:news", args=[station.code]))
    assert not says(page, "Gửi cả vào thư")
    assert says(phone.post(address, {"wanted": "1"}, follow=True), "chưa có địa chỉ thư")
