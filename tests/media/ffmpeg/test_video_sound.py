"""A video is as loud as television asks, on both channels, in step with its picture."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyloudnorm
import pytest

from media.ffmpeg.probe import probe
from media.ffmpeg.refusal import Code, Refused
from media.ffmpeg.treatment import PLAIN, Treatment
from media.ffmpeg.video import make_video
from media.ffmpeg.video_commands import VideoFormat
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import unheard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from media.ffmpeg.video import HouseVideo

SECOND = timedelta(seconds=1)
PICTURE = ("-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "main", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "192k")
FLOATS = ("-c:a", "pcm_f32le")
NEAR_S = 0.004
PACKET_S = 0.022
METER = pyloudnorm.Meter(sounds.RATE, filter_class="DeMan")


@pytest.fixture
def film(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of videos with a given sound, of one or two channels."""

    def make(
        wave: sounds.Wave,
        name: str = "film.mov",
        *,
        before: tuple[str, ...] = (),
        options: tuple[str, ...] = FLOATS,
    ) -> Path:
        sound = sounds.write_wav(tmp_path / "sound.wav", np.asarray(wave))
        source = f"testsrc=size=64x64:rate=25:duration={len(wave) / sounds.RATE}"
        picture = ("-f", "lavfi", "-i", source, *before, "-i", str(sound))
        return sounds.convert_nothing(tmp_path / name, *picture, *PICTURE, *options)

    return make


@pytest.fixture
def video_of(workdir: Path) -> Callable[..., HouseVideo]:
    def make(source: Path, treatment: Treatment = PLAIN) -> HouseVideo:
        return make_video(
            source,
            found=probe(source),
            form=VideoFormat(),
            workdir=workdir,
            progress=unheard,
            treatment=treatment,
        )

    return make


def heard(path: Path) -> sounds.Wave:
    """Decode both channels, without any of our own code."""
    raw = ("-map", "a:0", "-f", "f32le", "-ac", "2", "-ar", str(sounds.RATE), "pipe:1")
    words = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), *raw]
    decoded = subprocess.run(words, check=True, capture_output=True, timeout=60).stdout
    return np.frombuffer(decoded, "<f4").astype(np.float64).reshape(-1, 2)


def metered(path: Path) -> tuple[float, float]:
    """Return loudness and true peak as ffmpeg's own meter reads them."""
    meter = ("-map", "a:0", "-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
    words = ["ffmpeg", "-nostdin", "-hide_banner", "-i", str(path), *meter]
    said = subprocess.run(words, check=True, capture_output=True, timeout=60).stderr.decode()
    loudness = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1]
    return float(loudness), float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])


def packets(path: Path) -> str:
    """Return a hash over the sound as it is stored."""
    words = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "a:0", "-c", "copy", "-f", "md5"]
    done = subprocess.run([*words, "-"], capture_output=True, check=True, text=True)
    return done.stdout


def begins_at(wave: sounds.Wave) -> float:
    """Return when a sound of either channel is first a quarter of its largest, in seconds."""
    size = np.abs(wave).max(axis=1)
    return float(np.argmax(size > size.max() / 4) / sounds.RATE)


def both(left: sounds.Wave, right: sounds.Wave) -> sounds.Wave:
    return np.stack([left, right], axis=1)


def hot(seconds: float) -> sounds.Wave:
    return (sounds.music(seconds) * 8).clip(-1, 1)


SOUNDS: dict[str, Callable[[], Any]] = {
    "speech of one channel": lambda: sounds.speech(6),
    "faint speech": lambda: sounds.speech(6) * 0.03,
    "spiky speech": lambda: np.sign(s := sounds.speech(6)) * np.abs(s) ** 1.6,
    "music": lambda: sounds.music(6),
    "clipped music": lambda: hot(6),
    "beyond full scale": lambda: hot(6) * 5,
    "one side alone": lambda: both(sounds.speech(6), sounds.silence(6)),
    "sides that cancel out": lambda: both(s := sounds.speech(6), -s),
    "noise": lambda: sounds.noise(4),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_a_video_is_as_loud_as_television_asks(
    name: str, film: Callable[..., Path], video_of: Callable[..., HouseVideo]
) -> None:
    made = video_of(film(SOUNDS[name]()))
    assert made.copied is True
    loudness, peak = metered(made.path)
    wave = heard(made.path)
    assert METER.integrated_loudness(wave) == pytest.approx(-23, abs=0.3)
    assert loudness == pytest.approx(-23, abs=0.3)
    assert peak <= -1
    # What is told of it is what others measure.
    assert made.loudness_lufs == pytest.approx(loudness, abs=0.1)
    assert made.true_peak_dbtp == pytest.approx(peak, abs=0.2)
    assert made.warnings == ()


def test_the_sides_keep_their_balance(
    film: Callable[..., Path], video_of: Callable[..., HouseVideo]
) -> None:
    left, right = sounds.tone(3, hertz=440, decibels=-1), sounds.tone(3, hertz=1_000, decibels=-13)
    wave = heard(video_of(film(both(left, right))).path)[12_000:-12_000]
    power = np.square(wave).mean(axis=0)
    assert 10 * np.log10(power[0] / power[1]) == pytest.approx(12, abs=0.5)


def test_what_is_as_loud_as_wanted_is_copied_and_what_is_not_is_changed(
    film: Callable[..., Path], video_of: Callable[..., HouseVideo], tmp_path: Path
) -> None:
    music = sounds.music(5)
    music *= 10 ** ((-23 - METER.integrated_loudness(music)) / 20)
    right = film(music, "right.mp4", options=AAC)
    assert packets(video_of(right).path) == packets(right)
    louder = film(music * 1.2, "louder.mp4", options=AAC)
    made = video_of(louder)
    assert packets(made.path) != packets(louder)
    assert metered(made.path)[0] == pytest.approx(-23, abs=0.3)
    # What two speakers make of one channel is 3 LU louder than a meter says.
    single = video_of(film(music.mean(axis=1), "one.mp4", options=AAC))
    assert metered(single.path)[0] == pytest.approx(-23, abs=0.3)
    left, right = heard(single.path).std(axis=0)
    assert left == pytest.approx(right, rel=0.01)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("late.mov", FLOATS),
        ("late.mp4", AAC),
        ("late.ts", ("-c:a", "mp2")),
        ("late.mkv", ("-c:a", "libopus")),
        ("late.mpg", ("-c:a", "mp2")),
    ],
)
def test_a_sound_that_begins_late_stays_in_step(
    name: str,
    options: tuple[str, ...],
    film: Callable[..., Path],
    video_of: Callable[..., HouseVideo],
) -> None:
    wave = np.concatenate([sounds.silence(0.2), sounds.tone(1.5, decibels=-3)])
    made = video_of(film(wave, name, before=("-itsoffset", "0.6"), options=options))
    assert begins_at(heard(made.path)) == pytest.approx(0.8, abs=PACKET_S)


def test_a_gap_in_the_sound_stays_a_gap(
    film: Callable[..., Path], video_of: Callable[..., HouseVideo], tmp_path: Path
) -> None:
    wave = np.concatenate([sounds.tone(1), sounds.silence(1), sounds.tone(1, decibels=-2)])
    whole = film(wave, "whole.mkv")
    missing = ("-c", "copy", "-bsf:a", "noise=drop='gt(pts*tb,1)*lt(pts*tb,2)'")
    gap = sounds.convert(whole, tmp_path / "gap.mkv", *missing)
    assert len(heard(gap)) < 2.3 * sounds.RATE
    after = heard(video_of(gap).path)[sounds.RATE * 3 // 2 :]
    assert 1.5 + begins_at(after) == pytest.approx(2, abs=PACKET_S)


def test_a_part_is_cut_from_sound_and_picture_alike(
    film: Callable[..., Path], video_of: Callable[..., HouseVideo]
) -> None:
    wave = np.concatenate([sounds.silence(1.5), sounds.tone(1.5, decibels=-3)])
    made = video_of(film(wave), Treatment(SECOND, timedelta(seconds=2.5)))
    assert begins_at(heard(made.path)) == pytest.approx(0.5, abs=NEAR_S)
    assert len(heard(made.path)) / sounds.RATE == pytest.approx(1.5, abs=0.03)


def test_loud_and_quiet_parts_are_evened_out_where_that_was_chosen(
    film: Callable[..., Path], video_of: Callable[..., HouseVideo]
) -> None:
    speech = sounds.speech(24)
    speech[8 * sounds.RATE :] *= 0.1
    source = film(speech)
    plain, even = (heard(video_of(source, t).path) for t in (PLAIN, Treatment(even_out=True)))
    loud, quiet = slice(0, 6 * sounds.RATE), slice(16 * sounds.RATE, 23 * sounds.RATE)
    apart = [
        METER.integrated_loudness(w[loud]) - METER.integrated_loudness(w[quiet])
        for w in (plain, even)
    ]
    assert apart[1] < apart[0] - 8


def test_a_video_nobody_would_hear_is_refused_and_leaves_nothing(
    film: Callable[..., Path], video_of: Callable[..., HouseVideo], workdir: Path
) -> None:
    with pytest.raises(Refused) as refused:
        video_of(film(sounds.silence(2)))
    assert refused.value.code == Code.SILENT
    assert list(workdir.iterdir()) == []
