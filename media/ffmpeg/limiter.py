"""A look-ahead limiter that works only where the sound is too loud.

The gain sinks before a peak and rises after it over `LOOK` samples each way, so a peak
is turned down without being bent. What it costs in loudness can be asked beforehand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from media.ffmpeg.loudness import STEP, Energies
from media.ffmpeg.meter import BLOCK
from media.ffmpeg.pcm import Pcm, Samples

LOOK = 240  # samples, 5 ms
# Held and smoothed, a gain reaches 2 × LOOK from its peak: less than one block.
BATCH = 16  # spans limited at a time: a piece the allocator keeps at hand


def reduction(samples: Samples, ceiling: float) -> Samples:
    """Return the gain for each sample, never above 1 and low enough at every peak.

    The least gain needed within `LOOK` is held, then smoothed by two averages that
    together reach no further, so a smoothed value never exceeds what its peak needs.
    Channels share one gain: turned down apart, they would move between the speakers.
    """
    loudest = np.abs(samples)
    if samples.ndim > 1:
        loudest = loudest.max(axis=1)
    needed = np.float32(ceiling) / np.maximum(loudest, np.float32(ceiling))
    held: Samples = minimum_filter1d(needed, 2 * LOOK + 1, mode="nearest")
    for _ in range(2):
        held = uniform_filter1d(held, LOOK + 1, mode="nearest")
    return held if samples.ndim == 1 else held[:, np.newaxis]


@dataclass(frozen=True, slots=True)
class Limiter:
    """One sound under one gain and one ceiling, both ratios to full scale."""

    pcm: Pcm
    peaks: Samples  # of its blocks, over all channels
    gain: float
    ceiling: float

    def read(self, start: int, stop: int) -> Samples:
        """Return samples `start` to `stop` as they will air."""
        first = start - BLOCK
        samples = self.pcm.read(first, stop + BLOCK) * np.float32(self.gain)
        spans = [slice(low - first, high - first) for low, high in self._spans(first, stop + BLOCK)]
        if spans:
            gains = reduction(np.concatenate([samples[span] for span in spans]), self.ceiling)
            at = 0
            for span in spans:
                part = samples[span]
                part *= gains[at : at + len(part)]
                at += len(part)
        return samples[BLOCK:-BLOCK]

    def lost(self, start: int, stop: int) -> Energies:
        """Return what limiting takes from the power of each whole step, unweighted.

        A power is a mean square, summed over the channels.
        """
        lost = np.zeros(-(-(stop - start) // STEP))
        spans = list(self._spans(start, stop))
        for batch in (spans[at : at + BATCH] for at in range(0, len(spans), BATCH)):
            samples = np.concatenate([self.pcm.read(low, high) for low, high in batch])
            samples *= np.float32(self.gain)
            squares = np.square(samples) - np.square(samples * reduction(samples, self.ceiling))
            if squares.ndim > 1:
                squares = squares.sum(axis=1)
            steps, begins = _step_begins(batch, start)
            np.add.at(lost, steps, np.add.reduceat(squares, begins, dtype=np.float64))
        return lost[: (stop - start) // STEP] / STEP

    def _spans(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the runs of blocks that a peak above the ceiling can reach, cut to the range.

        Each begins and ends with a quiet block unless it was cut, so that spans laid end
        to end do not reach into one another.
        """
        first, last = max(0, start) // BLOCK, min(len(self.peaks), -(-stop // BLOCK))
        loud = np.flatnonzero(self.peaks[first:last] * self.gain > self.ceiling) + first
        if not loud.size:
            return
        breaks = np.flatnonzero(np.diff(loud) > 2) + 1  # noqa: PLR2004 - a neighbour each
        for run in np.split(loud, breaks):
            yield (
                max(start, (int(run[0]) - 1) * BLOCK),
                min(stop, (int(run[-1]) + 2) * BLOCK),
            )


def _step_begins(spans: list[tuple[int, int]], start: int) -> tuple[list[int], list[int]]:
    """Tell where, in `spans` laid end to end, which step from `start` begins or goes on."""
    steps: list[int] = []
    begins: list[int] = []
    laid = 0
    for low, high in spans:
        for step in range((low - start) // STEP, (high - 1 - start) // STEP + 1):
            steps.append(step)
            begins.append(laid + max(0, start + step * STEP - low))
        laid += high - low
    return steps, begins
