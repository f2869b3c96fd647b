from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from media.ffmpeg.limiter import LOOK, Limiter, reduction
from media.ffmpeg.meter import Levels, Meter
from media.ffmpeg.pcm import Pcm, Samples
from tests.media.ffmpeg import sounds


def meter_into(pcm: Pcm, wave: sounds.Wave) -> Levels:
    meter = Meter()
    pcm.append(meter.push(wave.astype(np.float32)[:, np.newaxis]))
    return meter.levels()


@settings(deadline=None, max_examples=100)
@given(
    samples=arrays(np.float32, st.integers(1, 3_000), elements=st.floats(-8, 8, width=32)),
    ceiling=st.floats(0.1, 1),
)
def test_nothing_passes_the_ceiling(samples: Samples, ceiling: float) -> None:
    gains = reduction(samples, ceiling)
    assert gains.max() <= 1 + 1e-6
    assert np.abs(samples * gains).max() <= ceiling * (1 + 1e-5)


def test_a_peak_is_turned_down_no_longer_than_needed() -> None:
    samples = np.full(4_000, 0.1, np.float32)
    samples[2_000] = 1
    touched = np.flatnonzero(reduction(samples, 0.5) < 1 - 1e-6)
    assert 2_000 - 2 * LOOK <= touched[0] <= 2_000 - LOOK
    assert 2_000 + LOOK <= touched[-1] <= 2_000 + 2 * LOOK


def test_what_is_quiet_enough_is_left_alone(workdir: Path) -> None:
    with Pcm(workdir) as pcm:
        levels = meter_into(pcm, sounds.speech(3))
        limiter = Limiter(pcm, levels.peaks, gain=1, ceiling=0.51)
        assert (limiter.read(0, pcm.samples) == pcm.read(0, pcm.samples)).all()
        assert not limiter.lost(0, pcm.samples).any()


@pytest.mark.parametrize("chunk", [1_000, 4_800, 48_000, 100_001])
def test_chunks_join_into_the_same_sound(workdir: Path, chunk: int) -> None:
    with Pcm(workdir) as pcm:
        levels = meter_into(pcm, sounds.speech(3))
        limiter = Limiter(pcm, levels.peaks, gain=3, ceiling=0.7)
        starts = range(0, pcm.samples, chunk)
        joined = np.concatenate([limiter.read(at, min(at + chunk, pcm.samples)) for at in starts])
        np.testing.assert_allclose(joined, limiter.read(0, pcm.samples), atol=1e-6)
        assert np.abs(joined).max() <= 0.7 * (1 + 1e-5)


def test_the_foretold_loss_is_the_loss(workdir: Path) -> None:
    with Pcm(workdir) as pcm:
        levels = meter_into(pcm, sounds.speech(3))
        limiter = Limiter(pcm, levels.peaks, gain=4, ceiling=0.7)
        before = np.square(pcm.read(0, pcm.samples) * 4).reshape(-1, 4_800).mean(axis=1)
        after = np.square(limiter.read(0, pcm.samples)).reshape(-1, 4_800).mean(axis=1)
        lost = limiter.lost(0, pcm.samples)
        assert lost.max() > 0.01
        np.testing.assert_allclose(lost, before - after, atol=1e-5)
