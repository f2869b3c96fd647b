"""A released day over the machine API: JSON, lists, archives, and who took what."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcast.actions.release import release_playlist
from broadcast.exports.playlist_json import sha256
from broadcast.models import Fetch, StationToken
from tests.broadcast import airtime_factories as airtime
from tests.broadcast.airtime_factories import DAY
from tests.broadcast.api.asking import ROOT, body_of, day_of
from tests.broadcast.api.withdrawing import released_ahead, withdrawn_from
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Playlist, Station
    from cms.accounts.models import User

FORMS = (".m3u8", ".xspf", ".html", ".zip")


def second_edition(station: Station) -> Playlist:
    """Release the day again with one more slot."""
    airtime.filled_slot(station=station, begins="17:00", items=[airtime.cleared_item()])
    return release_playlist(station=station, day=DAY, by=None, now=NOW)


def unpacked(answer: Any) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body_of(answer))) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_playlist_is_sent_as_it_was_released_under_its_own_hash(
    machine: Client, playlist: Playlist
) -> None:
    answer = machine.get(day_of(playlist))

    sent = json.loads(answer.content)
    assert answer.status_code == 200
    assert sent == playlist.document
    assert sent["sha256"] == sha256(sent) == playlist.sha256
    assert answer["ETag"] == f'"{playlist.sha256}"'
    assert answer["Content-Type"] == "application/json"
    assert machine.get(day_of(playlist)).content == answer.content


def test_the_newest_edition_comes_unless_another_is_asked_for(
    machine: Client, playlist: Playlist, station: Station
) -> None:
    newest = second_edition(station)

    assert machine.get(day_of(playlist)).json() == newest.document
    assert machine.get(day_of(playlist), {"edition": 2}).json() == newest.document
    assert machine.get(day_of(playlist), {"edition": 1}).json() == playlist.document
    assert machine.get(day_of(playlist), {"edition": 3}).status_code == 404


@pytest.mark.parametrize("known", ['"{}"', 'W/"{}"', '"older", "{}"', "*"])
def test_what_the_player_has_is_not_sent_again(
    machine: Client, playlist: Playlist, known: str
) -> None:
    answer = machine.get(day_of(playlist), headers={"If-None-Match": known.format(playlist.sha256)})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer["ETag"] == f'"{playlist.sha256}"'
    assert not Fetch.objects.exists()


def test_a_newer_edition_is_sent_to_who_has_the_older(
    machine: Client, playlist: Playlist, station: Station
) -> None:
    newest = second_edition(station)

    answer = machine.get(day_of(playlist), headers={"If-None-Match": f'"{playlist.sha256}"'})

    assert (answer.status_code, answer.json()) == (200, newest.document)


@pytest.mark.parametrize("form", ["", *FORMS])
def test_every_taking_is_on_record_with_who_took_it(
    machine: Client, playlist: Playlist, tuan: User, form: str
) -> None:
    machine.head(day_of(playlist, form))
    body_of(machine.get(day_of(playlist, form)))
    body_of(signed_in(tuan).get(day_of(playlist, form)))

    token = StationToken.objects.get().pk
    told = form.removeprefix(".") or "json"
    assert list(Fetch.objects.order_by("pk").values_list("playlist", "form", "by", "token")) == [
        (playlist.pk, told, None, token),
        (playlist.pk, told, tuan.pk, None),
    ]


@pytest.mark.parametrize("form", ["", *FORMS])
def test_a_head_request_tells_the_length_and_sends_nothing(
    machine: Client, playlist: Playlist, form: str
) -> None:
    head, whole = machine.head(day_of(playlist, form)), machine.get(day_of(playlist, form))

    assert (head.status_code, body_of(head)) == (200, b"")
    assert head["Content-Type"] == whole["Content-Type"]
    assert head["Content-Length"] == str(len(body_of(whole)))


def test_addresses_in_the_lists_open_their_files_without_any_header(
    client: Client, machine: Client, playlist: Playlist
) -> None:
    m3u8 = machine.get(day_of(playlist, ".m3u8")).content.decode()
    xspf = ET.fromstring(machine.get(day_of(playlist, ".xspf")).content)  # noqa: S314 - our own
    html = machine.get(day_of(playlist, ".html")).content.decode()

    in_m3u8 = [line for line in m3u8.splitlines() if not line.startswith("#")]
    in_xspf = [each.text or "" for each in xspf.iter("{http://xspf.org/ns/0/}location")]
    in_html = re.findall(r'src="([^"]+)"', html)
    entries = playlist.document["slots"][0]["entries"]
    files = [entry["file"]["sha256"] for entry in entries if entry["file"]]
    assert len(files) == 4
    for addresses in (in_m3u8, in_xspf, in_html):
        assert [urlsplit(each).path for each in addresses] == [
            f"{ROOT}/files/{sha256}.mp3" for sha256 in files
        ]
        assert {urlsplit(each).netloc for each in addresses} == {"testserver"}
        assert [client.get(each.replace("&amp;", "&")).status_code for each in addresses] == [
            200
        ] * 4
    joined = re.findall(r'href="([^"]+)"', html)
    assert [urlsplit(each).path for each in joined] == [
        playlist.document["slots"][0]["file"]["url"]
    ]
    assert client.get(joined[0]).status_code == 200


def test_the_archive_holds_the_lists_and_every_file_under_its_name(
    machine: Client, playlist: Playlist
) -> None:
    answer = machine.get(day_of(playlist, ".zip"))

    files = unpacked(answer)
    slot = playlist.document["slots"][0]
    assert {entry["file"]["name"] for entry in slot["entries"]} <= files.keys()
    assert json.loads(files["2025-03-05.json"]) == playlist.document
    assert "2025-03-05-0515.mp3" not in files, "the same bytes twice"
    assert b"?key=" not in files["2025-03-05.m3u8"]
    assert answer["Content-Disposition"] == 'attachment; filename="phuoc-my-2025-03-05-1.zip"'


def test_an_archive_since_an_edition_holds_only_the_files_that_are_new(
    machine: Client, playlist: Playlist, station: Station
) -> None:
    first = unpacked(machine.get(day_of(playlist, ".zip")))
    newest = second_edition(station)

    whole = unpacked(machine.get(day_of(playlist, ".zip")))
    changed = unpacked(machine.get(day_of(playlist, ".zip"), {"since": 1}))

    held = {name for name in first if name.endswith(".mp3")}
    assert {name for name in changed if name.endswith(".mp3")} == {
        name for name in whole if name.endswith(".mp3")
    } - held
    assert json.loads(changed["2025-03-05.json"]) == newest.document
    assert machine.get(day_of(playlist, ".zip"), {"since": 9}).status_code == 404


def test_where_there_is_no_small_file_the_small_archive_has_the_house_file(
    machine: Client, playlist: Playlist
) -> None:
    small = machine.get(day_of(playlist, ".zip"), {"variant": "small"})

    assert unpacked(small) == unpacked(machine.get(day_of(playlist, ".zip")))


def test_a_week_is_one_archive_of_its_newest_editions(
    machine: Client, playlist: Playlist, station: Station
) -> None:
    sunday = DAY.replace(day=9)
    airtime.filled_slot(station=station, day=sunday, items=[airtime.cleared_item()])
    last = release_playlist(station=station, day=sunday, by=None, now=NOW)
    newest = second_edition(station)

    files = unpacked(machine.get(f"{ROOT}/stations/{station.code}/weeks/2025-W10/playlist.zip"))

    assert json.loads(files["2025-03-05.json"]) == newest.document
    assert json.loads(files["2025-03-09.json"]) == last.document
    assert sorted(Fetch.objects.values_list("playlist", "form")) == sorted(
        [(newest.pk, "zip"), (last.pk, "zip")]
    )
    empty = machine.get(f"{ROOT}/stations/{station.code}/weeks/2025-W11/playlist.zip")
    assert empty.status_code == 404


def queries_of(client: Client, address: str, **headers: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address, headers=headers)
    assert answer.status_code in {200, 304}
    return [query["sql"] for query in captured]


def test_a_day_takes_as_many_queries_with_three_slots_as_with_one(
    machine: Client, playlist: Playlist, station: Station, tuan: User, hoa: User
) -> None:
    people = {"machine": machine, "operator": signed_in(tuan), "scheduler": signed_in(hoa)}
    one = {name: len(queries_of(client, day_of(playlist))) for name, client in people.items()}
    for begins in ("11:00", "17:00"):
        airtime.filled_slot(station=station, begins=begins, items=[airtime.cleared_item()])
    release_playlist(station=station, day=DAY, by=None, now=NOW)

    three = {name: len(queries_of(client, day_of(playlist))) for name, client in people.items()}

    # The machine's first call also notes that its token was used.
    assert one == {"machine": 5, "operator": 5, "scheduler": 5}
    assert three == {"machine": 4, "operator": 5, "scheduler": 5}


def test_what_has_not_changed_is_told_without_reading_placements_entries_or_the_document(
    machine: Client, playlist: Playlist, tuan: User, hoa: User
) -> None:
    for client, most in ((machine, 3), (signed_in(tuan), 3), (signed_in(hoa), 3)):
        queries = queries_of(client, day_of(playlist), **{"If-None-Match": f'"{playlist.sha256}"'})

        assert len(queries) == most
        told = " ".join(queries)
        for kept_away in ("placement", "playlistentry", "slotfile", '"document"'):
            assert kept_away not in told


def test_a_list_takes_as_many_queries_with_three_slots_as_with_one(
    machine: Client, playlist: Playlist, station: Station
) -> None:
    def counted() -> dict[str, int]:
        return {form: len(queries_of(machine, day_of(playlist, form))) for form in FORMS}

    machine.get(day_of(playlist))
    one = counted()
    for begins in ("11:00", "17:00"):
        airtime.filled_slot(station=station, begins=begins, items=[airtime.cleared_item()])
    release_playlist(station=station, day=DAY, by=None, now=NOW)

    assert counted() == one
    assert max(one.values()) <= 7


def test_a_withdrawn_item_stops_the_lists_of_what_has_yet_to_air(
    machine: Client, station: Station, thao: User
) -> None:
    ahead = released_ahead(station)
    assert [machine.get(day_of(ahead, form)).status_code for form in FORMS] == [200] * 4
    before = Fetch.objects.count()

    withdrawn_from(ahead, thao)

    edition = {"edition": ahead.edition}
    refused = [machine.get(day_of(ahead, form), edition) for form in FORMS]
    assert [answer.status_code for answer in refused] == [410] * 4
    assert len({answer.content for answer in refused}) == 1
    assert Fetch.objects.count() == before
    # The JSON is the record of what was released.
    assert machine.get(day_of(ahead), edition).json() == ahead.document


def test_a_withdrawn_item_leaves_the_record_of_a_day_that_is_over(
    machine: Client, playlist: Playlist, thao: User
) -> None:
    withdrawn_from(playlist, thao)

    assert [machine.get(day_of(playlist, form)).status_code for form in FORMS] == [200] * 4
