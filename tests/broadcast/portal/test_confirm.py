"""Saying what aired: one press where all went well, and no refusal that costs typed words."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from broadcast.models import AsRun
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import MINUTE, TODAY, morning, release
from tests.broadcast.portal.conftest import text_of
from tests.conftest import NOW, PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User

ADDRESS = f"/dai/phuoc-my/{TODAY}/xac-nhan/"
PAGE = "/dai/phuoc-my/"


def words(slot: Slot, /, **otherwise: object) -> dict[str, str]:
    """Return what the page's one-press form posts, with some of it otherwise."""
    given = {"key": uuid.uuid4(), "slot": slot.pk, "edition": 1, "outcome": "aired"}
    return {name: str(value) for name, value in {**given, **otherwise}.items()}


def rows() -> list[tuple[str, int | None, str]]:
    return list(AsRun.objects.order_by("pk").values_list("outcome", "position", "reason"))


def forms_of(shown: str) -> list[dict[str, str]]:
    """Return the hidden fields of each form on a page that confirms something."""
    forms = re.findall(rf'<form method="post" action="{ADDRESS}#.*?</form>', shown, re.DOTALL)
    return [
        dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
        for form in forms
    ]


def test_one_press_says_that_all_aired_as_planned(
    phone: Client, slot: Slot, playlist: Playlist, tuan: User
) -> None:
    (press, *_others) = forms_of(text_of(phone.get(PAGE)))

    answer = phone.post(ADDRESS, press)

    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}#buoi-{slot.pk}")
    row = AsRun.objects.get()
    assert (row.slot, row.playlist, row.position, row.outcome) == (slot, playlist, None, "aired")
    assert (row.started_at, row.ended_at, row.by) == (slot.starts_at, slot.ends_at, tuan)


def test_pressing_twice_says_it_once(phone: Client, slot: Slot, playlist: Playlist) -> None:
    assert playlist.edition == 1
    press = words(slot)
    assert [phone.post(ADDRESS, press).status_code for _ in range(2)] == [302, 302]
    assert rows() == [("aired", None, "")]


def test_no_two_forms_of_a_page_share_a_key(phone: Client, playlist: Playlist) -> None:
    keys = [form["key"] for form in forms_of(text_of(phone.get(PAGE)))]
    assert playlist.edition == 1
    assert len(keys) == 2
    assert len(set(keys)) == 2


def test_one_entry_is_told_apart_with_its_reason(
    phone: Client, slot: Slot, playlist: Playlist
) -> None:
    entry = playlist.entries.get(slot=slot, position=1)
    answer = phone.post(
        ADDRESS, words(slot, position=1, outcome="not_aired", reason="Mất điện cả xã")
    )

    assert answer.status_code == 302
    assert rows() == [("not_aired", 1, "Mất điện cả xã")]
    assert AsRun.objects.get().started_at == entry.starts_at


@pytest.mark.parametrize(
    ("times", "started", "ended"),
    [
        ({}, 0, None),
        ({"began": "05:20", "stopped": "05:31"}, 5, 16),
        ({"stopped": "05:31"}, 0, 16),
    ],
)
def test_what_aired_in_part_may_tell_from_when_to_when(
    phone: Client,
    slot: Slot,
    playlist: Playlist,
    times: dict[str, str],
    started: int,
    ended: int | None,
) -> None:
    phone.post(ADDRESS, words(slot, outcome="partly", reason="Mất điện", **times))

    row = AsRun.objects.get(playlist=playlist)
    assert row.started_at == slot.starts_at + started * MINUTE
    assert row.ended_at == (None if ended is None else slot.starts_at + ended * MINUTE)


def test_times_after_midnight_belong_to_the_evening_the_slot_began_in(
    phone: Client, station: Station, clock: Callable[[datetime], None]
) -> None:
    make.general_rule()
    night = morning(station, make.cleared_item(), begins="23:50")
    release(night)
    clock(NOW + timedelta(days=1))

    phone.post(
        ADDRESS,
        words(night, outcome="partly", reason="Mất điện", began="23:55", stopped="00:05"),
    )

    row = AsRun.objects.get()
    assert (row.started_at - night.starts_at, row.ended_at) == (
        5 * MINUTE,
        night.starts_at + 15 * MINUTE,
    )


def test_the_rest_aired_without_taking_back_what_was_said_apart(
    phone: Client, slot: Slot, playlist: Playlist
) -> None:
    assert playlist.edition == 1
    phone.post(ADDRESS, words(slot, position=1, outcome="not_aired", reason="Mất điện"))
    (press, *_others) = forms_of(text_of(phone.get(PAGE)))

    assert [phone.post(ADDRESS, press).status_code for _ in range(2)] == [302, 302]

    assert rows() == [("not_aired", 1, "Mất điện"), ("aired", 0, "")]
    card = phone.get(PAGE).context["days"][0].cards[0]
    assert [line.standing.outcome for line in card.lines] == ["aired", "not_aired"]
    assert card.state.value == "partly"


def test_undoing_is_a_newer_word(phone: Client, slot: Slot, playlist: Playlist) -> None:
    assert playlist.edition == 1
    phone.post(ADDRESS, words(slot, outcome="not_aired", reason="Nhầm ngày"))
    phone.post(ADDRESS, words(slot))

    assert rows() == [("not_aired", None, "Nhầm ngày"), ("aired", None, "")]
    card = phone.get(PAGE).context["days"][0].cards[0]
    assert card.state.value == "aired"
    assert [told.word.outcome for told in card.told] == ["aired", "not_aired"]


def refused(answer: Any, status: int) -> str:
    """Return the one sentence a refusal shows."""
    assert answer.status_code == status
    (sentence,) = re.findall(r'<p class="warning" role="alert">([^<]*)</p>', text_of(answer))
    assert sentence.endswith(".")
    assert not AsRun.objects.exists()
    return unescape(sentence)


@pytest.mark.parametrize(
    "otherwise",
    [
        {"outcome": "not_aired", "reason": ""},
        {"outcome": "", "reason": "Mất điện"},
        {"outcome": "burnt", "reason": "Mất điện"},
        {"outcome": "partly", "reason": "Mất điện", "began": "05:40", "stopped": "05:20"},
        {"outcome": "not_aired", "reason": "Mất điện", "position": "7"},
        {"outcome": "not_aired", "reason": "Mất điện", "key": "nothing like a key"},
        {"outcome": "not_aired", "reason": "Mất điện " * 80},
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    phone: Client, slot: Slot, playlist: Playlist, otherwise: dict[str, str]
) -> None:
    assert playlist.edition == 1
    answer = phone.post(ADDRESS, words(slot, **otherwise))

    assert refused(answer, 422)
    assert f'value="{otherwise["reason"].strip()}' in text_of(answer)
    assert f'<details id="bao-{slot.pk}" open>' in text_of(answer)


@pytest.mark.parametrize("field", ["slot", "edition"])
def test_a_slot_or_edition_that_is_not_there_is_not_found(
    phone: Client, slot: Slot, playlist: Playlist, field: str
) -> None:
    for number in (playlist.edition + slot.pk + 1, 10**30):
        assert phone.post(ADDRESS, words(slot, **{field: number})).status_code == 404
    assert not AsRun.objects.exists()


def test_the_future_is_not_confirmed(phone: Client, afternoon: Slot, playlist: Playlist) -> None:
    assert playlist.edition == 1
    for outcome, reason in (("aired", ""), ("not_aired", "Sẽ mất điện")):
        answer = phone.post(ADDRESS, words(afternoon, outcome=outcome, reason=reason))
        assert answer.status_code == 422
        assert not AsRun.objects.exists()


def test_what_is_still_running_did_not_air_in_full_yet(
    phone: Client, afternoon: Slot, playlist: Playlist, clock: Callable[[datetime], None]
) -> None:
    assert playlist.edition == 1
    clock(afternoon.starts_at + MINUTE)
    assert refused(phone.post(ADDRESS, words(afternoon)), 422)
    answer = phone.post(ADDRESS, words(afternoon, outcome="not_aired", reason="Mất điện"))
    assert answer.status_code == 302


def test_a_stale_page_is_told_what_stands_and_keeps_what_was_typed(
    phone: Client, slot: Slot, playlist: Playlist
) -> None:
    assert playlist.edition == 1
    press = words(slot)
    phone.post(ADDRESS, press)

    answer = phone.post(ADDRESS, {**press, "outcome": "not_aired", "reason": "Mất điện"})

    assert answer.status_code == 409
    assert 'value="Mất điện"' in text_of(answer)
    assert press["key"] not in text_of(answer)
    assert rows() == [("aired", None, "")]


def test_a_session_that_ended_leads_back_to_what_was_typed(
    slot: Slot, playlist: Playlist, tuan: User
) -> None:
    assert playlist.edition == 1
    client = Client()
    typed = words(slot, position=1, outcome="not_aired", reason="Mất điện & mưa to")

    answer = client.post(ADDRESS, typed)
    signed_in = client.post(answer["Location"], {"login": tuan.username, "password": PASSWORD})
    shown = text_of(client.get(signed_in["Location"]))

    assert 'value="Mất điện &amp; mưa to"' in shown
    assert re.search(r'value="not_aired" required checked', shown)
    assert re.search(r'<option value="1" selected>', shown)
    assert not AsRun.objects.exists()


def test_a_form_of_before_signing_in_again_leads_back_to_what_was_typed(
    slot: Slot, playlist: Playlist, tuan: User, settings: Any
) -> None:
    settings.CSRF_FAILURE_VIEW = "broadcast.portal.views.confirm.untrusted"
    assert playlist.edition == 1
    client = Client(enforce_csrf_checks=True)
    client.force_login(tuan)

    answer = client.post(ADDRESS, words(slot, outcome="not_aired", reason="Mất điện"))

    assert answer.status_code == 302
    assert 'value="Mất điện"' in text_of(client.get(answer["Location"]))
    assert not AsRun.objects.exists()
    elsewhere = client.post(reverse("portal:sign_out"))
    assert elsewhere.status_code == 403


def test_an_entry_is_chosen_by_its_link(phone: Client, slot: Slot, playlist: Playlist) -> None:
    assert playlist.edition == 1
    shown = text_of(phone.get(PAGE))
    (link,) = re.findall(rf'href="(\?slot={slot.pk}&amp;position=1)#bao-{slot.pk}"', shown)
    chosen = text_of(phone.get(PAGE + unescape(link)))
    assert f'<details id="bao-{slot.pk}" open>' in chosen
    assert '<option value="1" selected>' in chosen


def test_a_yesterday_is_confirmed_on_its_own_page(phone: Client, station: Station) -> None:
    slot = morning(station, make.cleared_item(), day=TODAY - timedelta(days=1))
    release(slot)
    address = reverse("portal:confirm", args=[station.code, slot.day])

    answer = phone.post(address, words(slot))

    page = reverse("portal:day", args=[station.code, slot.day])
    assert answer["Location"] == f"{page}#buoi-{slot.pk}"
    assert rows() == [("aired", None, "")]


def test_an_older_edition_can_still_be_spoken_of(
    phone: Client, slot: Slot, afternoon: Slot, playlist: Playlist
) -> None:
    make.placement(slot=afternoon, clearance=make.cleared_item(priority="urgent"))
    assert release(afternoon, NOW).edition == 2

    phone.post(ADDRESS, words(slot, edition=1))

    assert AsRun.objects.get().playlist == playlist
    assert phone.get(PAGE).context["days"][0].cards[0].state.value == "aired"
