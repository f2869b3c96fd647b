"""Turn decoded samples into house frames: gain, limiter, fades, silence, MP3.

ffmpeg gets samples and returns frames through pipes and writes no file itself, for a
killed ffmpeg leaves one that looks whole. The frames are hashed and looked at on their
way to the disk.
"""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

import numpy as np

from media.ffmpeg.commands import SAMPLE_RATE, encode_argv
from media.ffmpeg.decode import CHUNK, Tell, duration_of
from media.ffmpeg.frames import FRAME_SAMPLES, FrameCheck
from media.ffmpeg.level import Span
from media.ffmpeg.limiter import Limiter
from media.ffmpeg.pcm import Samples, needs_space, to_s16
from media.ffmpeg.refusal import Unsound
from media.ffmpeg.runner import blameless
from media.ffmpeg.sandbox import Limits

FADE_IN = SAMPLE_RATE // 100
FADE_OUT = SAMPLE_RATE * 3 // 100
EDGE = 2 * FRAME_SAMPLES  # silence on either side of the sound: 48 ms at least
# The encoder and the decoder delay the sound by this much; so much of EDGE comes by itself.
CODEC_DELAY = 1_105


@dataclass(frozen=True, slots=True)
class Encoded:
    """A rendition as written, not yet synced."""

    sha256: str
    size_bytes: int
    frames: int


def own_limits(duration: timedelta) -> Limits:
    """Allow some twenty times the CPU LAME needs, and a machine four times as busy."""
    cpu = timedelta(seconds=60) + duration / 10
    return Limits(cpu=cpu, wall=4 * cpu)


def encode(
    limiter: Limiter, span: Span, *, bitrate_kbps: int, to: IO[bytes], tell: Tell
) -> Encoded:
    """Write `span` as house frames to `to`, replacing what it held.

    The sound begins exactly `EDGE` samples into the decoded file. Raise `Unsound` if the
    encoder made other frames than asked for, `NoSpace` if the disk is full.
    """
    digest, check = hashlib.sha256(), FrameCheck(bitrate_kbps)
    to.seek(0)
    to.truncate()
    pieces = mp3_frames(
        _with_edges(limiter, span, tell),
        bitrate_kbps=bitrate_kbps,
        limits=own_limits(duration_of(span.stop - span.start)),
    )
    with closing(pieces), needs_space():
        for piece in pieces:
            check.push(piece)
            digest.update(piece)
            to.write(piece)
        to.flush()
    frames, due = check.finish(), frames_of(span)
    if frames != due:
        raise Unsound(f"{frames} frames where {due} were due")
    return Encoded(digest.hexdigest(), to.tell(), frames)


def frames_of(span: Span) -> int:
    return -(-(span.stop - span.start) // FRAME_SAMPLES) + 2 * EDGE // FRAME_SAMPLES


def mp3_frames(
    chunks: Iterable[Samples], *, bitrate_kbps: int, limits: Limits
) -> Generator[bytes, None, None]:
    """Yield the encoded `chunks` piece by piece; close it, or the encoder runs on."""
    with blameless(encode_argv(bitrate_kbps=bitrate_kbps), limits) as program:
        for chunk in chunks:
            yield program.exchange(to_s16(chunk))
        yield program.finish()


def _with_edges(limiter: Limiter, span: Span, tell: Tell) -> Iterator[Samples]:
    length = span.stop - span.start
    yield np.zeros(EDGE - CODEC_DELAY, np.float32)
    for start in range(span.start, span.stop, CHUNK):
        tell(start - span.start, length)
        samples = limiter.read(start, min(start + CHUNK, span.stop))
        yield _faded(samples, start - span.start, length)
    # What the encoder holds back comes out as one frame more.
    fed = (frames_of(span) - 1) * FRAME_SAMPLES
    yield np.zeros(fed - (EDGE - CODEC_DELAY) - length, np.float32)


def _faded(samples: Samples, offset: int, length: int) -> Samples:
    """Fade the parts of `samples` that lie at the edges of a sound of `length`."""
    stop = offset + len(samples)
    if offset >= FADE_IN and stop <= length - FADE_OUT:
        return samples
    position = np.arange(offset, stop, dtype=np.float32)
    rising, falling = position / FADE_IN, (length - position) / FADE_OUT
    faded: Samples = samples * np.minimum(rising, falling).clip(0, 1)
    return faded
