"""Files over the machine API: whole, resumed, held back, and what a key opens."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.test import override_settings
from django.utils import timezone

from broadcast.actions.release import release_playlist
from broadcast.models import Fetch
from broadcast.signed import LIFETIME, sign_address, station_of_key
from tests.broadcast import airtime_factories as airtime
from tests.broadcast.airtime_factories import DAY
from tests.broadcast.api.asking import ROOT, body_of, day_of, file_of
from tests.broadcast.api.withdrawing import released_ahead, withdrawn_from
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User


def files_of(playlist: Playlist) -> dict[str, str]:
    """Return one file of each making: a house file, filler cut to length, a joined slot."""
    slot = playlist.document["slots"][0]
    by_kind = {entry["kind"]: entry["file"]["sha256"] for entry in slot["entries"]}
    return {**by_kind, "slot": slot["file"]["sha256"]}


@pytest.mark.parametrize("kind", ["item", "ident", "filler", "slot"])
def test_a_file_is_exactly_the_bytes_of_its_hash(
    machine: Client, playlist: Playlist, kind: str
) -> None:
    sha256 = files_of(playlist)[kind]

    answer = machine.get(file_of(sha256))

    assert hashlib.sha256(body_of(answer)).hexdigest() == sha256
    assert answer["ETag"] == f'"{sha256}"'
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize("kind", ["item", "filler", "slot", "zip"])
def test_a_broken_transfer_resumes_to_the_very_same_bytes(
    machine: Client, playlist: Playlist, kind: str
) -> None:
    address = day_of(playlist, ".zip") if kind == "zip" else file_of(files_of(playlist)[kind])
    whole = machine.get(address)
    expected = body_of(whole)

    received = b""
    while len(received) < len(expected):
        # The line breaks after a third, wherever that is in a frame.
        stop = min(len(expected), len(received) + len(expected) // 3 + 1)
        part = machine.get(
            address,
            headers={"Range": f"bytes={len(received)}-", "If-Range": whole["ETag"]},
        )
        assert part.status_code == 206
        assert part["Content-Range"] == (
            f"bytes {len(received)}-{len(expected) - 1}/{len(expected)}"
        )
        received += body_of(part)[: stop - len(received)]

    assert received == expected
    if kind != "zip":
        assert hashlib.sha256(received).hexdigest() == files_of(playlist)[kind]
    # What resumed in the middle was one taking.
    assert Fetch.objects.count() == (2 if kind == "zip" else 0)


def test_a_range_of_another_version_is_answered_with_the_whole_file(
    machine: Client, playlist: Playlist
) -> None:
    address = file_of(files_of(playlist)["slot"])

    answer = machine.get(address, headers={"Range": "bytes=5-", "If-Range": '"older"'})

    assert answer.status_code == 200
    assert hashlib.sha256(body_of(answer)).hexdigest() == files_of(playlist)["slot"]


def test_a_range_beyond_the_file_is_refused_and_a_known_file_not_sent_again(
    machine: Client, playlist: Playlist
) -> None:
    sha256 = files_of(playlist)["slot"]
    size = playlist.document["slots"][0]["file"]["bytes"]

    beyond = machine.get(file_of(sha256), headers={"Range": f"bytes={size}-"})
    known = machine.get(file_of(sha256), headers={"If-None-Match": f'"{sha256}"'})
    head = machine.head(file_of(sha256))

    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{size}")
    assert known.status_code == 304
    assert (head.status_code, head["Content-Length"], body_of(head)) == (200, str(size), b"")


def test_a_file_of_an_older_edition_stays_to_be_had(
    machine: Client, playlist: Playlist, slot: Slot
) -> None:
    older = files_of(playlist)["slot"]
    airtime.placement(slot=slot, clearance=airtime.cleared_item())
    newest = release_playlist(station=slot.station, day=DAY, by=None, now=NOW)

    assert files_of(newest)["slot"] != older
    assert machine.get(file_of(older)).status_code == 200


def test_a_sound_is_not_to_be_had_as_a_video(machine: Client, playlist: Playlist) -> None:
    answers = [machine.get(file_of(sha256, "mp4")) for sha256 in files_of(playlist).values()]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_slot_leads_to_the_joined_file_of_its_newest_edition(
    client: Client, machine: Client, playlist: Playlist, slot: Slot
) -> None:
    address = f"{ROOT}/slots/{slot.pk}.mp3"
    airtime.placement(slot=slot, clearance=airtime.cleared_item())
    newest = release_playlist(station=slot.station, day=DAY, by=None, now=NOW)

    answer = machine.get(address)

    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == file_of(files_of(newest)["slot"])
    # A player follows without its headers.
    followed = client.get(answer["Location"])
    assert hashlib.sha256(body_of(followed)).hexdigest() == files_of(newest)["slot"]


def test_a_slot_without_a_joined_file_leads_nowhere(machine: Client, station: Station) -> None:
    empty = airtime.slot(station=station)
    release_playlist(station=station, day=DAY, by=None, now=NOW)

    assert machine.get(f"{ROOT}/slots/{empty.pk}.mp3").status_code == 404


@override_settings(LOA_ACCEL_PREFIX="/kept/")
def test_the_reverse_proxy_sends_what_lies_in_the_store(
    machine: Client, playlist: Playlist
) -> None:
    files = files_of(playlist)

    kept, made = machine.get(file_of(files["item"])), machine.get(file_of(files["slot"]))

    name = f"house/{files['item'][:2]}/{files['item']}.mp3"
    assert kept["X-Accel-Redirect"] == f"/kept/{name}"
    assert "X-Accel-Redirect" not in made
    assert hashlib.sha256(body_of(made)).hexdigest() == files["slot"]


def test_a_withdrawn_item_and_the_slot_that_holds_it_are_not_sent_before_they_air(
    machine: Client, station: Station, thao: User
) -> None:
    ahead = released_ahead(station)
    files = files_of(ahead)
    assert [machine.get(file_of(each)).status_code for each in files.values()] == [200] * 3

    withdrawn_from(ahead, thao)

    told = {kind: machine.get(file_of(sha256)).status_code for kind, sha256 in files.items()}
    assert told == {"ident": 200, "item": 410, "slot": 410}


def test_what_was_withdrawn_after_it_aired_stays_to_be_heard(
    machine: Client, playlist: Playlist, thao: User
) -> None:
    withdrawn_from(playlist, thao)

    told = [machine.get(file_of(sha256)).status_code for sha256 in files_of(playlist).values()]

    assert told == [200] * 4


@pytest.fixture
def signed(playlist: Playlist) -> str:
    """Return the slot file's address as a list would carry it."""
    path = file_of(files_of(playlist)["slot"])
    return sign_address(path, station=playlist.station_id, now=timezone.now())


def test_a_key_opens_its_own_address_to_anybody(
    client: Client, playlist: Playlist, signed: str
) -> None:
    answer = client.get(signed)

    assert hashlib.sha256(body_of(answer)).hexdigest() == files_of(playlist)["slot"]
    assert not Fetch.objects.exists()


def test_a_key_opens_nothing_else(
    client: Client, playlist: Playlist, slot: Slot, signed: str
) -> None:
    key = signed.partition("?key=")[2]
    others = [
        file_of(files_of(playlist)["item"]),
        file_of(files_of(playlist)["slot"], "mp4"),
        f"{ROOT}/slots/{slot.pk}.mp3",
        day_of(playlist),
        day_of(playlist, ".zip"),
    ]

    assert [client.get(each, {"key": key}).status_code for each in others] == [401] * 5


def test_an_altered_key_opens_nothing(client: Client, playlist: Playlist, signed: str) -> None:
    path, _, key = signed.partition("?key=")
    station, expires, signature = key.split(".")
    altered = [
        f"{int(station) + 1}.{expires}.{signature}",
        f"{station}.{int(expires) + 1}.{signature}",
        f"{station}.{expires}.{signature[::-1]}",
        f"{station}.{expires}",
        f"{station}.{expires}.{signature}.",
        f"0.{station}.{expires}.{signature}",
        f"{station}.99999999999.{signature}",
        "٣.1.x",
        "",
    ]

    assert [client.get(path, {"key": each}).status_code for each in altered] == [401] * 9


def test_a_key_lasts_forty_eight_hours(client: Client, playlist: Playlist) -> None:
    path = file_of(files_of(playlist)["slot"])
    now = timezone.now()
    minute = timedelta(minutes=1)

    def status(signed_at: datetime) -> int:
        signed = sign_address(path, station=playlist.station_id, now=signed_at)
        return client.get(signed).status_code

    assert timedelta(hours=48) == LIFETIME
    assert (status(now - LIFETIME + minute), status(now - LIFETIME)) == (200, 401)


def test_an_expired_key_is_refused_beside_a_session_that_would_do(
    tuan: User, playlist: Playlist
) -> None:
    path = file_of(files_of(playlist)["slot"])
    old = sign_address(path, station=playlist.station_id, now=timezone.now() - LIFETIME)

    assert signed_in(tuan).get(path).status_code == 200
    assert signed_in(tuan).get(old).status_code == 401


def test_a_key_of_one_station_does_not_open_a_file_of_another(
    client: Client, playlist: Playlist, foreign: Playlist
) -> None:
    path = file_of(files_of(foreign)["slot"])

    answer = client.get(sign_address(path, station=playlist.station_id, now=timezone.now()))

    assert answer.status_code == 404


def test_what_an_older_secret_key_signed_still_opens() -> None:
    with override_settings(SECRET_KEY="older"):
        signed = sign_address("/tep", station=7, now=NOW)
    path, _, key = signed.partition("?key=")

    with override_settings(SECRET_KEY="newer"):
        assert station_of_key(path, key, now=NOW) is None
    with override_settings(SECRET_KEY="newer", SECRET_KEY_FALLBACKS=["older"]):
        assert station_of_key(path, key, now=NOW) == 7
