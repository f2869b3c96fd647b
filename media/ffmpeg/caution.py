"""What a person should hear of a file that was taken all the same."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from media.ffmpeg.decode import Decoded, duration_of
from media.ffmpeg.encode import EDGE
from media.ffmpeg.level import Extent, Gain
from media.ffmpeg.loudness import to_ratio
from media.ffmpeg.meter import Levels, Use
from media.ffmpeg.probe import Probe
from media.ffmpeg.refusal import Caution, Warned
from media.ffmpeg.target import Heard, Level

MILLISECOND = timedelta(milliseconds=1)
LEAST_APART = timedelta(milliseconds=500)  # encoders pad the shortest files by 2 % and more
MOST_APART = timedelta(seconds=2)
MOST_APART_SHARE = 0.02
MOST_COMPLAINTS = 4  # a file cut from a stream begins with a few
LEAST_CANCELLED = timedelta(seconds=1)
ONE_SIDED = to_ratio(-20) ** 2
LEAST_CLIPPED = 10
CLIPPED_ONE_IN = 100_000
WIDE_LU = 15.0  # lost on a horn
FAINT_GAIN_DB = 20.0
HARD_LU = 1.0


def of_source(
    found: Probe, sound: Decoded, range_lu: float, *, evened_out: bool
) -> Iterator[Caution]:
    """Yield what is wrong with the upload itself, and that it was evened out."""
    yield from _length(found.claimed_duration, duration_of(sound.levels.samples))
    if sound.complaints > MOST_COMPLAINTS:
        yield Caution(Warned.DECODE_ERRORS, {"count": sound.complaints})
    cancelled_ms = sound.cancelled // MILLISECOND
    if sound.use is not Use.BOTH:
        yield Caution(Warned.INVERTED_STEREO, {"duration_ms": cancelled_ms, "used": str(sound.use)})
    elif sound.cancelled >= LEAST_CANCELLED:
        yield Caution(Warned.INVERTED_PASSAGE, {"duration_ms": cancelled_ms})
    else:
        yield from _sides(sound.levels)
    clipped = sound.levels.clipped
    if clipped > LEAST_CLIPPED and clipped * CLIPPED_ONE_IN > sound.levels.samples:
        yield Caution(Warned.CLIPPED, {"samples": clipped})
    if evened_out:
        yield Caution(Warned.EVENED_OUT, {"range_lu": round(range_lu, 1)})
    if range_lu > WIDE_LU:
        yield Caution(Warned.WIDE_RANGE, {"range_lu": round(range_lu, 1)})


def of_rendition(extent: Extent, gain: Gain, loudness_lufs: float) -> Iterator[Caution]:
    """Yield what will be heard in the rendition, whether or not the upload was meant so."""
    if extent.silences:
        first = extent.silences[0].start - extent.span.start + EDGE
        longest = max(pause.stop - pause.start for pause in extent.silences)
        yield Caution(
            Warned.LONG_SILENCE,
            {
                "count": len(extent.silences),
                "longest_ms": duration_of(longest) // MILLISECOND,
                "first_at_ms": duration_of(first) // MILLISECOND,
            },
        )
    if gain.gain_db > FAINT_GAIN_DB:
        yield Caution(
            Warned.FAINT,
            {"loudness_lufs": round(loudness_lufs, 2), "gain_db": round(gain.gain_db, 1)},
        )
    if gain.loss_lu > HARD_LU:
        yield Caution(Warned.LIMITED_HARD, {"loss_lu": round(gain.loss_lu, 1)})


def of_level(level: Level, heard: Heard) -> Iterator[Caution]:
    """Yield that what was made is still too soft, too loud or too high."""
    if not level.met_by(heard):
        facts = {
            "loudness_lufs": heard.loudness_lufs,
            "true_peak_dbtp": round(heard.true_peak_dbtp, 2),
        }
        yield Caution(Warned.OFF_TARGET, facts)


def _length(claimed: timedelta | None, decoded: timedelta) -> Iterator[Caution]:
    if claimed is None:
        return
    apart = abs(claimed - decoded)
    if apart > min(MOST_APART, max(LEAST_APART, MOST_APART_SHARE * decoded)):
        yield Caution(
            Warned.LENGTH_DISAGREES,
            {"claimed_ms": claimed // MILLISECOND, "decoded_ms": decoded // MILLISECOND},
        )


def _sides(levels: Levels) -> Iterator[Caution]:
    left, right = float(np.sum(levels.left)), float(np.sum(levels.right))
    if min(left, right) < ONE_SIDED * max(left, right):
        yield Caution(Warned.ONE_SIDED, {"side": str(Use.LEFT if left > right else Use.RIGHT)})
