"""Loudness after ITU-R BS.1770-4, and loudness range after EBU Tech 3342.

Everything is mono and counted as one channel: the same sound played from two speakers
reads 3 LU higher. The grain is a *step* of 100 ms: a gating block is four of them, a
short-term window thirty.
"""

import math
from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.signal import sosfilt

from media.ffmpeg.pcm import Samples

Energies: TypeAlias = NDArray[np.float64]
STEP = 4_800  # samples at 48 kHz
BLOCK_STEPS = 4
SHORT_TERM_STEPS = 30
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
RANGE_GATE_LU = -20.0
# BS.1770-4 tables 1 and 2, for 48 kHz: numerators and denominators.
_HEAD = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_LOW_CUT = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
K_WEIGHTING = np.array([_HEAD, _LOW_CUT]).reshape(2, 6)


def to_lufs(energy: float) -> float:
    return -0.691 + 10 * math.log10(energy) if energy > 0 else -math.inf


def to_energy(lufs: float) -> float:
    return math.pow(10, (lufs + 0.691) / 10)


def to_db(ratio: float) -> float:
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def to_ratio(decibels: float) -> float:
    return math.pow(10, decibels / 20)


class KWeighting:
    """The weighting filter and the step energies of what has passed through it."""

    def __init__(self) -> None:
        self._state = np.zeros((len(K_WEIGHTING), 2))

    def steps(self, samples: Samples) -> Energies:
        """Return the mean square of each whole step; only the last call may end in a part."""
        weighted, self._state = sosfilt(K_WEIGHTING, samples, zi=self._state)
        return mean_squares(weighted)


def mean_squares(samples: NDArray[np.floating], step: int = STEP) -> Energies:
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    sums: Energies = np.einsum("ij,ij->i", whole, whole).astype(np.float64)
    return sums / step


def integrated(steps: Energies) -> float:
    """Return the gated loudness in LUFS; minus infinity if no block passes the gates."""
    blocks = _windows(steps, BLOCK_STEPS)
    passing = blocks[blocks > to_energy(ABSOLUTE_GATE_LUFS)]
    if not passing.size:
        return -math.inf
    gate = passing.mean() * 10 ** (RELATIVE_GATE_LU / 10)
    return to_lufs(float(passing[passing > gate].mean()))


def loudness_range(steps: Energies) -> float:
    """Return the range in LU between quiet and loud passages; 0 for less than 3 s of sound."""
    windows = _windows(steps, SHORT_TERM_STEPS)
    passing = windows[windows > to_energy(ABSOLUTE_GATE_LUFS)]
    if not passing.size:
        return 0.0
    gate = passing.mean() * 10 ** (RANGE_GATE_LU / 10)
    low, high = np.percentile(passing[passing > gate], (10, 95))
    return float(10 * np.log10(high / low))


def _windows(steps: Energies, length: int) -> Energies:
    if len(steps) < length:
        return np.empty(0)
    means: Energies = sliding_window_view(steps, length).mean(axis=1)
    return means
