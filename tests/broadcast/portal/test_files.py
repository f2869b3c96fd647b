"""What operators take away: the right bytes, again after a broken line, and on record."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from broadcast.models import Fetch, Medium, SlotFile
from broadcast.signed import station_of_key
from cms.actions.withdraw import withdraw
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import TODAY, morning, release
from tests.broadcast.portal.conftest import first_item, text_of
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User


def zip_of(playlist: Playlist) -> str:
    return reverse("portal:zip", args=["phuoc-my", playlist.day, playlist.edition])


def mp3_of(playlist: Playlist, slot: Slot) -> str:
    return reverse("portal:slot_file", args=["phuoc-my", playlist.day, playlist.edition, slot.pk])


def body(answer: Any) -> bytes:
    return b"".join(answer)


def forms_taken() -> list[tuple[str, int, str]]:
    rows = Fetch.objects.order_by("pk").values_list("by__username", "playlist__edition", "form")
    return list(rows)


def test_the_day_is_one_archive_that_plays_from_a_memory_stick(
    phone: Client, slot: Slot, playlist: Playlist
) -> None:
    answer = phone.get(zip_of(playlist))

    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="phuoc-my-{TODAY}-1.zip"'
    archive = zipfile.ZipFile(io.BytesIO(body(answer)))
    assert archive.testzip() is None
    names = set(archive.namelist())
    assert {f"{TODAY}.m3u8", f"{TODAY}.html", f"{TODAY}-0515.m3u8"} <= names
    assert f"{TODAY}-0515.mp3" not in names, "the same bytes twice"
    for entry in playlist.entries.all():
        held = [name for name in names if entry.house_sha256[:12] in name]
        assert [hashlib.sha256(archive.read(name)).hexdigest() for name in held] == [
            entry.house_sha256
        ]


def test_a_slot_is_one_file_with_the_hash_it_was_released_with(
    phone: Client, slot: Slot, playlist: Playlist
) -> None:
    row = SlotFile.objects.get(playlist=playlist, slot=slot)
    answer = phone.get(mp3_of(playlist, slot))
    sent = body(answer)

    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["ETag"] == f'"{row.sha256}"'
    assert (len(sent), hashlib.sha256(sent).hexdigest()) == (row.size_bytes, row.sha256)
    assert answer["Content-Disposition"] == f'attachment; filename="phuoc-my-{TODAY}-0515.mp3"'


@pytest.mark.parametrize("broken_after", [0.1, 0.5, 0.99])
def test_a_broken_line_resumes_and_is_one_taking(
    phone: Client, slot: Slot, playlist: Playlist, broken_after: float
) -> None:
    for address, form in ((zip_of(playlist), "zip"), (mp3_of(playlist, slot), "mp3")):
        whole = phone.get(address)
        bytes_sent = body(whole)
        got = int(len(bytes_sent) * broken_after)
        rest = phone.get(address, headers={"Range": f"bytes={got}-", "If-Range": whole["ETag"]})

        assert rest.status_code == 206
        assert bytes_sent[:got] + body(rest) == bytes_sent
        assert forms_taken()[-1:] == [("tuan", 1, form)]
    assert len(forms_taken()) == 2


def test_a_copy_that_is_still_the_same_is_not_sent_again(phone: Client, playlist: Playlist) -> None:
    first = phone.get(zip_of(playlist))
    body(first)
    again = phone.get(zip_of(playlist), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert len(forms_taken()) == 1


def test_a_range_of_another_edition_sends_the_whole_file(
    phone: Client, playlist: Playlist, afternoon: Slot
) -> None:
    before = phone.get(zip_of(playlist))
    body(before)
    make.placement(slot=afternoon, clearance=make.cleared_item(priority="urgent"))
    newest = release(afternoon, NOW)

    answer = phone.get(zip_of(newest), headers={"Range": "bytes=100-", "If-Range": before["ETag"]})

    assert answer.status_code == 200
    assert len(body(answer)) == int(answer["Content-Length"])


def test_asking_for_the_head_takes_nothing(phone: Client, playlist: Playlist) -> None:
    answer = phone.head(zip_of(playlist))
    assert (answer.status_code, body(answer)) == (200, b"")
    assert int(answer["Content-Length"]) > 0
    assert forms_taken() == []


def test_the_list_for_a_player_names_every_file_in_airing_order(
    phone: Client, playlist: Playlist
) -> None:
    answer = phone.get(reverse("portal:m3u8", args=["phuoc-my", TODAY, 1]))
    lines = text_of(answer).splitlines()

    assert lines[0] == "#EXTM3U"
    assert [line.split(",", 1)[1] for line in lines[1::2]] == [
        "Lớp học bên sông",
        "Con dốc",
        "Chuyện chiều",
    ]
    hashes = list(playlist.entries.order_by("starts_at").values_list("house_sha256", flat=True))
    for line, sha256 in zip(lines[2::2], hashes, strict=True):
        path = f"/api/v1/files/{sha256}.mp3"
        address, _, key = line.partition("?key=")
        assert address == f"http://testserver{path}"
        assert station_of_key(path, key, now=NOW) == playlist.station_id
    assert forms_taken() == [("tuan", 1, "m3u8")]


def test_the_sheet_is_a_page_to_print(phone: Client, playlist: Playlist) -> None:
    answer = phone.get(reverse("portal:sheet", args=["phuoc-my", TODAY, playlist.edition]))
    assert "Con dốc" in text_of(answer)
    assert "script" not in answer["Content-Security-Policy"]
    assert forms_taken() == [("tuan", 1, "html")]


def test_nothing_is_handed_out_that_must_not_air(
    phone: Client, slot: Slot, afternoon: Slot, playlist: Playlist, thao: User
) -> None:
    withdraw(item=first_item(afternoon), by=thao, reason="Sai số liệu", now=NOW)
    day = ["phuoc-my", TODAY, 1]

    for address in (
        zip_of(playlist),
        mp3_of(playlist, afternoon),
        reverse("portal:m3u8", args=day),
        reverse("portal:sheet", args=day),
    ):
        answer = phone.get(address)
        assert answer.status_code == 410
        assert reverse("portal:day", args=["phuoc-my", TODAY]) in text_of(answer)
    assert forms_taken() == []

    untouched = phone.get(mp3_of(playlist, slot))
    assert untouched.status_code == 200
    body(untouched)


def test_what_was_withdrawn_after_its_day_stays_with_what_aired(
    phone: Client, slot: Slot, playlist: Playlist, thao: User, clock: Any
) -> None:
    clock(NOW + timedelta(days=1))
    withdraw(item=first_item(slot), by=thao, reason="Sai số liệu", now=NOW + timedelta(days=1))
    answer = phone.get(zip_of(playlist))
    assert answer.status_code == 200
    body(answer)


def test_television_has_no_joined_file(phone: Client, station: Station) -> None:
    station.medium = Medium.TELEVISION
    station.save()
    slot = morning(station, make.cleared_item())
    playlist = release(slot)

    assert phone.get(mp3_of(playlist, slot)).status_code == 404
    shown = text_of(phone.get(reverse("portal:station", args=["phuoc-my"])))
    assert zip_of(playlist) in shown
    assert ".mp3" not in shown
