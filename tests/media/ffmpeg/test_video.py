"""The house video: copied where it fits, else encoded; nothing of where it was filmed."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from media.ffmpeg import video
from media.ffmpeg.probe import BOUNDS, probe
from media.ffmpeg.refusal import Code, Interrupted, NoSpace, Refused
from media.ffmpeg.treatment import PLAIN, Treatment
from media.ffmpeg.video import make_video
from media.ffmpeg.video_commands import VideoFormat, sound_argv, video_argv
from tests.media.ffmpeg.conftest import children, unheard
from tests.media.recordings import recorded
from tests.media.videos import SMALL_H264, filmed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from media.ffmpeg.progress import Stage
    from media.ffmpeg.video import HouseVideo

SECOND = timedelta(seconds=1)
TELLTALE = re.compile(rb"11\.56|108\.98|samsung|galaxy|android|apple|2025|\bLan\b", re.IGNORECASE)
RICH = (*SMALL_H264, "-pix_fmt", "yuv444p", "-profile:v", "high444")
OLD_CAMERA = ("-c:v", "mpeg4", "-c:a", "libmp3lame")


@pytest.fixture
def video_of(workdir: Path) -> Callable[..., HouseVideo]:
    def make(source: Path, treatment: Treatment = PLAIN, progress: Any = unheard) -> HouseVideo:
        return make_video(
            source,
            found=probe(source),
            form=VideoFormat(),
            workdir=workdir,
            progress=progress,
            treatment=treatment,
        )

    return make


def seen(path: Path) -> dict[str, Any]:
    """Return what ffprobe says of a file: its streams and every tag."""
    words = [
        "ffprobe",
        "-v",
        "error",
        "-show_streams",
        "-show_format",
        "-show_chapters",
        "-of",
        "json",
    ]
    told = subprocess.run([*words, str(path)], capture_output=True, check=True).stdout
    found: dict[str, Any] = json.loads(told)
    return found


def pictures(path: Path) -> str:
    """Return a hash over the decoded pictures."""
    words = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v:0", "-f", "md5", "-"]
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout


def boxes(path: Path) -> list[str]:
    """Return the kinds of an MP4's outermost boxes in their order."""
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        found.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4])
    return found


@pytest.mark.parametrize(
    ("name", "size", "options", "copied", "shown"),
    [
        ("fits.mp4", "320x180", SMALL_H264, True, (320, 180)),
        ("fits.mov", "320x180", SMALL_H264, True, (320, 180)),
        ("large.mp4", "1920x1080", SMALL_H264, False, (1280, 720)),
        ("upright.mp4", "720x1280", SMALL_H264, False, (404, 720)),
        ("odd.avi", "322x242", OLD_CAMERA, False, (322, 242)),
        ("rich.mp4", "320x180", RICH, False, (320, 180)),
    ],
)
def test_what_fits_is_copied_and_the_rest_becomes_h264_and_aac(
    name: str,
    size: str,
    options: tuple[str, ...],
    copied: bool,
    shown: tuple[int, int],
    video_of: Callable[..., HouseVideo],
    tmp_path: Path,
) -> None:
    source = filmed(tmp_path / name, size=size, options=options)
    made = video_of(source)
    found = seen(made.path)
    picture, sound = found["streams"]
    assert made.copied is copied
    assert (picture["codec_name"], picture["pix_fmt"]) == ("h264", "yuv420p")
    assert (picture["width"], picture["height"]) == shown
    assert (sound["codec_name"], sound["profile"], sound["channels"] <= 2) == ("aac", "LC", True)
    assert made.duration == pytest.approx(SECOND, abs=timedelta(milliseconds=100))
    assert made.size_bytes == made.path.stat().st_size
    # Its index comes first, so that it plays while it loads.
    assert boxes(made.path).index("moov") < boxes(made.path).index("mdat")
    if copied:
        assert pictures(made.path) == pictures(source)


@pytest.mark.parametrize("options", [SMALL_H264, OLD_CAMERA])
def test_nothing_tells_where_when_or_with_what_it_was_filmed(
    options: tuple[str, ...], video_of: Callable[..., HouseVideo], tmp_path: Path
) -> None:
    source = filmed(tmp_path / "dien-thoai.mov", options=options)
    assert TELLTALE.search(source.read_bytes())
    made = video_of(source)
    found = seen(made.path)
    assert TELLTALE.search(made.path.read_bytes()) is None
    assert TELLTALE.search(made.poster) is None
    tags = found["format"]["tags"].keys() | {t for s in found["streams"] for t in s["tags"]}
    assert tags - {"encoder"} == {
        *("major_brand", "minor_version", "compatible_brands"),
        *("language", "handler_name", "vendor_id"),
    }
    assert {stream["tags"]["handler_name"] for stream in found["streams"]} == {
        "VideoHandler",
        "SoundHandler",
    }
    assert found["chapters"] == []


def test_a_turned_picture_is_turned_for_players_that_would_not(
    video_of: Callable[..., HouseVideo], tmp_path: Path
) -> None:
    flat = filmed(tmp_path / "flat.mp4")
    turned = tmp_path / "turned.mp4"
    words = ["ffmpeg", "-v", "error", "-i", str(flat), "-c", "copy", "-metadata:s:v", "rotate=90"]
    subprocess.run([*words, str(turned)], check=True)
    made = video_of(turned)
    picture = seen(made.path)["streams"][0]
    assert (made.copied, picture["width"], picture["height"]) == (False, 180, 320)
    assert "side_data_list" not in picture


def test_a_stream_that_would_make_a_player_stumble_is_encoded_anew(
    video_of: Callable[..., HouseVideo], tmp_path: Path
) -> None:
    source = filmed(tmp_path / "a.mp4", options=(*SMALL_H264, "-g", "5"))
    data = bytearray(source.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = random.Random(1).randbytes(third)  # noqa: S311 - the same noise each time
    source.write_bytes(data)
    made = video_of(source)
    assert made.copied is False
    words = ["ffmpeg", "-v", "error", "-i", str(made.path), "-f", "null", "-"]
    assert subprocess.run(words, capture_output=True, check=True).stderr == b""


def test_a_part_is_cut_where_it_was_asked_for(
    video_of: Callable[..., HouseVideo], tmp_path: Path
) -> None:
    source = filmed(tmp_path / "a.mp4", seconds=3)
    made = video_of(source, Treatment(SECOND, 2 * SECOND))
    assert made.copied is False
    assert made.duration == pytest.approx(SECOND, abs=timedelta(milliseconds=60))


def test_the_poster_is_a_small_picture(video_of: Callable[..., HouseVideo], tmp_path: Path) -> None:
    made = video_of(filmed(tmp_path / "a.mp4", size="1280x720"))
    target = tmp_path / "poster.jpg"
    target.write_bytes(made.poster)
    picture = seen(target)["streams"][0]
    assert (picture["codec_name"], picture["width"], picture["height"]) == ("mjpeg", 640, 360)


def test_progress_names_its_stages_and_stays_under_a_hundred(
    video_of: Callable[..., HouseVideo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A quick machine is done before the second report is due.
    monkeypatch.setattr("media.ffmpeg.progress.LEAST_PAUSE_S", 0.0)
    told: list[tuple[Stage, int]] = []
    source = filmed(tmp_path / "a.avi", size="640x360", seconds=4, options=OLD_CAMERA)
    video_of(source, progress=lambda stage, percent: told.append((stage, percent)))
    stages = [str(stage) for stage, _ in told]
    assert list(dict.fromkeys(stages)) == ["decode", "encode", "check", "picture"]
    assert stages[-1] == "check"
    assert max(percent for _, percent in told) <= 99
    assert max(percent for stage, percent in told if str(stage) == "picture") > 20


def test_what_is_no_video_and_what_has_no_sound_is_refused(
    video_of: Callable[..., HouseVideo], tmp_path: Path, workdir: Path
) -> None:
    with pytest.raises(Refused) as refused:
        video_of(recorded(tmp_path / "a.wav", "sine=duration=1"))
    assert refused.value.code == Code.NO_PICTURE
    with pytest.raises(Refused) as refused:
        video_of(recorded(tmp_path / "b.mp4", "testsrc=size=64x64:duration=1"))
    assert refused.value.code == Code.NO_AUDIO
    assert list(workdir.iterdir()) == []


def test_a_video_longer_than_taken_is_refused_and_leaves_nothing(
    video_of: Callable[..., HouseVideo],
    tmp_path: Path,
    workdir: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(video, "LONGEST", timedelta(seconds=2))
    with pytest.raises(Refused) as refused:
        video_of(filmed(tmp_path / "a.mp4", seconds=4))
    assert refused.value.code == Code.VIDEO_TOO_LONG
    assert list(workdir.iterdir()) == []


def test_a_full_disk_is_the_machines_fault(
    video_of: Callable[..., HouseVideo], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = filmed(tmp_path / "a.mp4")
    monkeypatch.setattr(video, "SPARE_BYTES", 1 << 60)
    with pytest.raises(NoSpace):
        video_of(source)


def test_a_program_that_is_stopped_refuses_no_file(
    video_of: Callable[..., HouseVideo], tmp_path: Path, workdir: Path
) -> None:
    source = filmed(tmp_path / "a.avi", seconds=3, options=OLD_CAMERA)

    def stop(_stage: Stage, _percent: int) -> None:
        for child in children():
            os.kill(child, signal.SIGTERM)

    with pytest.raises(Interrupted):
        video_of(source, progress=stop)
    assert list(workdir.iterdir()) == []


def test_every_command_names_what_an_upload_may_open(tmp_path: Path) -> None:
    asked: dict[str, Any] = {
        "treatment": PLAIN,
        "longest": SECOND,
        "most_pixels": BOUNDS.most_pixels,
    }
    listen = sound_argv(tmp_path / "in", **asked)
    write = video_argv(
        tmp_path / "in",
        tmp_path / "out",
        sound=None,
        copy_picture=True,
        form=VideoFormat(),
        **asked,
    )
    for words in (listen, write):
        before_input = words[: words.index("-i")]
        for guard in ("protocol_whitelist", "format_whitelist", "codec_whitelist", "max_pixels"):
            assert f"-{guard}" in before_input
        assert words[words.index("-i") + 1] == f"file:{tmp_path}/in"
    assert write[-2:] == [f"file:{tmp_path}/out", "-y"]
