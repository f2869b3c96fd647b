"""Decode a rendition again and measure what listeners will get.

The loudness comes from ffmpeg's own meter, which knows nothing of ours; true peak and
waveform are taken from the decoded samples.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

import numpy as np

from media.ffmpeg.commands import R128_KEY, check_argv
from media.ffmpeg.decode import Tell, duration_of
from media.ffmpeg.encode import own_limits
from media.ffmpeg.frames import FRAME_SAMPLES
from media.ffmpeg.loudness import to_db
from media.ffmpeg.pcm import Samples
from media.ffmpeg.refusal import Unsound
from media.ffmpeg.runner import Program, blameless
from media.ffmpeg.truepeak import TruePeak

FRAME_BYTES = FRAME_SAMPLES * 4  # decoded
RAW_BYTES = 256 * FRAME_BYTES  # 6 s
PIECE_BYTES = 48_000  # of MP3: as much, at 64 kbit/s
R128_READING = re.compile(re.escape(R128_KEY) + r"=(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """A decoded rendition; `lows` and `highs` are the extremes of its frames."""

    loudness_lufs: float
    true_peak_dbtp: float
    lows: Samples
    highs: Samples


def check(rendition: IO[bytes], *, frames: int, tell: Tell) -> Checked:
    """Decode the `frames` of `rendition`; raise `Unsound` if they decode to another length."""
    rendition.seek(0)
    true_peak = TruePeak()
    extremes: list[tuple[Samples, Samples]] = []
    decoded = 0
    with blameless(check_argv(), own_limits(duration_of(frames * FRAME_SAMPLES))) as program:
        for chunk in _frames(_raw(program, rendition)):
            true_peak.push(chunk)
            shaped = chunk.reshape(-1, FRAME_SAMPLES)
            extremes.append((shaped.min(axis=1), shaped.max(axis=1)))
            decoded += len(shaped)
            tell(decoded, frames)
    readings = R128_READING.findall(program.said)
    if decoded != frames or not readings:
        raise Unsound(f"{frames} frames decode to {decoded}")
    lows, highs = map(np.concatenate, zip(*extremes, strict=True))
    return Checked(float(readings[-1]), to_db(true_peak.finish()), lows, highs)


def _raw(program: Program, rendition: IO[bytes]) -> Iterator[bytes]:
    """Feed `rendition` to `program` and yield what comes back."""
    while piece := rendition.read(PIECE_BYTES):
        yield program.exchange(piece)
    program.end_input()
    while piece := program.read(RAW_BYTES):
        yield piece
    program.finish()


def _frames(raw: Iterator[bytes]) -> Iterator[Samples]:
    """Yield the samples in `raw`, whole frames at a time."""
    part = b""
    for piece in raw:
        part += piece
        if whole := len(part) // FRAME_BYTES * FRAME_BYTES:
            yield np.frombuffer(part, "<f4", whole // 4)
            part = part[whole:]
    if part:
        raise Unsound("the last frame decodes to a part of one")
