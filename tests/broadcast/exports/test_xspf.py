from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.exports.titles import one_line
from broadcast.exports.tracks import Track, entry_tracks
from broadcast.exports.xspf import xspf
from tests.broadcast.exports.playlists import example, hostile_titles
from tests.broadcast.exports.programs import require, run, run_unprivileged, seconds_of

SECOND = timedelta(seconds=1)
NOON = datetime(2025, 6, 1, 5, tzinfo=UTC)
XSPF = "{http://xspf.org/ns/0/}"


def test_a_day_is_written_with_exact_lengths() -> None:
    assert xspf("Ngày 2/6", NOON, entry_tracks(example().slots, attrgetter("url"))).decode() == (
        "<?xml version='1.0' encoding='utf-8'?>\n"
        '<playlist version="1" xmlns="http://xspf.org/ns/0/">\n'
        "  <title>Ngày 2/6</title>\n"
        "  <date>2025-06-01T12:00:00+07:00</date>\n"
        "  <trackList>\n"
        "    <track>\n"
        f"      <location>/api/v1/files/{'a' * 64}.mp3?key=abc.123</location>\n"
        "      <title>Nhạc hiệu</title>\n"
        "      <trackNum>1</trackNum>\n"
        "      <duration>12000</duration>\n"
        "    </track>\n"
        "    <track>\n"
        f"      <location>/api/v1/files/{'b' * 64}.mp3?key=abc.123</location>\n"
        "      <title>Chuyện trong bản</title>\n"
        "      <trackNum>2</trackNum>\n"
        "      <duration>300000</duration>\n"
        "    </track>\n"
        "  </trackList>\n"
        "</playlist>\n"
    )


@given(hostile_titles, st.lists(hostile_titles, max_size=5))
def test_no_title_breaks_the_document(title: str, titles: list[str]) -> None:
    tracks = [Track(line, SECOND, f"{number}.mp3?a=1&b=2") for number, line in enumerate(titles)]

    root = ET.fromstring(xspf(title, NOON, tracks))  # noqa: S314 -- what was just written

    assert root.tag == f"{XSPF}playlist"
    assert [child.tag for child in root] == [
        f"{XSPF}{name}" for name in ("title", "date", "trackList")
    ]
    assert (root[0].text or "") == one_line(title)
    assert [
        [(part.tag.removeprefix(XSPF), part.text or "") for part in track] for track in root[2]
    ] == [
        [
            ("location", f"{number}.mp3?a=1&b=2"),
            ("title", one_line(line)),
            ("trackNum", str(number + 1)),
            ("duration", "1000"),
        ]
        for number, line in enumerate(titles)
    ]


@pytest.fixture
def listed(house_file: Callable[..., bytes], nobodys_home: Path) -> Path:
    """Two real files and their list side by side, hostile titles and all."""
    data = house_file("sine=440:d=1")
    for name in ("a.mp3", "b.mp3"):
        (nobodys_home / name).write_bytes(data)
    path = nobodys_home / "day.xspf"
    tracks = [Track(f"<{name}> & \x00 ]]>", SECOND, name) for name in ("b.mp3", "a.mp3")]
    path.write_bytes(xspf("Ngày <2/6>", NOON, tracks))
    return path


def test_xmllint_finds_it_well_formed(listed: Path) -> None:
    require("xmllint", "libxml2-utils")

    assert run("xmllint", "--noout", listed) == ""


def test_vlc_plays_the_listed_files_one_after_the_other(listed: Path) -> None:
    require("cvlc", "vlc-bin vlc-plugin-base")
    sound = listed.with_name("sound.wav")

    chain = f"#gather:transcode{{acodec=s16l}}:std{{access=file,mux=wav,dst={sound}}}"
    command = ("cvlc", "-I", "dummy", "--sout-keep", "--sout", chain, listed, "vlc://quit")
    run_unprivileged(*command, home=listed.parent)

    each = seconds_of(listed.with_name("a.mp3"))
    assert seconds_of(sound) == pytest.approx(2 * each, abs=0.1)
