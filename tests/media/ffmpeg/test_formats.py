"""What people send: every container and codec the newsroom meets, made by ffmpeg itself."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg.probe import Kind, probe
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import MakeHouse

FILM = ["-f", "lavfi", "-i", "testsrc=s=176x144:r=10:d=2", "-map", "0", "-map", "1", "-shortest"]
FORMATS = {
    "message.opus": (["-b:a", "24k"], Kind.AUDIO),
    "browser.webm": (["-c:a", "libopus", "-f", "webm", "-live", "1"], Kind.AUDIO),
    "phone.m4a": (["-ar", "44100"], Kind.AUDIO),
    "raw.aac": ([], Kind.AUDIO),
    "studio.wav": (["-c:a", "pcm_s24le", "-ar", "96000"], Kind.AUDIO),
    "long.w64": (["-c:a", "pcm_s16le"], Kind.AUDIO),
    "archive.flac": ([], Kind.AUDIO),
    "apple.aiff": ([], Kind.AUDIO),
    "apple.caf": (["-c:a", "alac"], Kind.AUDIO),
    "windows.wma": (["-c:a", "wmav2"], Kind.AUDIO),
    "old.mp3": (["-b:a", "32k", "-ar", "22050", "-ac", "1"], Kind.AUDIO),
    "radio.mp2": (["-ar", "48000"], Kind.AUDIO),
    "forum.ogg": (["-c:a", "libvorbis"], Kind.AUDIO),
    "dictaphone.wav": (["-c:a", "adpcm_ima_wav", "-ar", "8000", "-ac", "1"], Kind.AUDIO),
    "surround.flac": (["-ac", "6"], Kind.AUDIO),
    "seven.wav": (["-af", "pan=7c|c0=c0|c1=c1|c2=c0|c3=c1|c4=c0|c5=c1|c6=c0"], Kind.AUDIO),
    "phone.mp4": ([*FILM, "-c:v", "mpeg4", "-c:a", "aac"], Kind.VIDEO),
    "phone.mov": ([*FILM, "-c:v", "mjpeg", "-c:a", "pcm_s16le"], Kind.VIDEO),
    "phone.3gp": ([*FILM, "-c:v", "h263", "-c:a", "aac"], Kind.VIDEO),
    "film.mkv": ([*FILM, "-c:v", "mpeg4", "-c:a", "libvorbis"], Kind.VIDEO),
    "camera.avi": ([*FILM, "-c:v", "mjpeg", "-c:a", "mp3"], Kind.VIDEO),
    "broadcast.ts": ([*FILM, "-c:v", "mpeg2video", "-r", "25", "-c:a", "mp2"], Kind.VIDEO),
    "broadcast.mpg": ([*FILM, "-c:v", "mpeg2video", "-r", "25", "-c:a", "mp2"], Kind.VIDEO),
}


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wave = np.stack([sounds.speech(2)] * 2, axis=1)
    return sounds.write_wav(tmp_path_factory.mktemp("original") / "original.wav", wave)


@pytest.mark.parametrize("name", FORMATS)
def test_the_sound_of_any_common_file_comes_out(
    name: str, original: Path, house_of: MakeHouse, tmp_path: Path
) -> None:
    options, kind = FORMATS[name]
    path = sounds.convert(original, tmp_path / name, *options)
    assert probe(path).kind is kind
    house = house_of(path)
    assert house.loudness_lufs == pytest.approx(-19, abs=0.3)
    assert house.true_peak_dbtp <= -1
    assert abs(house.original.duration - timedelta(seconds=2)) < timedelta(seconds=0.15)
    assert house.warnings == ()


def test_mono_and_twice_mono_come_out_alike(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    mono = sounds.speech(2)
    once = house_of(wav(mono, "once.wav"))
    twice = house_of(wav(np.stack([mono, mono], axis=1), "twice.wav"))
    assert once.original.loudness_lufs == pytest.approx(twice.original.loudness_lufs, abs=0.01)
    heard, again = sounds.listen(once.path), sounds.listen(twice.path)
    np.testing.assert_allclose(heard, again, atol=0.01)


def test_a_telephone_recording_comes_out(house_of: MakeHouse, tmp_path: Path) -> None:
    """Debian's ffmpeg reads AMR but does not write it: a hundred frames of chance sound."""
    random = np.random.default_rng(1)
    path = tmp_path / "telephone.amr"
    path.write_bytes(b"#!AMR\n" + b"".join(b"\x3c" + random.bytes(31) for _ in range(100)))
    found = probe(path)
    assert found.sound is not None
    assert (found.container, found.sound.rate_hz) == ("amr", 8_000)
    house = house_of(path)
    assert house.original.duration == timedelta(seconds=2)
    assert house.loudness_lufs == pytest.approx(-19, abs=0.3)
    assert house.true_peak_dbtp <= -1
