"""The shape of a sound as one SVG path, drawn where there is no script to draw it."""

from __future__ import annotations

import struct

from media.ffmpeg.waveform import FULL_SCALE

WIDTH = 400
HEIGHT = 100


def waveform_path(peaks: bytes) -> str:
    """Return the path of `peaks` (see `media.ffmpeg.waveform`) in a WIDTH × HEIGHT box.

    The sound fills the whole width; the highest point of the whole sound fills the
    height, so that quiet speech can be read too. Without peaks there is no path.
    """
    pairs = list(struct.iter_unpack("bb", peaks))
    columns = min(WIDTH, len(pairs))
    if not columns:
        return ""
    stretches = [
        pairs[column * len(pairs) // columns : (column + 1) * len(pairs) // columns]
        for column in range(columns)
    ]
    lows = [min(low for low, _high in stretch) for stretch in stretches]
    highs = [max(high for _low, high in stretch) for stretch in stretches]
    largest = max(1, *(-low for low in lows), *highs)
    scale = HEIGHT / 2 / min(largest, FULL_SCALE)
    step = WIDTH / columns
    upper = [
        f"{column * step:g},{HEIGHT / 2 - high * scale:.0f}" for column, high in enumerate(highs)
    ]
    lower = [f"{column * step:g},{HEIGHT / 2 - low * scale:.0f}" for column, low in enumerate(lows)]
    return f"M{' '.join(upper)} L{' '.join(reversed(lower))}Z"
