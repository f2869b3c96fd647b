"""`manage.py release` and `manage.py export_playlist`."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from broadcast.exports.playlist_reader import from_json
from broadcast.models import Playlist
from media.models import Rendition
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.exports.programs import decode
from tests.broadcast.release.days import release
from tests.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from broadcast.models import Slot, Station


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command's clock stand at the tests' moment."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station(ident=2)


@pytest.fixture
def slot(station: Station) -> Slot:
    return make.filled_slot(station=station, items=[make.cleared_item(title="Tin một")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def run_release(*codes: str, day: str = "2025-03-05") -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    options = [option for code in codes for option in ("--station", code)]
    try:
        call_command("release", "--day", day, *options, stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def export(folder: Path, form: str, *more: str, station: str = "phuoc-my") -> bytes:
    target = folder / f"out.{form}"
    call_command(
        "export_playlist", station, "2025-03-05", "--format", form, "--output", str(target), *more
    )
    assert [path.name for path in folder.iterdir()] == [target.name]
    return target.read_bytes()


@pytest.mark.usefixtures("slot")
def test_every_station_with_slots_is_released_and_says_so() -> None:
    other = make.station(code="khac")
    make.filled_slot(station=other)
    make.station(code="khong-co-buoi")

    out, err = run_release()

    assert sorted(out.split()[0] for out in out.splitlines()) == ["khac:", "phuoc-my:"]
    assert err == ""
    assert Playlist.objects.count() == 2


@pytest.mark.usefixtures("slot")
def test_one_station_that_cannot_be_released_does_not_stop_the_others() -> None:
    unplanned = make.station(code="chua-xep")
    make.slot(station=unplanned, planned_at=None)

    out, err = run_release()

    assert [line.split()[0] for line in out.splitlines()] == ["phuoc-my:"]
    assert err.startswith("chua-xep: ")
    assert [each.station.code for each in Playlist.objects.all()] == ["phuoc-my"]


def test_only_the_stations_named_are_released(slot: Slot) -> None:
    make.filled_slot(station=make.station(code="khac"))

    run_release("khac")

    assert [each.station.code for each in Playlist.objects.all()] == ["khac"]
    assert "khong-co" in run_release("khong-co")[1]
    assert run_release(day="2025-04-01")[1]


@pytest.mark.usefixtures("slot")
def test_a_day_is_exported_in_every_form(station: Station, folder: Path) -> None:
    playlist = release(station)

    document = json.loads(export(folder, "json"))
    assert from_json(document).slots == from_json(playlist.document).slots
    assert document == playlist.document
    (folder / "out.json").unlink()

    names = [entry["file"]["name"] for entry in document["slots"][0]["entries"]]
    lines = export(folder, "m3u8").decode().splitlines()
    assert lines[0] == "#EXTM3U"
    assert [line for line in lines if not line.startswith("#")] == names
    (folder / "out.m3u8").unlink()

    assert all(name in export(folder, "xspf").decode() for name in names)
    (folder / "out.xspf").unlink()
    assert "Tin một" in export(folder, "html").decode()
    (folder / "out.html").unlink()

    with zipfile.ZipFile(io.BytesIO(export(folder, "zip"))) as packed:
        assert packed.testzip() is None
        for entry in document["slots"][0]["entries"]:
            data = packed.read(entry["file"]["name"])
            assert hashlib.sha256(data).hexdigest() == entry["file"]["sha256"]
        assert json.loads(packed.read("2025-03-05.json")) == document


def test_one_slot_is_exported_as_one_mp3(station: Station, slot: Slot, folder: Path) -> None:
    make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    playlist = release(station)

    data = export(folder, "mp3", "--slot", "05:15")

    row = playlist.slot_files.get(slot=slot)
    assert hashlib.sha256(data).hexdigest() == row.sha256
    assert decode(data).size == round(row.duration.total_seconds() * 48_000)


def test_one_slot_of_a_day_is_a_playlist_of_its_own(
    station: Station, slot: Slot, folder: Path
) -> None:
    make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    release(station)

    document = json.loads(export(folder, "json", "--slot", "17:00"))

    (told,) = from_json(document).slots
    assert told.id != slot.pk


@pytest.mark.parametrize(
    ("more", "form", "code"),
    [
        ([], "mp3", "phuoc-my"),
        (["--slot", "06:00"], "mp3", "phuoc-my"),
        ([], "json", "khong-co"),
    ],
)
@pytest.mark.usefixtures("slot")
def test_what_cannot_be_exported_is_refused_in_one_sentence(
    station: Station, folder: Path, more: list[str], form: str, code: str
) -> None:
    make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    release(station)

    with pytest.raises(CommandError) as refused:
        export(folder, form, *more, station=code)

    assert str(refused.value).count(".") == 1
    assert list(folder.glob("out*")) == []


@pytest.mark.usefixtures("slot")
def test_a_file_that_cannot_be_read_leaves_nothing_half_and_the_old_one_alone(
    station: Station, folder: Path
) -> None:
    playlist = release(station)
    before = export(folder, "mp3")
    entry = playlist.entries.filter(entry="item").get()
    private_files().delete(Rendition(sha256=entry.house_sha256).file_name)

    with pytest.raises(CommandError):
        export(folder, "mp3")

    assert (folder / "out.mp3").read_bytes() == before
    assert len(list(folder.iterdir())) == 1
