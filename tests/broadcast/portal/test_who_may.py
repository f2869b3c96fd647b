"""Who reaches what of a station: its operators everything, everybody else nothing (law 9)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from broadcast.models import AsRun, Fetch
from cms.access import Role
from cms.accounts.models import User
from tests.broadcast.as_run.mornings import TODAY
from tests.broadcast.portal.conftest import text_of
from tests.cms.newsroom import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadcast.models import Playlist, Slot, Station

VERBS = ("station", "day", "confirm", "zip", "slot_file", "m3u8", "sheet")
FILES = ("zip", "slot_file", "m3u8")


@pytest.fixture
def ask(slot: Slot, playlist: Playlist) -> Callable[..., int]:
    """Return a way to use a verb: `ask(client, "zip")` returns the status."""

    def asked(client: Client, verb: str, code: str = "phuoc-my") -> int:
        day, edition = playlist.day, playlist.edition
        if verb == "confirm":
            data = {
                "key": str(uuid.uuid4()),
                "slot": slot.pk,
                "edition": edition,
                "outcome": "aired",
            }
            return int(client.post(reverse("portal:confirm", args=[code, day]), data).status_code)
        rest: dict[str, list[object]] = {
            "station": [],
            "day": [day],
            "zip": [day, edition],
            "m3u8": [day, edition],
            "sheet": [day, edition],
            "slot_file": [day, edition, slot.pk],
        }
        answer = client.get(reverse(f"portal:{verb}", args=[code, *rest[verb]]))
        if answer.streaming:
            b"".join(answer)
        return int(answer.status_code)

    return asked


def people(names: dict[str, User]) -> dict[str, Client]:
    """Return a client for each of `names`, a person of every role, a superuser and nobody."""
    clients = {name: signed_in(user) for name, user in names.items()}
    for role in Role:
        user = User.objects.create_user(username=role.name.lower())
        user.groups.add(Group.objects.get(name=role.value))
        clients[role.name] = signed_in(user)
    clients["nobody"] = Client()
    return clients


def rows() -> tuple[int, int]:
    return AsRun.objects.count(), Fetch.objects.count()


@pytest.mark.parametrize("verb", VERBS)
def test_only_a_stations_own_operators_reach_it(
    verb: str, ask: Callable[..., int], tuan: User, la: User, root: User, elsewhere: Station
) -> None:
    assert elsewhere.operators.get() == la
    clients = people({"tuan": tuan, "la": la, "root": root})
    signed_out = 401 if verb in FILES else 302
    expected = dict.fromkeys(clients, 404) | {
        "tuan": 302 if verb == "confirm" else 200,
        "nobody": signed_out,
    }
    tuans = clients.pop("tuan")

    assert {name: ask(client, verb) for name, client in clients.items()} == {
        name: status for name, status in expected.items() if name != "tuan"
    }
    assert rows() == (0, 0)
    assert ask(tuans, verb) == expected["tuan"]
    assert rows() == ((1, 0) if verb == "confirm" else (0, int(verb in {*FILES, "sheet"})))


@pytest.mark.parametrize("verb", VERBS)
def test_a_foreign_station_and_an_unknown_one_look_alike(
    verb: str, ask: Callable[..., int], la: User, elsewhere: Station
) -> None:
    assert elsewhere.code == "la-don"
    client = signed_in(la)
    assert ask(client, verb, "phuoc-my") == ask(client, verb, "khong-co") == 404


def test_a_foreign_slot_is_not_reached_through_ones_own_station(
    la: User, elsewhere: Station, slot: Slot, playlist: Playlist
) -> None:
    client = signed_in(la)
    foreign = {"key": str(uuid.uuid4()), "slot": slot.pk, "edition": 1, "outcome": "aired"}
    confirm = reverse("portal:confirm", args=[elsewhere.code, TODAY])
    address = reverse("portal:slot_file", args=[elsewhere.code, TODAY, playlist.edition, slot.pk])

    assert client.post(confirm, foreign).status_code == 404
    assert client.get(address).status_code == 404
    assert rows() == (0, 0)


def test_a_strangers_page_names_no_other_station(
    la: User, elsewhere: Station, playlist: Playlist
) -> None:
    shown = text_of(signed_in(la).get(reverse("portal:station", args=[elsewhere.code])))
    assert elsewhere.name in shown
    assert playlist.station.name not in shown


def test_operators_need_no_way_into_the_admin(tuan: User, station: Station) -> None:
    assert not tuan.has_perm("wagtailadmin.access_admin")
    client = signed_in(tuan)
    assert client.get(reverse("portal:station", args=[station.code])).status_code == 200
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_who_is_no_longer_an_operator_is_a_stranger(
    ask: Callable[..., int], tuan: User, station: Station
) -> None:
    client = signed_in(tuan)
    assert ask(client, "station") == 200
    station.operators.remove(tuan)
    assert ask(client, "station") == 404


@pytest.mark.parametrize("verb", VERBS)
def test_impossible_numbers_and_days_are_not_found(verb: str, tuan: User, station: Station) -> None:
    client = signed_in(tuan)
    large = 10**30
    tails = {
        "station": [],
        "day": ["2025-02-30/"],
        "confirm": ["2025-02-30/xac-nhan/"],
        "zip": [f"{TODAY}/ban-{large}.zip", f"{TODAY}/ban-0.zip"],
        "m3u8": [f"{TODAY}/ban-{large}.m3u8"],
        "sheet": [f"{TODAY}/ban-{large}.html"],
        "slot_file": [f"{TODAY}/ban-{large}-buoi-{large}.mp3"],
    }
    for tail in tails[verb]:
        assert client.get(f"/dai/{station.code}/{tail}").status_code == 404


def test_a_signed_out_download_is_no_page_to_keep(playlist: Playlist) -> None:
    address = reverse("portal:zip", args=["phuoc-my", playlist.day, playlist.edition])
    answer = Client().get(address)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Cookie ")
    assert reverse("portal:sign_in") in text_of(answer)
