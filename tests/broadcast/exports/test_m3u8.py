import subprocess
from collections.abc import Callable
from datetime import timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.exports.m3u8 import m3u8
from broadcast.exports.tracks import Track, entry_tracks, slot_tracks
from tests.broadcast.exports.playlists import example, hostile_titles
from tests.broadcast.exports.programs import require, run

SECOND = timedelta(seconds=1)


def test_a_day_is_listed_in_airing_order_without_its_relay() -> None:
    assert m3u8(entry_tracks(example().slots, attrgetter("name"))).decode() == (
        "#EXTM3U\n"
        "#EXTINF:12,Nhạc hiệu\n"
        "nhac-hieu-aaaaaaaaaaaa.mp3\n"
        "#EXTINF:300,Chuyện trong bản\n"
        "chuyen-trong-ban-bbbbbbbbbbbb.mp3\n"
    )


def test_the_small_files_are_listed_where_there_are_any() -> None:
    small = m3u8(entry_tracks(example().slots, attrgetter("sha256"), "small")).decode()

    assert small.splitlines()[2::2] == ["a" * 64, "c" * 64]
    assert "#EXTINF:113," in small


def test_joined_files_are_listed_by_slot() -> None:
    assert m3u8(slot_tracks(example().slots, attrgetter("url"))).decode() == (
        f"#EXTM3U\n#EXTINF:312,Buổi sáng\n/api/v1/files/{'d' * 64}.mp3?key=abc.123\n"
    )


@given(st.lists(hostile_titles, max_size=5))
def test_no_title_adds_a_line_or_a_directive(titles: list[str]) -> None:
    written = m3u8([Track(title, SECOND, f"{number}.mp3") for number, title in enumerate(titles)])

    lines = written.decode().splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[2::2] == [f"{number}.mp3" for number in range(len(titles))]
    assert all(line.startswith("#EXTINF:1,") for line in lines[1::2])
    assert written.count(b"#EXT") == 1 + len(titles)


@pytest.mark.parametrize(
    "address", ["", "#x.mp3", "a b.mp3", "a\nb.mp3", "a.mp3\n", "đ.mp3", "a\0.mp3"]
)
def test_an_address_a_player_could_misread_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        Track("Tin", SECOND, address)


def probed_format(path: Path) -> str:
    """Return what ffmpeg takes a file for, or nothing where it knows no such format."""
    found = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "format=format_name", "-of", "csv=p=0", path],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return found.stdout.strip()


def test_a_title_cannot_turn_the_list_into_a_stream_list(
    house_file: Callable[..., bytes], tmp_path: Path
) -> None:
    title = "#EXT-X-TARGETDURATION:1 #EXT-X-MEDIA-SEQUENCE:0"
    ours, naive = tmp_path / "ours.m3u8", tmp_path / "naive.m3u8"
    ours.write_bytes(m3u8([Track(title, SECOND, "a.mp3")]))
    naive.write_text(f"#EXTM3U\n#EXTINF:1,{title}\na.mp3\n#EXT-X-ENDLIST\n")
    (tmp_path / "a.mp3").write_bytes(house_file("sine=440:d=1"))

    assert probed_format(naive) == "hls"
    assert probed_format(ours) == ""


def test_mpv_plays_the_listed_files_in_order(
    house_file: Callable[..., bytes], tmp_path: Path
) -> None:
    require("mpv", "mpv")
    names = ["b.mp3", "a.mp3", "c.mp3"]
    for name in names:
        (tmp_path / name).write_bytes(house_file("sine=440:d=1"))
    listed = tmp_path / "day.m3u8"
    listed.write_bytes(m3u8([Track("#EXTINF:9,x\nevil.mp3", SECOND, name) for name in names]))

    printed = run("mpv", "--no-config", "--ao=pcm", "--ao-pcm-file=/dev/null", listed)

    played = [line.split("/")[-1] for line in printed.splitlines() if line.startswith("Playing: ")]
    assert [name for name in played if name != "day.m3u8"] == names
