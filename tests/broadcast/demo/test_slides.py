import json
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest

from broadcast.demo.recordings import recording_of
from broadcast.demo.slides import video_arguments
from broadcast.demo.works import WORKS
from broadcast.demo.works.videos import RIGHT_TO_KNOW, VIDEOS
from broadcast.demo.works.work import Slide, Work
from tests.broadcast.demo.listening import probed

_SHORT = replace(
    RIGHT_TO_KNOW,
    slides=(
        Slide("Nói: “100 % là thật”, 'không'; \\ sai", "14532d", timedelta(seconds=1)),
        Slide("Hết", "7c2d12", timedelta(seconds=1)),
    ),
)


def _probe(path: Path) -> list[dict[str, object]]:
    asked = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(path)]
    done = subprocess.run(asked, capture_output=True, check=True, timeout=60)
    streams: list[dict[str, object]] = json.loads(done.stdout)["streams"]
    return streams


def _pixels(path: Path) -> bytes:
    """Take the first picture, as grey."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-frames:v", "1"]
    return subprocess.run(
        [*command, "-f", "rawvideo", "-pix_fmt", "gray", "pipe:1"],
        capture_output=True,
        check=True,
        timeout=60,
    ).stdout


@pytest.fixture
def audio() -> Path:
    """Longer than the short slides, so it is cut to them."""
    path = recording_of(RIGHT_TO_KNOW)
    assert path is not None
    return path


@pytest.mark.parametrize("work", VIDEOS, ids=lambda work: work.key)
def test_the_slides_hold_to_the_end_of_the_sound_and_not_much_longer(work: Work) -> None:
    path = recording_of(work)
    assert path is not None
    held = sum((slide.holds for slide in work.slides), timedelta())
    assert timedelta() <= held - probed(path).length <= timedelta(seconds=5)


def test_the_command_is_a_pure_value_and_touches_no_file(tmp_path: Path) -> None:
    audio, target = tmp_path / "films" / "no.opus", tmp_path / "films" / "no.mp4"
    command = video_arguments(RIGHT_TO_KNOW, audio, target)
    assert command == video_arguments(RIGHT_TO_KNOW, audio, target)
    assert "drawtext" not in " ".join(command)
    assert not target.parent.exists()


def test_the_command_makes_a_small_mp4_as_long_as_its_slides(audio: Path, tmp_path: Path) -> None:
    target = tmp_path / "made.mp4"
    subprocess.run(video_arguments(_SHORT, audio, target), check=True, timeout=120)
    picture, sound = _probe(target)
    assert (picture["codec_name"], picture["width"], picture["height"]) == ("h264", 640, 360)
    assert picture["avg_frame_rate"] == "25/1"
    assert picture["nb_frames"] == "50"
    assert sound["codec_name"] == "aac"
    assert abs(probed(target).length - timedelta(seconds=2)) < timedelta(milliseconds=60)


def test_with_a_font_the_words_are_on_the_slide(audio: Path, tmp_path: Path) -> None:
    if which("fc-match") is None:
        pytest.skip("fontconfig is not installed, so no font is known")
    asked = ["fc-match", "--format", "%{file}", "sans:lang=vi"]
    found = subprocess.run(asked, capture_output=True, check=True, timeout=60, text=True).stdout
    plain, titled = tmp_path / "plain.mp4", tmp_path / "titled.mp4"
    subprocess.run(video_arguments(_SHORT, audio, plain), check=True, timeout=120)
    command = video_arguments(_SHORT, audio, titled, font=Path(found))
    subprocess.run(command, check=True, timeout=120)
    assert max(_pixels(plain)) < 128 <= max(_pixels(titled))


def test_a_work_without_slides_makes_no_video(tmp_path: Path) -> None:
    article = next(work for work in WORKS if not work.slides)
    with pytest.raises(ValueError, match=article.key):
        video_arguments(article, tmp_path / "no.opus", tmp_path / "no.mp4")
