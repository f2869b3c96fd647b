from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from media.ffmpeg.commands import probe_argv
from media.ffmpeg.probe import LIMITS, Bounds, Kind, Picture, Probe, Sound, probe, verdict
from media.ffmpeg.refusal import Code, Refused
from media.ffmpeg.runner import Failed, capture
from tests.media.ffmpeg import sounds

COVER = ["-f", "lavfi", "-i", "color=red:s=64x64:d=0.04", "-map", "0", "-map", "1"]
PICTURE = ["-f", "lavfi", "-i", "testsrc=s=160x120:r=25:d=1", "-shortest"]


def test_a_recording_is_seen_as_its_header_has_it(wav: Callable[..., Path]) -> None:
    path = wav(sounds.music(1), rate=44_100)
    assert probe(path) == Probe(
        kind=Kind.AUDIO,
        container="wav",
        size_bytes=path.stat().st_size,
        claimed_duration=timedelta(seconds=round(48_000 / 44_100, 6)),
        whole_duration=timedelta(seconds=round(48_000 / 44_100, 6)),
        bit_rate=2_822_827,
        sound=Sound(codec="pcm_f32le", rate_hz=44_100, channels=2, bit_rate=2_822_400),
        picture=None,
    )


@pytest.mark.parametrize("name", ["cover.mp3", "cover.m4a", "cover.flac"])
def test_cover_art_makes_no_video(wav: Callable[..., Path], tmp_path: Path, name: str) -> None:
    cover = ["-c:v", "mjpeg", "-disposition:v", "attached_pic"]
    path = sounds.convert(wav(sounds.tone(1)), tmp_path / name, *COVER, *cover)
    found = probe(path)
    assert (found.kind, found.picture) == (Kind.AUDIO, None)


def test_a_video_is_seen_with_its_sound(wav: Callable[..., Path], tmp_path: Path) -> None:
    path = sounds.convert(
        wav(sounds.tone(1)), tmp_path / "film.mp4", *PICTURE, "-c:v", "mpeg4", "-c:a", "aac"
    )
    found = probe(path)
    assert found.kind is Kind.VIDEO
    assert found.sound is not None
    assert (found.sound.codec, found.sound.rate_hz, found.sound.channels) == ("aac", 48_000, 1)
    assert found.picture is not None
    assert found.picture == Picture(
        codec="mpeg4",
        profile="Simple Profile",
        level=1,
        pixel_format="yuv420p",
        width=160,
        height=120,
        frame_rate=25.0,
        bit_rate=found.picture.bit_rate,
    )


def test_a_silent_video_is_a_video_without_sound(tmp_path: Path) -> None:
    path = sounds.convert_nothing(tmp_path / "still.mp4", *PICTURE, "-c:v", "mpeg4")
    found = probe(path)
    assert (found.kind, found.sound) == (Kind.VIDEO, None)


def test_subtitles_do_not_stop_a_film(wav: Callable[..., Path], tmp_path: Path) -> None:
    text = tmp_path / "words.srt"
    text.write_text("1\n00:00:00,000 --> 00:00:01,000\nxin chào\n", encoding="utf-8")
    film = ["-i", str(text), "-map", "0", "-map", "1", "-c:s", "srt"]
    found = probe(sounds.convert(wav(sounds.tone(1)), tmp_path / "film.mkv", *film))
    assert (found.kind, found.container) == (Kind.AUDIO, "matroska,webm")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.EMPTY),
        (b"K\xc3\xadnh th\xc6\xb0a qu\xc3\xbd v\xe1\xbb\x8b.\n" * 50, Code.NOT_MEDIA),
        (b"%PDF-1.7\n" + bytes(5_000), Code.NOT_MEDIA),
        (bytes(range(256)) * 200, Code.NOT_MEDIA),
    ],
    ids=["nothing", "text", "a document", "noise"],
)
def test_what_is_no_media_is_refused(tmp_path: Path, content: bytes, code: Code) -> None:
    path = tmp_path / "upload"
    path.write_bytes(content)
    with pytest.raises(Refused) as caught:
        probe(path)
    assert (caught.value.code, caught.value.facts) == (code, {})


def test_half_of_a_film_is_refused(wav: Callable[..., Path], tmp_path: Path) -> None:
    """The index of an MP4 stands at its end: without it there is nothing to decode."""
    path = sounds.convert(wav(sounds.speech(2)), tmp_path / "half.m4a")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Refused) as caught:
        probe(path)
    assert caught.value.code is Code.NOT_MEDIA


@pytest.mark.parametrize("rate", [1, 4_000, 7_999, 192_001, 655_350])
def test_an_odd_sample_rate_is_refused(wav: Callable[..., Path], rate: int) -> None:
    with pytest.raises(Refused) as caught:
        probe(wav(sounds.tone(1), rate=rate))
    assert caught.value.code is Code.BAD_RATE
    assert caught.value.facts == {"rate_hz": rate, "least_hz": 8_000, "most_hz": 192_000}


def test_too_many_channels_are_refused(wav: Callable[..., Path]) -> None:
    path = wav(sounds.tone(1).reshape(-1, 12))
    with pytest.raises(Refused) as caught:
        probe(path)
    assert caught.value.code is Code.BAD_CHANNELS
    assert caught.value.facts == {"channels": 12, "most": 8}


def test_the_bounds_are_the_callers(wav: Callable[..., Path]) -> None:
    path = wav(sounds.music(1))
    with pytest.raises(Refused):
        probe(path, bounds=Bounds(most_channels=1))
    with pytest.raises(Refused):
        probe(path, bounds=Bounds(most_rate_hz=44_100))


def test_a_file_that_is_not_there_is_no_verdict(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        probe(tmp_path / "gone")


def test_a_cover_beyond_the_bounds_is_not_unpacked(
    wav: Callable[..., Path], tmp_path: Path
) -> None:
    path = sounds.convert(
        wav(sounds.tone(1)), tmp_path / "huge.mp3", *COVER, "-c:v", "png", "-s", "2000x2000"
    )
    bounds = Bounds(most_pixels=1_000_000)
    found = probe(path, bounds=bounds)
    assert (found.kind, found.sound and found.sound.codec) == (Kind.AUDIO, "mp3")
    picture = capture(probe_argv(path, most_pixels=bounds.most_pixels), LIMITS, most_bytes=1 << 16)
    assert b'"width": 0' in picture


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("[hls @ 0x1] Format not on whitelist 'mp3'\nx: Invalid argument\n", Code.FORBIDDEN_FORMAT),
        ("Codec (wavpack) not on whitelist 'mp3'\n", Code.FORBIDDEN_FORMAT),
        ("x: Cannot allocate memory\n", Code.TOO_HEAVY),
        ("x: Invalid data found when processing input\n", Code.BROKEN),
    ],
)
def test_a_complaint_is_read_for_its_reason(said: str, code: Code) -> None:
    assert verdict(Failed(1, said)) is code
