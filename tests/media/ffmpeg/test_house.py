"""What every house rendition promises, checked with meters and decoders that are not ours."""

import hashlib
import re
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import correlate, resample_poly

from media.ffmpeg.encode import EDGE
from media.ffmpeg.house import House, HouseFormat, Measured
from media.ffmpeg.meter import Use
from media.ffmpeg.progress import Stage
from media.ffmpeg.refusal import Caution, Code, Refused, Warned
from media.ffmpeg.target import Level
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import MakeHouse

MILLISECOND = timedelta(milliseconds=1)


def loudness_of(wave: sounds.Wave) -> float:
    meter = pyloudnorm.Meter(sounds.RATE, filter_class="DeMan")
    return float(meter.integrated_loudness(wave))


def true_peak_of(path: Path) -> float:
    meter = ("-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-")
    said = subprocess.run(
        ["ffmpeg", "-nostdin", "-hide_banner", "-i", path, *meter],
        check=True,
        capture_output=True,
    ).stderr.decode()
    return float(re.findall(r"Peak:\s+(-?[\d.]+|-inf) dBFS", said)[-1])


def hot(wave: sounds.Wave) -> sounds.Wave:
    return (wave * 6).clip(-1, 1)


SOURCES = {
    "speech": sounds.speech(5),
    "speech at -40 LUFS": sounds.speech(4) * 10 ** (-18 / 20),
    "spiky speech": np.sign(sounds.speech(4)) * np.abs(sounds.speech(4)) ** 1.5,
    "music": sounds.music(4),
    "hot clipped music": hot(sounds.music(4)),
    "hot clipped speech": hot(sounds.speech(4)),
    "noise": sounds.noise(3),
    "a second of a tone": sounds.tone(1),
    "an ident with a pause": np.concatenate(
        [sounds.music(2).mean(axis=1), sounds.silence(0.5), sounds.speech(2)]
    ),
    "half a second": sounds.speech(0.5),
    "loud at the end": np.concatenate([sounds.speech(4) * 0.05, sounds.speech(4)]),
}


@pytest.mark.parametrize("wave", SOURCES.values(), ids=SOURCES)
def test_every_sound_comes_out_at_one_loudness(
    wave: sounds.Wave, wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    house = house_of(wav(wave))
    assert loudness_of(sounds.listen(house.path)) == pytest.approx(-19, abs=0.3)
    assert house.loudness_lufs == pytest.approx(-19, abs=0.3)
    assert true_peak_of(house.path) <= -1
    assert house.true_peak_dbtp == pytest.approx(true_peak_of(house.path), abs=0.2)
    assert Warned.OFF_TARGET not in {caution.code for caution in house.warnings}


@pytest.mark.parametrize("target", [-23, -16])
def test_the_target_is_the_sites(
    target: int, wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    house = house_of(wav(sounds.speech(5)), form=HouseFormat(target_lufs=target))
    assert loudness_of(sounds.listen(house.path)) == pytest.approx(target, abs=0.3)


def test_strokes_far_beyond_full_scale_stay_below_the_peak_after_encoding(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    """The encoder overshoots them by more than the limiter's ceiling allows for, and again."""
    parts = [
        sounds.noise(7, decibels=-42.26225886238789, seed=4)[:139_070],
        sounds.speech(7, seed=3)[:233_735] * 10 ** (5.305756870087933 / 20),
        sounds.music(7, seed=5).mean(axis=1)[:282_884] * 10 ** (11.987913757313926 / 20),
    ]
    encodes: list[int] = []

    def count(stage: Stage, percent: int) -> None:
        if stage is Stage.ENCODE and percent == 0:
            encodes.append(percent)

    house = house_of(wav(np.concatenate(parts)), progress=count)
    assert len(encodes) > 1
    assert true_peak_of(house.path) <= -1
    assert loudness_of(sounds.listen(house.path)) == pytest.approx(-19, abs=0.3)
    assert Warned.OFF_TARGET not in {caution.code for caution in house.warnings}


@pytest.fixture
def spoken(wav: Callable[..., Path], house_of: MakeHouse) -> House:
    return house_of(wav(sounds.speech(3)))


def test_a_rendition_is_bare_frames_of_one_size(spoken: House) -> None:
    content = spoken.path.read_bytes()
    assert (spoken.size_bytes, spoken.sha256) == (
        len(content),
        hashlib.sha256(content).hexdigest(),
    )
    assert spoken.duration == len(content) / 8 * MILLISECOND
    assert len(sounds.listen(spoken.path)) == len(content) // 192 * 1_152
    frames = [content[at : at + 192] for at in range(0, len(content), 192)]
    assert {frame[:4] for frame in frames} == {b"\xff\xfb\x54\xc4"}
    assert {frame[4] << 1 | frame[5] >> 7 for frame in frames} == {0}


def test_another_bit_rate_makes_frames_of_another_size(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    house = house_of(wav(sounds.speech(3)), form=HouseFormat(bitrate_kbps=80))
    assert house.size_bytes == house.duration // timedelta(milliseconds=24) * 240
    assert loudness_of(sounds.listen(house.path)) == pytest.approx(-19, abs=0.3)


def test_a_format_that_cannot_be_kept_is_no_format() -> None:
    with pytest.raises(ValueError, match="bit rate"):
        HouseFormat(bitrate_kbps=60)
    with pytest.raises(ValueError, match="ceiling"):
        Level(target_lufs=-19, ceiling_dbfs=-0.5)


def test_renditions_join_without_a_trace(
    wav: Callable[..., Path], house_of: MakeHouse, tmp_path: Path
) -> None:
    parts = [
        house_of(wav(wave, f"{number}.wav")).path
        for number, wave in enumerate([sounds.music(1.3), sounds.speech(1.7), sounds.noise(1)])
    ]
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    apart = np.concatenate([sounds.listen(part) for part in parts])
    assert np.array_equal(sounds.listen(joined), apart)


def test_the_same_upload_makes_the_same_bytes(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    path = wav(sounds.music(2), rate=44_100)
    first, second = house_of(path), house_of(path)
    assert first.path != second.path
    assert first.sha256 == second.sha256
    assert first.peaks == second.peaks


def test_the_sound_begins_after_two_frames_of_silence(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    wave = sounds.speech(2)
    house = house_of(wav(wave))
    heard = sounds.listen(house.path)
    offset = int(correlate(heard, wave, "valid" if len(heard) > len(wave) else "full").argmax())
    assert offset == EDGE - house.trimmed_start / timedelta(seconds=1) * sounds.RATE
    assert np.abs(heard[: EDGE - 1_152]).max() == 0
    assert np.abs(heard[-1_152:]).max() == 0


def test_silence_at_the_ends_is_cut_to_a_breath(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    wave = np.concatenate([sounds.silence(2), sounds.tone(2), sounds.silence(3)])
    house = house_of(wav(wave))
    assert 1.7 <= house.trimmed_start.total_seconds() <= 1.8
    assert 2.4 <= house.trimmed_end.total_seconds() <= 2.6
    kept = house.original.duration - house.trimmed_start - house.trimmed_end
    assert (
        timedelta(0)
        <= house.duration - kept - timedelta(milliseconds=96)
        < timedelta(milliseconds=24)
    )


def test_noise_before_the_speech_is_not_speech(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    hiss = sounds.noise(2, decibels=-70)
    house = house_of(wav(np.concatenate([hiss, sounds.tone(2), hiss])))
    assert house.trimmed_start.total_seconds() > 1.5


def test_edges_are_faded_so_that_nothing_clicks(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    heard = sounds.listen(house_of(wav(sounds.tone(2, hertz=300))).path)
    body = np.abs(heard[48_000:49_000]).max()
    assert np.abs(heard[EDGE : EDGE + 48]).max() < 0.15 * body
    sound_end = EDGE + 2 * sounds.RATE
    assert np.abs(heard[sound_end - 144 : sound_end]).max() < 0.15 * body


def test_the_original_is_measured_as_it_will_air(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    wave = sounds.music(5)
    measured = house_of(wav(wave)).original
    mono = wave.mean(axis=1)
    assert measured == Measured(
        duration=timedelta(seconds=5),
        loudness_lufs=measured.loudness_lufs,
        true_peak_dbtp=measured.true_peak_dbtp,
        range_lu=measured.range_lu,
        clipped_samples=0,
        used=Use.BOTH,
    )
    assert measured.loudness_lufs == pytest.approx(loudness_of(mono), abs=0.05)
    between = np.abs(resample_poly(mono, 8, 1)).max()
    assert measured.true_peak_dbtp == pytest.approx(20 * np.log10(between), abs=0.3)


def test_a_sound_scaled_far_beyond_full_is_not_bent(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    """Some editors write float WAV at sixteen-bit scale."""
    heard = sounds.listen(house_of(wav(sounds.tone(2, decibels=90))).path)
    spectrum = np.abs(np.fft.rfft(heard[24_000:72_000] * np.hanning(48_000)))
    harmonics = [spectrum[997 * order - 20 : 997 * order + 20].max() for order in (1, 2, 3, 5)]
    assert max(harmonics[1:]) < harmonics[0] / 1_000


def test_a_faint_sound_is_not_drowned_in_rounding(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    house = house_of(wav(sounds.tone(2, decibels=-52)))
    heard = sounds.listen(house.path)[24_000:72_000]
    spectrum = np.abs(np.fft.rfft(heard * np.hanning(48_000))) ** 2
    signal = spectrum[977:1_017].sum()
    assert 10 * np.log10((spectrum.sum() - signal) / signal) < -50
    assert [caution.code for caution in house.warnings] == [Warned.FAINT]


def test_the_peaks_draw_the_rendition(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    house = house_of(wav(np.concatenate([sounds.tone(2), sounds.tone(2, decibels=-40)])))
    pairs = np.frombuffer(house.peaks, np.int8).reshape(-1, 2)
    assert len(pairs) == house.duration // timedelta(milliseconds=24)
    loud, quiet = pairs[10 : len(pairs) // 2 - 10], pairs[len(pairs) // 2 + 10 : -30]
    assert (loud[:, 1] > 15).all()
    assert (loud[:, 0] < -15).all()
    assert np.abs(quiet).max() <= 3


def test_progress_is_told_in_order(wav: Callable[..., Path], house_of: MakeHouse) -> None:
    told: list[tuple[Stage, int]] = []
    house_of(wav(sounds.tone(1)), progress=lambda stage, percent: told.append((stage, percent)))
    stages = [stage for stage, _ in told]
    assert list(dict.fromkeys(stages)) == [Stage.DECODE, Stage.ENCODE, Stage.CHECK]
    assert all(0 <= percent <= 99 for _, percent in told)


@pytest.mark.parametrize(
    ("wave", "code", "facts"),
    [
        (sounds.silence(2), Code.SILENT, {}),
        (sounds.tone(2, decibels=-63), Code.SILENT, {"loudness_lufs": -66.01}),
        (sounds.tone(0.3), Code.TOO_SHORT, {"duration_ms": 300, "least_ms": 500}),
    ],
    ids=["silence", "next to silence", "a click"],
)
def test_what_nobody_would_hear_is_refused(
    wave: sounds.Wave,
    code: Code,
    facts: dict[str, float],
    wav: Callable[..., Path],
    house_of: MakeHouse,
) -> None:
    with pytest.raises(Refused) as caught:
        house_of(wav(wave))
    assert caught.value.code is code
    assert caught.value.facts == pytest.approx(facts, abs=0.1)


def test_a_film_without_sound_has_no_rendition(house_of: MakeHouse, tmp_path: Path) -> None:
    film = ["-f", "lavfi", "-i", "testsrc=s=160x120:d=1", "-c:v", "mpeg4"]
    with pytest.raises(Refused) as caught:
        house_of(sounds.convert_nothing(tmp_path / "still.mp4", *film))
    assert caught.value.code is Code.NO_AUDIO


def test_a_rendition_that_cannot_reach_the_target_says_so(
    wav: Callable[..., Path], house_of: MakeHouse
) -> None:
    clicks = sounds.silence(4)
    clicks[::24_000] = 0.5
    house = house_of(wav(clicks))
    missed = [caution for caution in house.warnings if caution.code is Warned.OFF_TARGET]
    facts = {
        "loudness_lufs": house.loudness_lufs,
        "true_peak_dbtp": round(house.true_peak_dbtp, 2),
    }
    assert missed == [Caution(Warned.OFF_TARGET, facts)]
    assert house.loudness_lufs < -19.3
    assert true_peak_of(house.path) <= -1
