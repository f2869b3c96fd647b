"""Decide what of a sound airs and how loud it is turned.

The gain is solved, not guessed: a limiter lowers loudness, so more gain is asked for
until what is left after limiting meets the target.
"""

from dataclasses import dataclass

import numpy as np

from media.ffmpeg.commands import SAMPLE_RATE
from media.ffmpeg.limiter import Limiter
from media.ffmpeg.loudness import STEP, integrated, to_ratio
from media.ffmpeg.meter import BLOCK, Levels
from media.ffmpeg.pcm import Pcm
from media.ffmpeg.refusal import Code, Refused

SILENT_LUFS = -60.0
SOUNDING_LU = -30.0  # a block with a peak this far under the loudness is a pause
KEPT_BEFORE = SAMPLE_RATE // 5
KEPT_AFTER = SAMPLE_RATE * 2 // 5
LEAST_KEPT = SAMPLE_RATE // 2
LONG_SILENCE = 5 * SAMPLE_RATE
NEAR_LU = 0.2  # so near the target the next step is sure to meet it
MOST_ROUNDS = 8
LIKELY_RISE = 0.8  # LU per dB of gain, once the limiter is at work
LEAST_RISE = 0.2
MOST_EXTRA_DB = 12.0  # against limiting: sparse clicks never get as loud as speech


@dataclass(frozen=True, slots=True)
class Span:
    """Samples `start` to `stop` of the decoded sound."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Extent:
    """The span that airs, beginning on a step of the meter, and its long silences."""

    span: Span
    silences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """A gain, and the loudness that limiting takes back from it."""

    gain_db: float
    loss_lu: float


def require_audible(levels: Levels) -> float:
    """Return the integrated loudness, or raise `Refused` for what nobody would hear."""
    loudness = integrated(levels.energies)
    if loudness < SILENT_LUFS:
        facts = {"loudness_lufs": round(loudness, 2)} if np.isfinite(loudness) else {}
        raise Refused(Code.SILENT, facts)
    return loudness


def find_extent(levels: Levels, loudness: float) -> Extent:
    """Cut the silence before and after the sound, keeping a breath of each."""
    sounding = np.flatnonzero(levels.peaks > to_ratio(loudness + SOUNDING_LU))
    start = max(0, int(sounding[0]) * BLOCK - KEPT_BEFORE) // STEP * STEP
    stop = min(levels.samples, -(-(int(sounding[-1] + 1) * BLOCK + KEPT_AFTER) // STEP) * STEP)
    span = Span(start, stop) if stop - start >= LEAST_KEPT else Span(0, levels.samples)
    pauses = np.flatnonzero(np.diff(sounding) * BLOCK > LONG_SILENCE)
    silences = tuple(
        Span(int(sounding[pause] + 1) * BLOCK, int(sounding[pause + 1]) * BLOCK) for pause in pauses
    )
    return Extent(span, silences)


def solve_gain(
    pcm: Pcm, levels: Levels, span: Span, *, target_lufs: float, ceiling_db: float
) -> Gain:
    """Find the gain under which `span`, limited to `ceiling_db`, has the target loudness."""
    steps = slice(span.start // STEP, span.stop // STEP)
    energies, power = levels.energies[steps], levels.aired[steps]

    def reached_lufs(gain_db: float) -> float:
        gain = to_ratio(gain_db)
        lost = Limiter(pcm, levels.peaks, gain, to_ratio(ceiling_db)).lost(span.start, span.stop)
        # What is lost is taken to sound like the rest of its step.
        share = np.divide(lost, power * gain**2, out=np.zeros_like(lost), where=power > 0)
        return integrated(energies * gain**2 * (1 - share.clip(0, 1)))

    plain_db = gain_db = target_lufs - integrated(energies)
    most_db = plain_db + MOST_EXTRA_DB
    reached, rise = reached_lufs(gain_db), LIKELY_RISE
    for _ in range(MOST_ROUNDS):
        missed = target_lufs - reached
        tried_db, tried = gain_db, reached
        gain_db = min(gain_db + missed / rise, most_db)
        if abs(missed) < NEAR_LU or gain_db == most_db:
            break
        reached = reached_lufs(gain_db)
        rise = max(LEAST_RISE, (reached - tried) / (gain_db - tried_db))
    return Gain(gain_db, loss_lu=gain_db - plain_db)
