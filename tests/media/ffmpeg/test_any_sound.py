"""Whatever people record comes out at one loudness and below the peak, or says that it does not."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.signal import resample_poly

from media.ffmpeg.house import House
from media.ffmpeg.refusal import Code, Refused, Warned
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import MakeHouse

KINDS: dict[str, Callable[[float, int], sounds.Wave]] = {
    "speech": lambda seconds, seed: sounds.speech(seconds, seed=seed),
    "music": lambda seconds, seed: sounds.music(seconds, seed=seed).mean(axis=1),
    "noise": lambda seconds, seed: sounds.noise(seconds, decibels=-6, seed=seed),
    "tone": lambda seconds, seed: sounds.tone(seconds, hertz=100 + 300 * seed, decibels=-6),
    "silence": lambda seconds, _seed: sounds.silence(seconds),
}
LONGEST_S = 6.0
# Meters lay their blocks differently: where a passage lies at the gate, and most of all where
# there are but a few blocks, one counts what another leaves out.
METERS_APART, METERS_APART_SHORT = 0.2, 0.7
GATED = timedelta(seconds=2)


@cache
def whole(kind: str, seed: int) -> sounds.Wave:
    return KINDS[kind](LONGEST_S + 1, seed)


parts = st.lists(
    st.tuples(
        st.sampled_from(list(KINDS)),
        st.floats(0.3, LONGEST_S),
        st.integers(1, 5),
        st.floats(-45, 15),  # decibels
    ),
    min_size=1,
    max_size=4,
)


def true_peak_db(wave: sounds.Wave) -> float:
    """Return the largest value between the samples, eight to one; not by ffmpeg nor by us."""
    return 20 * float(np.log10(np.abs(resample_poly(wave, 8, 1)).max() + 1e-12))


def check(house: House) -> None:
    heard = sounds.listen(house.path)
    if Warned.OFF_TARGET in {caution.code for caution in house.warnings}:
        return
    assert true_peak_db(heard) <= -1 + 0.05  # two interpolators read a little apart
    assert house.loudness_lufs == pytest.approx(-19, abs=0.3)  # as ffmpeg's meter has it
    meter = pyloudnorm.Meter(sounds.RATE, filter_class="DeMan")
    apart = METERS_APART if house.duration >= GATED else METERS_APART_SHORT
    assert meter.integrated_loudness(heard) == pytest.approx(-19, abs=0.3 + apart)


def _comes_out(
    wav: Callable[..., Path],
    house_of: MakeHouse,
    made: list[tuple[str, float, int, float]],
    *,
    clipped: bool,
) -> None:
    waves = [
        whole(kind, seed)[: round(length * sounds.RATE)] * 10 ** (gain / 20)
        for kind, length, seed, gain in made
    ]
    wave = np.concatenate(waves)
    try:
        house = house_of(wav(wave.clip(-1, 1) if clipped else wave))
    except Refused as refused:
        assert refused.code in {Code.SILENT, Code.TOO_SHORT}  # noqa: PT017 - or it came out
        return
    check(house)
    house.path.unlink()


slowly = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@settings(slowly, max_examples=2, derandomize=True)
@given(made=parts, clipped=st.booleans())
def test_any_sound_comes_out_at_one_loudness_and_below_the_peak(
    wav: Callable[..., Path],
    house_of: MakeHouse,
    made: list[tuple[str, float, int, float]],
    *,
    clipped: bool,
) -> None:
    _comes_out(wav, house_of, made, clipped=clipped)


@pytest.mark.soak
@settings(slowly, max_examples=150)
@given(made=parts, clipped=st.booleans())
def test_very_many_sounds_come_out_at_one_loudness_and_below_the_peak(
    wav: Callable[..., Path],
    house_of: MakeHouse,
    made: list[tuple[str, float, int, float]],
    *,
    clipped: bool,
) -> None:
    _comes_out(wav, house_of, made, clipped=clipped)
