"""The shape of a sound for a player to draw, small enough to stand in a page."""

import numpy as np

from media.ffmpeg.pcm import Samples

MOST_POINTS = 1_800
FULL_SCALE = 127


def waveform(lows: Samples, highs: Samples) -> bytes:
    """Return the extremes of at most `MOST_POINTS` equal stretches of a sound.

    The format is pairs of signed bytes without a header: the lowest and the highest
    sample of one stretch, 127 being full scale. With n pairs, pair i covers the time from
    i/n to (i+1)/n of the sound, so a player needs only its duration. Values are rounded
    away from zero: whatever sounds can be seen.
    """
    points = min(MOST_POINTS, len(lows))
    starts = np.arange(points) * len(lows) // points
    pairs = np.stack(
        [
            np.floor(np.minimum.reduceat(lows, starts) * FULL_SCALE),
            np.ceil(np.maximum.reduceat(highs, starts) * FULL_SCALE),
        ],
        axis=1,
    )
    return pairs.clip(-FULL_SCALE, FULL_SCALE).astype(np.int8).tobytes()
