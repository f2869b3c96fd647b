"""Decode an upload once, measuring it and keeping what will air.

Two things show only when all is decoded: that the channels cancel out when summed, and
that the sound is scaled far off. Then, and only then, it is decoded a second time with
that known.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np

from media.ffmpeg.commands import SAMPLE_RATE, decode_argv
from media.ffmpeg.loudness import STEP, to_ratio
from media.ffmpeg.meter import GRID, Levels, Meter, Use
from media.ffmpeg.pcm import HEADROOM, Pcm, Samples
from media.ffmpeg.probe import Bounds, Probe, verdict
from media.ffmpeg.refusal import Code, Refused
from media.ffmpeg.runner import Exhausted, Failed, Program, started
from media.ffmpeg.sandbox import Limits
from media.ffmpeg.treatment import PLAIN, Treatment

CHUNK = 4 * GRID  # samples: 2.4 s, small enough for the allocator to use again
OVERTIME = timedelta(seconds=1)  # decoded beyond the longest, so that it shows
SOUNDING = to_ratio(-60) ** 2
CANCELLED = to_ratio(-12) ** 2
FITTING = (to_ratio(-40), HEADROOM * 0.99)  # peaks that 16 bits at half scale hold well
FLOAT_BYTES = 4
THINNEST_BPS = 4_000  # nothing real is coded thinner, so a size bounds a length
USUAL_BPS = 24_000  # a guess for files that claim no length: browsers record without one

Tell: TypeAlias = Callable[[float, float], None]


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded sound: its samples, its levels and what the decoder thought of the file."""

    pcm: Pcm
    levels: Levels
    use: Use
    cancelled: timedelta  # how long the channels cancelled out when summed
    complaints: int  # lines the decoder printed


def expected_duration(found: Probe, *, bounds: Bounds) -> timedelta:
    """Guess the decoded length from the claim and the size; a guess, for planning only."""
    bits = found.size_bytes * 8
    seconds = bits / USUAL_BPS
    if found.claimed_duration is not None:
        seconds = min(bits / THINNEST_BPS, found.claimed_duration.total_seconds())
    return timedelta(seconds=min(bounds.longest.total_seconds(), seconds))


def duration_of(samples: int) -> timedelta:
    return timedelta(seconds=samples / SAMPLE_RATE)


def decode_limits(expected: timedelta) -> Limits:
    """Allow some thirty times the CPU of an ordinary decode, and a machine four times as busy."""
    cpu = timedelta(seconds=60) + expected / 20
    return Limits(cpu=cpu, wall=4 * cpu)


@contextmanager
def decoded(
    source: Path,
    *,
    found: Probe,
    workdir: Path,
    bounds: Bounds,
    tell: Tell,
    treatment: Treatment = PLAIN,
) -> Iterator[Decoded]:
    """Hold the decoded sound of `source`, treated, for the length of the block.

    Raise `Refused`, `Interrupted` or, if `source` cannot be read, `OSError`.
    """
    source.open("rb").close()  # if it has gone, the file is not at fault
    channels = min(2, found.sound.channels) if found.sound else 0
    expected = expected_duration(found, bounds=bounds)

    def decode(pcm: Pcm, use: Use) -> tuple[Levels, int]:
        argv = decode_argv(
            source,
            layout=("mono", "stereo")[channels - 1],
            sample_format="flt",
            longest=bounds.longest + OVERTIME,
            most_pixels=bounds.most_pixels,
            treatment=treatment,
        )
        with judged(argv, decode_limits(expected)) as program:
            meter = Meter(use)
            for chunk in chunks(program, channels):
                pcm.append(meter.push(chunk))
                _require_not_longer(pcm.samples, bounds)
                tell(pcm.samples / SAMPLE_RATE, treatment.left_of(expected).total_seconds())
            program.finish()
        _require_not_shorter(pcm.samples, bounds)
        return meter.levels(), program.said.count("\n")

    with ExitStack() as held:
        pcm = held.enter_context(Pcm(workdir))
        levels, complaints = decode(pcm, Use.BOTH)
        cancelled = _cancelled(levels)
        use, scale = _preparation(levels, cancelled)
        if use is not Use.BOTH or scale != 1.0:
            held.close()
            pcm = held.enter_context(Pcm(workdir, scale=scale))
            levels, complaints = decode(pcm, use)
        yield Decoded(pcm, levels, use, duration_of(int(cancelled.sum()) * STEP), complaints)


@contextmanager
def judged(argv: list[str], limits: Limits) -> Iterator[Program]:
    """Run a decoder over an upload; what it will not or cannot take is `Refused`."""
    try:
        with started(argv, limits) as program:
            yield program
    except Exhausted as exhausted:
        raise Refused(Code.TOO_HEAVY) from exhausted
    except Failed as failed:
        raise Refused(verdict(failed)) from failed


def chunks(program: Program, channels: int) -> Iterator[Samples]:
    """Yield (samples, channels), whole on the meter's grid but for the last.

    Each chunk is overwritten by the next.
    """
    buffer = bytearray(CHUNK * channels * FLOAT_BYTES)
    samples = np.frombuffer(buffer, "<f4").reshape(CHUNK, channels)
    while read := program.read_into(memoryview(buffer)) // (channels * FLOAT_BYTES):
        yield samples[:read]


def _require_not_longer(samples: int, bounds: Bounds) -> None:
    if duration_of(samples) > bounds.longest:
        most_ms = bounds.longest // timedelta(milliseconds=1)
        raise Refused(Code.TOO_LONG, {"most_ms": most_ms})


def _require_not_shorter(samples: int, bounds: Bounds) -> None:
    if not samples:  # ffmpeg can end well and hand over nothing
        raise Refused(Code.BROKEN)
    if duration_of(samples) < bounds.shortest:
        millisecond = timedelta(milliseconds=1)
        raise Refused(
            Code.TOO_SHORT,
            {
                "duration_ms": duration_of(samples) // millisecond,
                "least_ms": bounds.shortest // millisecond,
            },
        )


def _cancelled(levels: Levels) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Tell the steps in which one channel inverts the other."""
    louder = np.maximum(levels.left, levels.right)
    return (louder > SOUNDING) & (levels.aired < louder * CANCELLED)


def _preparation(
    levels: Levels, cancelled: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> tuple[Use, float]:
    """Decide from a first decode which channel airs and at what scale it is kept."""
    use, peak = Use.BOTH, float(levels.peaks.max())
    sounding = np.maximum(levels.left, levels.right) > SOUNDING
    if cancelled.sum() * 2 > sounding.sum():
        use = Use.LEFT if levels.left.sum() >= levels.right.sum() else Use.RIGHT
        peak = levels.largest
    return use, fitting_scale(peak)


def fitting_scale(peak: float) -> float:
    """Return the scale at which a sound is kept so that 16 bits hold it well."""
    least, most = FITTING
    return 1.0 if least <= peak <= most or not peak else peak / HEADROOM
