import numpy as np
import pytest

from media.ffmpeg.loudness import to_db
from media.ffmpeg.truepeak import BLOCK, CONTEXT, TruePeak
from tests.media.ffmpeg import sounds


def peak_of(wave: sounds.Wave, *, piece: int = 10_000) -> float:
    meter = TruePeak()
    for start in range(0, len(wave), piece):
        meter.push(wave[start : start + piece].astype(np.float32))
    return meter.finish()


@pytest.mark.parametrize("degrees", [0, 45, 60, 67.5, 90])
@pytest.mark.parametrize("divisor", [4, 6, 8])
def test_a_tone_peaks_between_its_samples(divisor: int, degrees: float) -> None:
    """EBU Tech 3341, signals 15 to 18: a tone whose samples all miss its top."""
    phase = np.arange(48_000) * (2 * np.pi / divisor) + np.radians(degrees)
    wave = 0.5 * np.sin(phase) * np.hanning(48_000) ** 0.1  # a sudden start overshoots
    assert to_db(peak_of(wave)) == pytest.approx(-6.02, abs=0.2)


def test_a_peak_is_never_below_the_largest_sample() -> None:
    wave = sounds.speech(2)
    assert peak_of(wave) >= np.abs(wave.astype(np.float32)).max()


@pytest.mark.parametrize("piece", [1, BLOCK - 1, BLOCK + CONTEXT, 48_000, 500_000])
def test_the_size_of_the_pieces_does_not_matter(piece: int) -> None:
    wave = sounds.music(1).mean(axis=1)[:24_000]
    assert peak_of(wave, piece=piece) == pytest.approx(peak_of(wave), rel=1e-3)


@pytest.mark.parametrize("at", [0, BLOCK - 1, BLOCK, 4_999])
def test_a_peak_is_found_wherever_it_stands(at: int) -> None:
    wave = sounds.tone(5_000 / 48_000, decibels=-40)
    wave[at] = 0.9
    assert peak_of(wave) == pytest.approx(0.9, rel=0.03)


def test_silence_peaks_at_nothing() -> None:
    assert peak_of(sounds.silence(0.1)) == 0
