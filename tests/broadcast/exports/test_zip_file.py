import io
import struct
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.exports.parts import Inline, Repeated
from broadcast.exports.recipe import Recipe, stream, whole_file
from broadcast.exports.zip_file import Member, zip_file
from tests.broadcast.exports.file_store import FileStore, RecipeFile
from tests.broadcast.exports.programs import require, run

NOON = datetime(2025, 6, 1, 12, 30, 58, tzinfo=UTC)
STORE = FileStore()


def member(name: str, data: bytes, store: FileStore = STORE) -> Member:
    return Member(name, store.put_whole(data), zlib.crc32(data))


names = st.from_regex(r"[a-z0-9]{1,8}-[A-Za-z0-9_]{0,8}\.(mp3|html)", fullmatch=True)
contents = st.dictionaries(names, st.binary(max_size=2_000), max_size=8).filter(
    lambda found: len({name.lower() for name in found}) == len(found)
)


@settings(max_examples=60, deadline=None)
@given(contents, st.data())
def test_any_archive_opens_and_any_range_of_it_is_the_slice(
    files: dict[str, bytes], data: st.DataObject
) -> None:
    recipe = zip_file([member(name, content) for name, content in files.items()], NOON)
    whole = STORE.read(recipe)
    start = data.draw(st.integers(0, len(whole)))
    stop = data.draw(st.integers(start, len(whole)))

    assert b"".join(stream(recipe, start, stop, STORE.open)) == whole[start:stop]
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == list(files)
        assert {name: opened.read(name) for name in files} == files


def test_members_are_stored_dated_and_writable_by_their_owner() -> None:
    whole = STORE.read(zip_file([member("a.mp3", b"sound")], NOON))

    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        (info,) = opened.infolist()
    assert info.compress_type == zipfile.ZIP_STORED
    assert info.date_time == (2025, 6, 1, 12, 30, 58)
    assert info.external_attr >> 16 == 0o100644
    assert (info.flag_bits, info.extra, info.file_size) == (0, b"", 5)


@pytest.mark.parametrize(("year", "written"), [(1970, 1980), (2200, 2107)])
def test_a_year_the_format_lacks_becomes_the_nearest(year: int, written: int) -> None:
    whole = STORE.read(zip_file([member("a.mp3", b"")], NOON.replace(year=year)))

    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert opened.infolist()[0].date_time[0] == written


def test_a_wrong_checksum_is_noticed_by_the_reader() -> None:
    wrong = Member("a.mp3", STORE.put_whole(b"sound"), zlib.crc32(b"other"))

    with zipfile.ZipFile(io.BytesIO(STORE.read(zip_file([wrong], NOON)))) as opened:
        assert opened.testzip() == "a.mp3"


def test_members_beyond_four_gibibytes_are_found_again() -> None:
    huge = Repeated(bytes(1024), 5 * 1024**2)
    members = [
        Member("huge.mp4", Recipe((huge,)), 0x12345678),
        member("behind.mp3", b"found again"),
    ]
    recipe = zip_file(members, NOON)

    with zipfile.ZipFile(RecipeFile(recipe, STORE)) as opened:
        first, second = opened.infolist()
        assert opened.read("behind.mp3") == b"found again"
        with opened.open("huge.mp4") as stored:
            assert stored.read(4) == bytes(4)
    assert (first.file_size, first.compress_size, first.CRC) == (huge.length,) * 2 + (0x12345678,)
    assert second.header_offset > huge.length
    assert (first.extract_version, second.extract_version) == (45, 45)
    local = b"".join(stream(recipe, 0, 58, STORE.open))
    assert struct.unpack("<18xIIHH8xHHQQ", local) == (
        *(0xFFFFFFFF, 0xFFFFFFFF, 8, 20),  # the sizes, the name's length and the extra field's
        *(1, 16, huge.length, huge.length),
    )


def test_more_members_than_sixteen_bits_count_are_all_listed() -> None:
    empty = Recipe(())
    members = [Member(f"{number}.mp3", empty, 0) for number in range(70_000)]

    whole = STORE.read(zip_file(members, NOON))

    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        assert len(opened.namelist()) == 70_000
    assert struct.unpack("<QQ", whole[-98:][24:40]) == (70_000, 70_000)
    assert whole[-98:][:4] == b"PK\x06\x06"


def test_an_archive_without_members_opens() -> None:
    with zipfile.ZipFile(io.BytesIO(STORE.read(zip_file([], NOON)))) as opened:
        assert opened.namelist() == []


@pytest.mark.parametrize("name", ["../a.mp3", "/a.mp3", "a/b.mp3", "a\\b.mp3", "con.mp3", "đ.mp3"])
def test_a_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a file name"):
        Member(name, Recipe(()), 0)


def test_names_that_a_memory_stick_cannot_tell_apart_are_refused() -> None:
    with pytest.raises(ValueError, match=r"cannot both be called 'a\.mp3'"):
        zip_file([member("a.mp3", b""), member("A.mp3", b"")], NOON)


def test_the_same_members_are_the_same_bytes_and_another_time_is_not() -> None:
    members = [
        member("a.mp3", b"sound"),
        Member("b.txt", Recipe((Inline(b"x"),)), zlib.crc32(b"x")),
    ]

    assert zip_file(members, NOON).key == zip_file(list(members), NOON).key
    assert zip_file(members, NOON).key != zip_file(members, NOON.replace(hour=13)).key


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    store = FileStore()
    sounds = [member(f"{number}.mp3", bytes([number]) * 70_000, store) for number in range(5)]
    path = tmp_path / "day.zip"
    path.write_bytes(store.read(zip_file(sounds, NOON)))
    return path


def test_unzip_tests_it_without_a_complaint(archive: Path) -> None:
    require("unzip", "unzip")

    assert "No errors detected in compressed data" in run("unzip", "-t", archive)


def test_7zip_tests_it_without_a_complaint(archive: Path) -> None:
    require("7z", "p7zip-full")

    printed = run("7z", "t", archive)

    assert "Everything is Ok" in printed
    assert "Warnings" not in printed


def test_a_whole_file_of_the_store_is_a_span_of_it(store: FileStore) -> None:
    data = b"sound of a bell"
    sha256 = store.put(data)

    assert store.read(whole_file(sha256, len(data))) == data
