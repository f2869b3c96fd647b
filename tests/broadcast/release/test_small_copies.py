"""Small files made after a release are offered, and the edition stays as it is."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_q.models import Schedule

from broadcast import editions
from broadcast.actions.set_up import set_up
from broadcast.actions.small_copies import offer_small_copies
from broadcast.actions.tokens import make_token
from broadcast.models import Medium, Playlist, PlaylistEntry, SlotFile, SmallCopy
from cms.actions.withdraw import withdraw
from media.models import Rendition, State
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.api.asking import body_of, day_of, file_of, player
from tests.broadcast.release.days import release
from tests.broadcast.release.test_small_files import house_files, unpacked
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Slot, Station
    from cms.accounts.models import User

NAMES = ["ident", "item", "filler"]
SMALL = {"variant": "small"}


@pytest.fixture
def station(tuan: User) -> Station:
    return make.station(code="phuoc-my", ident=2, operators=[tuan])


@pytest.fixture
def slot(station: Station) -> Slot:
    return make.slot_with_filler(station)


@pytest.fixture
def playlist(station: Station, slot: Slot) -> Playlist:
    """Return a day released before there was any small file."""
    del slot
    return release(station)


@pytest.fixture
def machine(station: Station) -> Client:
    return player(make_token(station=station, name="Máy", expires_at=None, by=None, now=NOW)[1])


def made_since(station: Station) -> dict[str, Rendition]:
    return {name: make.small_file(row) for name, row in house_files(station).items()}


def evidence() -> list[list[dict[str, Any]]]:
    """Return every row of what was released."""
    managers: tuple[Any, ...] = (Playlist.objects, PlaylistEntry.objects, SlotFile.objects)
    return [list(each.order_by("pk").values()) for each in managers]


def listed(machine: Client, playlist: Playlist, form: str, **asked: str) -> list[str]:
    """Return the hashes of the files a list names, in their order."""
    page = machine.get(day_of(playlist, f".{form}"), asked).content.decode()
    return re.findall(r"/files/([0-9a-f]{64})\.mp3", page)


def test_a_released_edition_offers_small_files_that_were_made_since(
    playlist: Playlist, station: Station, machine: Client, tuan: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    before, json_before = evidence(), machine.get(day_of(playlist))
    plain = body_of(machine.get(day_of(playlist, ".zip")))
    day_page = reverse("portal:day", args=[station.code, playlist.day])
    offered = reverse("portal:small_zip", args=[station.code, playlist.day, 1])
    assert offered not in signed_in(tuan).get(day_page).content.decode()
    small = made_since(station)

    assert offer_small_copies(now=NOW) == 3

    copies = {row.entry.entry: row for row in SmallCopy.objects.select_related("entry")}
    assert (copies["ident"].sha256, copies["item"].sha256) == (
        small["ident"].sha256,
        small["item"].sha256,
    )
    named = [copies[name].sha256 for name in NAMES]
    for form in ("m3u8", "xspf", "html"):
        assert listed(machine, playlist, form, **SMALL) == named
    files = unpacked(body_of(machine.get(day_of(playlist, ".zip"), SMALL)))
    sounds = [data for name, data in files.items() if name.endswith(".mp3")]
    assert [hashlib.sha256(data).hexdigest() for data in sounds] == named
    for sha256 in named:
        assert hashlib.sha256(body_of(machine.get(file_of(sha256)))).hexdigest() == sha256
    # As long as what was released, frame for frame, at three quarters of the bytes.
    assert [len(data) * 4 for data in sounds] == [
        3 * entry["file"]["bytes"] for entry in playlist.document["slots"][0]["entries"]
    ]
    assert offered in signed_in(tuan).get(day_page).content.decode()

    # The edition is what it was, byte for byte, and so is everything that is not small.
    assert evidence() == before
    after = machine.get(day_of(playlist))
    assert (after.content, after["ETag"]) == (json_before.content, json_before["ETag"])
    assert json.loads(files[f"{playlist.day}.json"]) == playlist.document
    assert body_of(machine.get(day_of(playlist, ".zip"))) == plain
    assert not set(listed(machine, playlist, "m3u8")) & set(named)


def test_once_offered_it_is_not_offered_again_and_costs_no_more_queries_for_more_editions(
    playlist: Playlist, station: Station
) -> None:
    del playlist

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert offer_small_copies(now=NOW) == 0
        return len(captured)

    made_since(station)
    assert offer_small_copies(now=NOW) == 3
    assert SmallCopy.objects.count() == 3
    for number in (1, 2, 3):
        other = make.station(code=f"dai-{number}", ident=2 + number)
        make.filled_slot(station=other, items=[make.cleared_item(title=f"Tin {number}")])
        release(other)
        if number == 1:
            for_one = queries()
    assert queries() == for_one


def test_an_edition_waits_until_none_of_its_small_files_is_still_to_be_made(
    playlist: Playlist, station: Station
) -> None:
    house = house_files(station)
    make.small_file(house["ident"])
    late = make.small_file(house["item"])
    Rendition.objects.filter(pk=late.pk).update(state=State.WORKING)
    assert offer_small_copies(now=NOW) == 0
    # One that failed is not waited for: the others are offered without it.
    Rendition.objects.filter(pk=late.pk).update(state=State.FAILED)
    music = make.small_file(house["filler"])
    assert offer_small_copies(now=NOW) == 2
    assert set(SmallCopy.objects.values_list("entry__entry", flat=True)) == {"ident", "filler"}
    assert music.sha256 not in SmallCopy.objects.values_list("sha256", flat=True)
    assert playlist.entries.filter(small_copy=None).get().entry == "item"


def test_the_store_is_looked_at_before_a_small_file_is_offered(
    playlist: Playlist, station: Station
) -> None:
    del playlist
    for row in made_since(station).values():
        private_files().delete(row.file_name)
    assert offer_small_copies(now=NOW) == 0


def test_what_aired_what_was_recalled_and_television_get_none(
    playlist: Playlist, slot: Slot, station: Station
) -> None:
    made_since(station)
    assert offer_small_copies(now=slot.ends_at) == 0
    station.medium = Medium.TELEVISION
    station.save()
    assert offer_small_copies(now=NOW) == 0
    station.medium = Medium.RADIO
    station.save()
    item = playlist.entries.exclude(item=None).get().item
    assert item is not None
    withdraw(item=item, by=make.one_of_the_cast("thao"), reason="sai số liệu", now=NOW)
    offer_small_copies(now=NOW)
    assert "item" not in SmallCopy.objects.values_list("entry__entry", flat=True)


def test_a_recall_names_the_small_file_of_later_too(
    playlist: Playlist, station: Station, machine: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = made_since(station)["item"]
    offer_small_copies(now=NOW)
    item = playlist.entries.exclude(item=None).get().item
    assert item is not None
    withdraw(item=item, by=make.one_of_the_cast("thao"), reason="sai số liệu", now=NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    second = release(station)
    recalled = [row["sha256"] for row in second.document["recalled"]]
    assert small.sha256 in recalled
    assert machine.get(file_of(small.sha256)).status_code == 410


def test_who_has_the_edition_from_before_gets_its_small_files_with_the_next(
    playlist: Playlist, station: Station, machine: Client
) -> None:
    small = made_since(station)
    offer_small_copies(now=NOW)
    make.filled_slot(station=station, begins="17:00", items=[make.cleared_item(title="Tin hai")])
    release(station)
    files = unpacked(
        body_of(machine.get(day_of(playlist, ".zip"), {"variant": "small", "since": "1"}))
    )
    sounds = {
        hashlib.sha256(data).hexdigest() for name, data in files.items() if name.endswith(".mp3")
    }
    # Taken before they were there, the edition came with house files.
    assert {small["ident"].sha256, small["item"].sha256} <= sounds


def test_it_comes_round_and_only_its_own_station_opens_the_files(
    playlist: Playlist, station: Station
) -> None:
    set_up()
    task = Schedule.objects.get(func="broadcast.tasks.offer_small_copies")
    assert (task.minutes, task.repeats) == (3, -1)
    small = made_since(station)["item"]
    offer_small_copies(now=NOW - timedelta(minutes=1))
    elsewhere = make.station(code="la-don", ident=1)
    foreign = make_token(station=elsewhere, name="Lạ", expires_at=None, by=None, now=NOW)[1]
    assert player(foreign).get(file_of(small.sha256)).status_code == 404
    (edition,) = editions.read_for("small", [playlist])
    assert small.sha256 in {file.sha256 for file in edition.files("small")}
