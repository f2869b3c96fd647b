import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.exports.names import file_name, is_portable
from tests.broadcast.exports.playlists import hostile_titles

RESERVED = set('\\/:*?"<>|')


@given(hostile_titles, st.text("0123456789abcdef", min_size=64, max_size=64))
def test_any_title_gives_a_name_every_memory_stick_takes(title: str, sha256: str) -> None:
    name = file_name(title, sha256, "mp3")

    assert is_portable(name)
    assert name.isascii()
    assert name.isprintable()
    assert not RESERVED & set(name)
    assert name == name.lower()
    assert name.endswith(f"{sha256[:12]}.mp3")
    assert len(name) <= 64


def test_a_vietnamese_title_stays_readable() -> None:
    assert file_name("Đường về bản Rã Giữa", "0a1b2c3d4e5f" + "0" * 52, "mp3") == (
        "duong-ve-ban-ra-giua-0a1b2c3d4e5f.mp3"
    )


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "..",
        "../x.mp3",
        "a/b.mp3",
        "a\\b.mp3",
        "/etc/passwd",
        "C:x.mp3",
        ".hidden",
        "-rf",
        "x.",
        "x ",
        "a b.mp3",
        "a\n.mp3",
        "x.mp3\n",
        "đ.mp3",
        "con",
        "CON.mp3",
        "lpt1.tar.gz",
        "x" * 101,
    ],
)
def test_a_name_that_could_leave_its_folder_or_be_refused_is_not_portable(name: str) -> None:
    assert not is_portable(name)


@pytest.mark.parametrize("name", ["a", "2025-06-02-0515.m3u8", "console.mp3", "A_b-1.tar.gz"])
def test_a_plain_name_is_portable(name: str) -> None:
    assert is_portable(name)


@pytest.mark.parametrize("extension", ["", "../x", "mp3.exe", "MP3", "toolong"])
def test_a_strange_extension_is_refused(extension: str) -> None:
    with pytest.raises(ValueError, match="extension"):
        file_name("Tin", "0" * 64, extension)
