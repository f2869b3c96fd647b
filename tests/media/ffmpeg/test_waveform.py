import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from media.ffmpeg.pcm import Samples
from media.ffmpeg.waveform import MOST_POINTS, waveform


def drawn(shape: bytes) -> Samples:
    return np.frombuffer(shape, np.int8).reshape(-1, 2).astype(np.float32) / np.float32(127)


@settings(deadline=None, max_examples=50)
@given(arrays(np.float32, st.integers(1, 4_000), elements=st.floats(0, 1, width=32)))
def test_every_extreme_can_be_seen(extremes: Samples) -> None:
    shape = drawn(waveform(-extremes, extremes))
    points = min(MOST_POINTS, len(extremes))
    assert shape.shape == (points, 2)
    owner = (
        np.searchsorted(
            np.arange(points) * len(extremes) // points, np.arange(len(extremes)), "right"
        )
        - 1
    )
    assert (shape[owner, 1] >= extremes - 1e-6).all()
    assert (shape[owner, 0] <= -extremes + 1e-6).all()
    assert shape.max() <= extremes.max() + 1 / 127


def test_beyond_full_scale_is_full_scale() -> None:
    assert waveform(np.array([-2.0], np.float32), np.array([3.0], np.float32)) == b"\x81\x7f"
