"""The small files of an edition: named at release, packed and served like the house files."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from broadcast import editions
from broadcast.actions.tokens import make_token
from broadcast.models import FillerMusic, PlaylistEntry
from cms.actions.withdraw import withdraw
from media.models import Rendition
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.api.asking import player
from tests.broadcast.release.days import release
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Playlist, Slot, Station
    from cms.accounts.models import User

NAMES = ["ident", "item", "filler"]


@pytest.fixture
def station(tuan: User) -> Station:
    return make.station(code="phuoc-my", ident=2, operators=[tuan])


@pytest.fixture
def slot(station: Station) -> Slot:
    return make.slot_with_filler(station)


def house_files(station: Station) -> dict[str, Rendition]:
    """Return what the ident, the item and the filler air."""
    music = FillerMusic.objects.current()
    assert station.ident is not None
    assert music is not None
    item = Rendition.objects.exclude(asset__in=[station.ident_id, music.asset_id]).get()
    named = {
        "ident": station.ident.renditions.get(),
        "item": item,
        "filler": music.asset.renditions.get(),
    }
    assert list(named) == NAMES
    return named


@pytest.fixture
def small(station: Station, slot: Slot) -> dict[str, Rendition]:
    del slot
    return {name: make.small_file(row) for name, row in house_files(station).items()}


@pytest.fixture
def playlist(station: Station, small: dict[str, Rendition]) -> Playlist:
    del small
    return release(station)


def told_files(playlist: Playlist) -> dict[str, dict[str, Any]]:
    (slot,) = playlist.document["slots"]
    return {entry["kind"]: entry["files"] for entry in slot["entries"]}


def unpacked(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_each_entry_names_its_small_file_as_long_and_smaller(
    playlist: Playlist, small: dict[str, Rendition]
) -> None:
    (slot,) = playlist.document["slots"]
    assert [entry["kind"] for entry in slot["entries"]] == NAMES
    for entry in slot["entries"]:
        house, told = entry["file"], entry["files"]["small"]
        assert list(entry["files"]) == ["small"]
        assert told["duration_ms"] == house["duration_ms"]
        assert told["bytes"] * 4 == house["bytes"] * 3
        assert told["url"] == f"/api/v1/files/{told['sha256']}.mp3"
        assert told["name"] != house["name"]
    for name in ("ident", "item"):
        assert told_files(playlist)[name]["small"]["sha256"] == small[name].sha256


def test_the_small_archive_holds_the_small_files_and_its_lists_name_them(
    playlist: Playlist, tuan: User, station: Station
) -> None:
    _row, token = make_token(station=station, name="Máy", expires_at=None, by=None, now=NOW)
    address = f"/api/v1/stations/{station.code}/days/{playlist.day}/playlist.zip"
    portal = reverse("portal:small_zip", args=[station.code, playlist.day, 1])
    by_machine = b"".join(player(token).get(address, {"variant": "small"}))
    answer = signed_in(tuan).get(portal)
    assert b"".join(answer) == by_machine
    assert answer["Content-Disposition"] == (
        f'attachment; filename="phuoc-my-{playlist.day}-1-small.zip"'
    )

    files = unpacked(by_machine)
    named = {told["small"]["name"]: told["small"] for told in told_files(playlist).values()}
    assert {name for name in files if name.endswith(".mp3")} == named.keys()
    for name, told in named.items():
        assert hashlib.sha256(files[name]).hexdigest() == told["sha256"]
        assert name in files[f"{playlist.day}.m3u8"].decode()


def test_the_small_lists_name_the_small_files_and_their_addresses_open(
    playlist: Playlist, tuan: User, station: Station, tmp_path: Path
) -> None:
    _row, token = make_token(station=station, name="Máy", expires_at=None, by=None, now=NOW)
    day = f"/api/v1/stations/{station.code}/days/{playlist.day}/playlist"
    small = [told["small"]["sha256"] for told in told_files(playlist).values()]
    for form in ("m3u8", "xspf", "html"):
        answer = player(token).get(f"{day}.{form}", {"variant": "small"})
        assert f'filename="phuoc-my-{playlist.day}-1-small.{form}"' in answer["Content-Disposition"]
        assert re.findall(r"/files/([0-9a-f]{64})\.mp3", answer.content.decode()) == small
        plain = player(token).get(f"{day}.{form}").content.decode()
        assert not set(re.findall(r"/files/([0-9a-f]{64})\.mp3", plain)) & set(small)
    assert player(token).get(f"{day}.m3u8", {"variant": "large"}).status_code == 422

    offered = reverse("portal:small_m3u8", args=[station.code, playlist.day, 1])
    listed = signed_in(tuan).get(offered).content.decode()
    addresses = [line for line in listed.splitlines() if not line.startswith("#")]
    for address, sha256 in zip(addresses, small, strict=True):
        answer = Client().get(address.removeprefix("http://testserver"))
        assert hashlib.sha256(b"".join(answer)).hexdigest() == sha256

    target = tmp_path / "day.m3u8"
    call_command(
        "export_playlist",
        *(station.code, str(playlist.day), "--format", "m3u8", "--variant", "small"),
        *("--output", str(target)),
    )
    names = [line for line in target.read_text().splitlines() if not line.startswith("#")]
    assert names == [told["small"]["name"] for told in told_files(playlist).values()]


def test_a_small_file_opens_by_its_hash_for_its_own_station_alone(
    playlist: Playlist, station: Station
) -> None:
    _row, token = make_token(station=station, name="Máy", expires_at=None, by=None, now=NOW)
    elsewhere = make.station(code="la-don", ident=1)
    _row, foreign = make_token(station=elsewhere, name="Lạ", expires_at=None, by=None, now=NOW)
    for told in told_files(playlist).values():
        answer = player(token).get(told["small"]["url"])
        body = b"".join(answer)
        assert hashlib.sha256(body).hexdigest() == told["small"]["sha256"]
        assert player(foreign).get(told["small"]["url"]).status_code == 404


def test_what_has_no_small_file_yet_airs_its_house_file(station: Station, slot: Slot) -> None:
    make.small_file(house_files(station)["item"])
    playlist = release(station)
    assert {name: bool(files) for name, files in told_files(playlist).items()} == {
        "ident": False,
        "item": True,
        "filler": False,
    }
    packed = editions.as_zip(
        [editions.read_edition(playlist)], editions.contents_of([playlist]), variant="small"
    )
    files = unpacked(b"".join(editions.stream(packed)))
    assert len([name for name in files if name.endswith(".mp3")]) == 3


@pytest.mark.parametrize("hurt", ["missing", "damaged"])
def test_a_small_file_the_store_lost_keeps_nothing_from_airing(
    station: Station, small: dict[str, Rendition], hurt: str
) -> None:
    for row in small.values():
        private_files().delete(row.file_name)
        if hurt == "damaged":
            Path(private_files().path(row.file_name)).write_bytes(bytes(row.size_bytes or 0))
    playlist = release(station)
    assert all(files == {} for files in told_files(playlist).values())
    assert {row.small_sha256 for row in PlaylistEntry.objects.all()} == {""}


def test_a_small_file_of_another_loudness_or_length_is_not_the_same_sound(
    station: Station, small: dict[str, Rendition]
) -> None:
    row = small["item"]
    Rendition.objects.filter(pk=row.pk).update(duration=make.FRAME * 5)
    louder = small["ident"].profile
    louder.pk, louder.version, louder.target_lufs = None, 2, -16.0
    louder.save()
    Rendition.objects.filter(pk=small["ident"].pk).update(profile=louder)
    assert {name: bool(files) for name, files in told_files(release(station)).items()} == {
        "ident": False,
        "item": False,
        "filler": True,
    }


def test_an_edition_keeps_the_small_files_of_what_aired_before_it(
    station: Station, slot: Slot, small: dict[str, Rendition]
) -> None:
    del small
    wrong = make.cleared_item(title="Tin sai")
    assert wrong.rendition is not None
    taken_back = make.small_file(wrong.rendition)
    thao = make.one_of_the_cast("thao")
    make.filled_slot(station=station, begins="17:00", items=[wrong])
    first = release(station)
    withdraw(item=wrong.item, by=thao, reason="sai số liệu", now=slot.ends_at)
    second = release(station, now=slot.ends_at)

    assert (first.edition, second.edition) == (1, 2)
    assert second.document["slots"][0] == first.document["slots"][0]
    recalled = [row["sha256"] for row in second.document["recalled"]]
    assert recalled == [wrong.house_sha256, taken_back.sha256]
    held = editions.contents_of([second])
    told = [entry["files"]["small"] for entry in second.document["slots"][0]["entries"]]
    assert len(told) == 3
    for file in told:
        body = b"".join(editions.stream(held[file["sha256"]].recipe))
        assert hashlib.sha256(body).hexdigest() == file["sha256"]


def test_the_day_page_offers_the_lighter_copy_with_its_size_only_where_there_is_one(
    playlist: Playlist, station: Station, tuan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    address = reverse("portal:small_zip", args=[station.code, playlist.day, 1])
    day = reverse("portal:day", args=[station.code, playlist.day])
    small_list = reverse("portal:small_m3u8", args=[station.code, playlist.day, 1])
    page = signed_in(tuan).get(day).content.decode()
    assert address in page
    assert small_list in page
    bare = make.station(code="khac", ident=1, operators=[tuan])
    make.filled_slot(station=bare, items=[make.cleared_item(title="Tin khác")])
    other = release(bare)
    page = signed_in(tuan).get(reverse("portal:day", args=["khac", other.day])).content.decode()
    assert reverse("portal:zip", args=["khac", other.day, 1]) in page
    assert reverse("portal:small_zip", args=["khac", other.day, 1]) not in page
    assert reverse("portal:small_m3u8", args=["khac", other.day, 1]) not in page
