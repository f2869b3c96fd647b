"""Signals and readings of EBU Tech 3341 and 3342, as one channel."""

import math

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.ffmpeg.loudness import KWeighting, integrated, loudness_range
from tests.media.ffmpeg import sounds


def steps_of(wave: sounds.Wave) -> sounds.Wave:
    return KWeighting().steps(wave.astype(np.float32))


def passages(*parts: tuple[float, float]) -> sounds.Wave:
    return np.concatenate([sounds.tone(seconds, decibels=level) for level, seconds in parts])


def test_a_full_scale_tone_reads_three_below_zero() -> None:
    assert integrated(steps_of(sounds.tone(5, decibels=0))) == pytest.approx(-3.01, abs=0.02)


@pytest.mark.parametrize(
    "parts",
    [
        [(-20, 20)],
        [(-33, 5), (-20, 30), (-33, 5)],
        [(-69, 5), (-33, 5), (-20, 30), (-33, 5), (-69, 5)],
    ],
    ids=["alone", "after a quiet passage", "after a quieter one still"],
)
def test_what_is_far_below_the_rest_does_not_count(parts: list[tuple[float, float]]) -> None:
    assert integrated(steps_of(passages(*parts))) == pytest.approx(-23.0, abs=0.1)


def test_two_loud_passages_are_averaged_by_power() -> None:
    steps = steps_of(passages((-23, 20.1), (-17, 20.1), (-23, 20.1)))
    assert integrated(steps) == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "range_lu"),
    [
        ([(-17, 20), (-27, 20)], 10),
        ([(-17, 20), (-12, 20)], 5),
        ([(-37, 20), (-17, 20)], 20),
        ([(-47, 20), (-32, 20), (-17, 20), (-32, 20), (-47, 20)], 15),
    ],
)
def test_the_range_is_that_of_the_standard(
    parts: list[tuple[float, float]], range_lu: float
) -> None:
    assert loudness_range(steps_of(passages(*parts))) == pytest.approx(range_lu, abs=0.5)


def test_silence_has_no_loudness() -> None:
    steps = steps_of(sounds.silence(5))
    assert integrated(steps) == -math.inf
    assert loudness_range(steps) == 0


def test_less_than_a_gating_block_has_no_loudness() -> None:
    assert integrated(steps_of(sounds.tone(0.39))) == -math.inf


@pytest.mark.parametrize(
    "wave",
    [sounds.speech(12), sounds.music(6).mean(axis=1), sounds.noise(4)],
    ids=["speech", "music", "noise"],
)
def test_another_meter_agrees(wave: sounds.Wave) -> None:
    other = pyloudnorm.Meter(sounds.RATE, filter_class="DeMan").integrated_loudness(wave)
    assert integrated(steps_of(wave)) == pytest.approx(other, abs=0.05)


@settings(deadline=None, max_examples=25)
@given(decibels=st.floats(-20, 20))
def test_a_gain_moves_the_loudness_by_as_much(decibels: float) -> None:
    steps = steps_of(SPEECH)
    louder = steps_of(SPEECH * 10 ** (decibels / 20))
    assert integrated(louder) == pytest.approx(integrated(steps) + decibels, abs=0.01)


@settings(deadline=None, max_examples=25)
@given(cuts=st.lists(st.integers(1, 29), max_size=5))
def test_a_sound_in_pieces_measures_as_the_whole(cuts: list[int]) -> None:
    meter = KWeighting()
    pieces = np.split(SPEECH.astype(np.float32), sorted({cut * 4_800 for cut in cuts}))
    steps = np.concatenate([meter.steps(piece) for piece in pieces])
    np.testing.assert_allclose(steps, steps_of(SPEECH), rtol=1e-5, atol=1e-12)


SPEECH = sounds.speech(3)
