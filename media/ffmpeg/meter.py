"""Everything Loa measures of a sound, collected while it streams past once.

One grid holds it all: steps of 100 ms for power, blocks of 24 ms (one MP3 frame) for
shape. `GRID` samples are whole in both.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from media.ffmpeg.commands import SAMPLE_RATE
from media.ffmpeg.frames import FRAME_SAMPLES
from media.ffmpeg.loudness import STEP, Energies, KWeighting, mean_squares
from media.ffmpeg.pcm import Samples
from media.ffmpeg.refusal import Code, Refused
from media.ffmpeg.truepeak import TruePeak

BLOCK = FRAME_SAMPLES
GRID = math.lcm(STEP, BLOCK)
CLIPPED_AT = 0.999
# Beyond 120 dB over full scale it is not sound wrongly scaled but garbage.
MOST_SAMPLE = 1e6
# A power needs no more than every fifth sample.
THINNING = 5


class Use(StrEnum):
    """Which of two channels airs."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Levels:
    """What was measured of one sound; arrays run along its steps or its blocks.

    Powers are mean squares: `left` and `right` of the channels as given, `aired` of what
    will air. A sound of one channel has it on both sides; where two air, powers are summed
    over both and the rest is the furthest of either.
    """

    samples: int
    energies: Energies  # K-weighted power of the steps, as aired
    aired: Energies
    left: Energies
    right: Energies
    lows: Samples  # smallest and largest sample of the blocks, as aired
    highs: Samples
    true_peak: float
    clipped: int  # samples at full scale or beyond, of any channel
    largest: float  # of any channel

    @property
    def peaks(self) -> Samples:
        """Largest absolute sample of each block."""
        return np.maximum(self.highs, -self.lows)


class Meter:
    """Feed it contiguous chunks of `GRID` multiples; only the last may be ragged."""

    def __init__(self, use: Use = Use.BOTH) -> None:
        self._use = use
        self._weighting = KWeighting()
        self._true_peak = TruePeak()
        self._samples = 0
        self._clipped = 0
        self._largest = 0.0
        self._steps: list[tuple[Energies, ...]] = []
        self._blocks: list[tuple[Samples, Samples]] = []

    def push(self, channels: Samples) -> Samples:
        """Take the next chunk, (samples, 1 or 2), and return what airs of it.

        Raise `Refused` for samples that are no numbers, or none of this world.
        """
        with np.errstate(invalid="ignore"):
            largest = float(max(channels.max(), -channels.min()))
        if math.isnan(largest) or largest > MOST_SAMPLE:
            raise Refused(Code.BAD_SAMPLES, {"at_ms": self._bad_at(channels) * 1000 // SAMPLE_RATE})
        self._largest = max(self._largest, largest)
        if largest >= CLIPPED_AT:
            self._clipped += int(np.count_nonzero(np.abs(channels) >= CLIPPED_AT))
        mono = _mix(channels, self._use)
        power = mean_squares(mono)
        sides = _sides(channels) if channels.shape[1] > 1 else (power, power)
        self._steps.append((self._weighting.steps(mono), power, *sides))
        blocks = _blocks(mono)
        self._blocks.append((blocks.min(axis=1), blocks.max(axis=1)))
        self._true_peak.push(mono)
        self._samples += len(mono)
        return mono

    def _bad_at(self, channels: Samples) -> int:
        good = (np.abs(channels) <= MOST_SAMPLE).all(axis=1)
        return self._samples + int(good.argmin())

    def levels(self) -> Levels:
        """Return what was measured; at least one chunk must have been pushed."""
        energies, aired, left, right = map(np.concatenate, zip(*self._steps, strict=True))
        lows, highs = map(np.concatenate, zip(*self._blocks, strict=True))
        return Levels(
            samples=self._samples,
            energies=energies,
            aired=aired,
            left=left,
            right=right,
            lows=lows,
            highs=highs,
            true_peak=self._true_peak.finish(),
            clipped=self._clipped,
            largest=self._largest,
        )


class PairMeter:
    """Feed it as a `Meter`, of two channels that air as they are."""

    def __init__(self) -> None:
        self._sides = (Meter(), Meter())

    def push(self, channels: Samples) -> Samples:
        """Take the next chunk, (samples, 2), and return it."""
        for side, meter in enumerate(self._sides):
            meter.push(channels[:, side : side + 1])
        return channels

    def levels(self) -> Levels:
        left, right = (meter.levels() for meter in self._sides)
        return Levels(
            samples=left.samples,
            energies=left.energies + right.energies,
            aired=left.aired + right.aired,
            left=left.aired,
            right=right.aired,
            lows=np.minimum(left.lows, right.lows),
            highs=np.maximum(left.highs, right.highs),
            true_peak=max(left.true_peak, right.true_peak),
            clipped=left.clipped + right.clipped,
            largest=max(left.largest, right.largest),
        )


def _mix(channels: Samples, use: Use) -> Samples:
    if channels.shape[1] == 1 or use is Use.LEFT:
        return np.ascontiguousarray(channels[:, 0])
    if use is Use.RIGHT:
        return np.ascontiguousarray(channels[:, 1])
    return (channels[:, 0] + channels[:, 1]) * np.float32(0.5)


def _sides(channels: Samples) -> tuple[Energies, Energies]:
    thinned = channels[: len(channels) // STEP * STEP : THINNING]
    left, right = (
        mean_squares(np.ascontiguousarray(thinned[:, side]), STEP // THINNING) for side in (0, 1)
    )
    return left, right


def _blocks(mono: Samples) -> Samples:
    """Cut into blocks, the last one filled up with its own last sample."""
    missing = -len(mono) % BLOCK
    filled = np.pad(mono, (0, missing), mode="edge") if missing else mono
    return filled.reshape(-1, BLOCK)
