import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.exports.archive import (
    Content,
    MissingContentError,
    archive,
    slot_file_name,
    unchanged_names,
)
from broadcast.exports.names import is_portable
from broadcast.exports.playlist import JoinedFile, Playlist
from broadcast.exports.playlist_json import to_json
from broadcast.exports.playlist_reader import from_json
from broadcast.exports.recipe import digest, stream
from tests.broadcast.exports.file_store import FileStore
from tests.broadcast.exports.playlists import (
    at,
    entry,
    example,
    file_of,
    hostile_titles,
    playlist_of,
    slot,
)
from tests.broadcast.exports.programs import require, run


class Shelf:
    """A store together with the contents that a release would have measured."""

    def __init__(self) -> None:
        self.store = FileStore()
        self.contents: dict[str, Content] = {}

    def put(self, data: bytes) -> str:
        recipe = self.store.put_whole(data)
        measured = digest(recipe, self.store.open)
        self.contents[measured.sha256] = Content(recipe, measured.crc32)
        return measured.sha256

    def day(self, *titles: str, joined: bool = False) -> Playlist:
        """Release a morning and an evening that both air every title."""
        entries = []
        for number, title in enumerate(titles, start=1):
            data = f"sound of {title}".encode(errors="replace") * 40
            entries.append(
                entry(number, title, at("05:15"), file_of(title, self.put(data), len(data)))
            )
        slots = [
            slot(1, at("05:15"), entries, "".join(titles[:1])),
            slot(2, at("17:00"), entries),
        ]
        if joined:
            slots = [
                replace(
                    part,
                    file=JoinedFile(
                        f"/api/v1/files/{part.id}.mp3",
                        self.put(b"joined" * part.id),
                        6 * part.id,
                        timedelta(),
                        part.starts_at,
                    ),
                )
                for part in slots
            ]
        return playlist_of(*slots)

    def opened(self, playlist: Playlist, *more: Playlist, **choices: object) -> zipfile.ZipFile:
        recipe = archive([playlist, *more], self.contents, **choices)  # type: ignore[arg-type]  # passed on
        return zipfile.ZipFile(io.BytesIO(self.store.read(recipe)))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


TEXTS = [
    "2025-06-02.html",
    "2025-06-02.m3u8",
    "2025-06-02.xspf",
    "2025-06-02.json",
    "2025-06-02-0515.m3u8",
    "2025-06-02-1700.m3u8",
]


def test_a_day_is_packed_with_its_lists_first_and_each_file_once(shelf: Shelf) -> None:
    playlist = shelf.day("Nhạc hiệu", "Tin")

    with shelf.opened(playlist) as packed:
        names = packed.namelist()
        assert packed.testzip() is None
        assert names == [*TEXTS, *dict.fromkeys(file.name for file in playlist.files())]
        for file in playlist.files():
            assert packed.read(file.name) == shelf.store[file.sha256]


def test_every_address_in_the_lists_is_a_file_beside_them(shelf: Shelf) -> None:
    with shelf.opened(shelf.day("Nhạc hiệu", "Tin")) as packed:
        sounds = [name for name in packed.namelist() if name.endswith(".mp3")]
        root = ET.fromstring(packed.read("2025-06-02.xspf"))  # noqa: S314 -- what was just written
        assert packed.read("2025-06-02.m3u8").decode().splitlines()[2::2] == sounds * 2
        assert packed.read("2025-06-02-1700.m3u8").decode().splitlines()[2::2] == sounds
        assert [found.text for found in root.iterfind(".//{*}location")] == sounds * 2


def test_the_json_inside_is_the_released_one_without_its_expiring_keys(shelf: Shelf) -> None:
    playlist = shelf.day("Tin")

    with shelf.opened(playlist) as packed:
        data = packed.read("2025-06-02.json")

    assert b"?key=" not in data
    assert json.loads(data)["sha256"] == to_json(playlist)["sha256"]
    assert to_json(from_json(json.loads(data)))["slots"][0]["entries"][0]["title"] == "Tin"


def test_new_keys_in_the_addresses_do_not_change_the_archive(shelf: Shelf) -> None:
    playlist = shelf.day("Tin")
    renewed = from_json(json.loads(json.dumps(to_json(playlist)).replace("abc.123", "tomorrow")))

    assert renewed != playlist
    assert archive([renewed], shelf.contents).key == archive([playlist], shelf.contents).key


def test_what_a_station_has_already_is_listed_but_not_packed(shelf: Shelf) -> None:
    before, now = shelf.day("Nhạc hiệu", "Tin cũ"), shelf.day("Nhạc hiệu", "Tin mới")

    with shelf.opened(now, leave_out=unchanged_names(now, before)) as packed:
        (only,) = (name for name in packed.namelist() if name.endswith(".mp3"))
        listed = packed.read("2025-06-02-0515.m3u8").decode()

    assert only.startswith("tin-moi-")
    assert listed.splitlines()[2::2] == list(dict.fromkeys(file.name for file in now.files()))


def test_a_slot_file_that_changed_under_its_name_is_packed_again(shelf: Shelf) -> None:
    before = shelf.day("Tin", joined=True)
    morning, evening = before.slots
    assert morning.file is not None
    changed = replace(morning.file, sha256=shelf.put(b"another morning"))
    now = replace(before, slots=(replace(morning, file=changed), evening))

    kept = unchanged_names(now, before, slot_files=True)

    assert slot_file_name(evening) in kept
    assert slot_file_name(morning) not in kept


def test_slot_files_are_packed_when_asked_for(shelf: Shelf) -> None:
    playlist = shelf.day("Tin", joined=True)

    with shelf.opened(playlist, slot_files=True) as packed:
        assert packed.read("2025-06-02-0515.mp3") == b"joined"
        assert packed.read("2025-06-02-1700.mp3") == b"joined" * 2
        assert 'href="2025-06-02-1700.mp3"' in packed.read("2025-06-02.html").decode()
    with shelf.opened(playlist) as packed:
        assert "2025-06-02-0515.mp3" not in packed.namelist()
        assert "2025-06-02-0515.mp3" not in packed.read("2025-06-02.html").decode()


def test_small_files_replace_the_large_where_there_are_any(shelf: Shelf) -> None:
    playlist = shelf.day("Nhạc hiệu", "Tin")
    morning = playlist.slots[0]
    first, second = morning.entries
    small = file_of("Tin", shelf.put(b"small"), 5)
    playlist = replace(
        playlist,
        slots=(replace(morning, entries=(first, replace(second, files={"small": small}))),),
    )

    with shelf.opened(playlist, variant="small") as packed:
        sounds = [name for name in packed.namelist() if name.endswith(".mp3")]
        assert first.file is not None
        assert sounds == [first.file.name, small.name]
        assert packed.read("2025-06-02.m3u8").decode().splitlines()[2::2] == sounds
        assert small.name in packed.read("2025-06-02.html").decode()


def test_a_week_lies_in_one_archive_with_what_repeats_packed_once(shelf: Shelf) -> None:
    monday = shelf.day("Nhạc hiệu", "Tin")
    tuesday = replace(
        monday,
        day=monday.day + timedelta(days=1),
        slots=tuple(
            replace(part, starts_at=part.starts_at + timedelta(days=1)) for part in monday.slots
        ),
    )

    with shelf.opened(monday, tuesday) as packed:
        names = packed.namelist()

    assert names[:12] == TEXTS + [name.replace("06-02", "06-03") for name in TEXTS]
    assert names[12:] == list(dict.fromkeys(file.name for file in monday.files()))


@settings(max_examples=40, deadline=None)
@given(st.lists(hostile_titles, min_size=1, max_size=4), st.data())
def test_no_title_escapes_the_folder_or_breaks_what_lies_in_it(
    titles: list[str], data: st.DataObject
) -> None:
    shelf = Shelf()
    playlist = shelf.day(*titles)
    recipe = archive([playlist], shelf.contents)
    whole = shelf.store.read(recipe)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, len(whole)))

    assert b"".join(stream(recipe, start, stop, shelf.store.open)) == whole[start:stop]
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        assert packed.testzip() is None
        assert all(is_portable(name) for name in packed.namelist())
        json.loads(packed.read("2025-06-02.json"))
        ET.fromstring(packed.read("2025-06-02.xspf"))  # noqa: S314 -- what was just written
        assert len(packed.read("2025-06-02.m3u8").splitlines()) == 1 + 4 * len(titles)


def test_unzip_lays_everything_side_by_side(shelf: Shelf, tmp_path: Path) -> None:
    require("unzip", "unzip")
    recipe = archive([shelf.day("../../x", "C:\\con", "Tin")], shelf.contents)
    desk = tmp_path / "home" / "desk"
    desk.mkdir(parents=True)
    (desk / "day.zip").write_bytes(shelf.store.read(recipe))

    run("unzip", "-t", desk / "day.zip")
    run("unzip", "-d", desk / "stick", desk / "day.zip")

    assert len(list((desk / "stick").iterdir())) == len(TEXTS) + 3
    assert sorted(path.name for path in desk.iterdir()) == ["day.zip", "stick"]
    assert [path.name for path in (tmp_path / "home").rglob("*") if path.is_dir()] == [
        "desk",
        "stick",
    ]


def test_a_file_nobody_handed_over_is_named(shelf: Shelf) -> None:
    playlist = shelf.day("Tin")
    shelf.contents.clear()

    with pytest.raises(MissingContentError, match="The bytes of 'tin-"):
        archive([playlist], shelf.contents)
    left_out = {file.name for file in playlist.files()}
    assert archive([playlist], {}, leave_out=left_out).length > 0


def test_one_name_for_two_files_is_refused(shelf: Shelf) -> None:
    playlist = shelf.day("Tin")
    morning = playlist.slots[0]
    (only,) = morning.entries
    assert only.file is not None
    impostor = replace(only, file=replace(only.file, sha256=shelf.put(b"other")))
    mixed = replace(playlist, slots=(replace(morning, entries=(only, impostor)),))

    with pytest.raises(ValueError, match="stands for two different files"):
        archive([mixed], shelf.contents)


def test_two_playlists_of_one_day_are_refused(shelf: Shelf) -> None:
    playlist = shelf.day("Tin")

    with pytest.raises(ValueError, match="cannot both be called"):
        archive([playlist, playlist], shelf.contents)


def test_no_playlist_is_no_archive() -> None:
    with pytest.raises(ValueError, match="at least one playlist"):
        archive([], {})


def test_a_slot_file_is_named_after_the_moment_it_begins() -> None:
    morning = example().slots[0]

    assert slot_file_name(morning) == "2025-06-02-0515.mp3"
    late = replace(morning, starts_at=morning.starts_at + timedelta(seconds=30))
    assert slot_file_name(late) == "2025-06-02-051530.mp3"
