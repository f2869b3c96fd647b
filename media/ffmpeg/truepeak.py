"""True peak after ITU-R BS.1770-4 annex 2: the largest value between the samples, too.

Only blocks near the largest sample are oversampled. A signal can rise between its
samples, but not by `REACH` in anything people record, so the rest cannot hold the peak.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import fft

from media.ffmpeg.loudness import to_ratio
from media.ffmpeg.pcm import Samples

BLOCK = 192  # samples, 4 ms
CONTEXT = 32
OVERSAMPLING = 4
REACH = to_ratio(4.0)
BATCH = 256  # blocks oversampled at a time, about 3 MB
_EDGE = np.hanning(CONTEXT + 2)[1 : CONTEXT // 2 + 1].astype(np.float32)


class TruePeak:
    """The true peak so far of contiguous chunks of any length."""

    def __init__(self) -> None:
        self.peak = 0.0
        self._known = np.zeros(CONTEXT, np.float32)

    def push(self, samples: Samples) -> None:
        """Take the next chunk; its end waits for what follows it."""
        known = np.concatenate([self._known, samples])
        whole = (len(known) - 2 * CONTEXT) // BLOCK
        if whole > 0:
            self._search(known[: whole * BLOCK + 2 * CONTEXT], whole)
            known = known[whole * BLOCK :].copy()
        self._known = known

    def finish(self) -> float:
        """Return the peak of everything pushed; no more may follow."""
        self.push(np.zeros(BLOCK + CONTEXT, np.float32))
        return self.peak

    def _search(self, known: Samples, whole: int) -> None:
        inner = known[CONTEXT:-CONTEXT].reshape(whole, BLOCK)
        largest = np.maximum(inner.max(axis=1), -inner.min(axis=1))
        self.peak = max(self.peak, float(largest.max()))
        near = np.flatnonzero(largest * REACH > self.peak)
        loudest_first = near[np.argsort(-largest[near], kind="stable")]
        spans = sliding_window_view(known, BLOCK + 2 * CONTEXT)[::BLOCK]
        for start in range(0, len(loudest_first), BATCH):
            chosen = loudest_first[start : start + BATCH]
            chosen = chosen[largest[chosen] * REACH > self.peak]
            if chosen.size:
                self.peak = max(self.peak, _between(spans[chosen]))


def _between(blocks: Samples) -> float:
    """Return the largest value of `blocks` oversampled, their context not counted.

    The context fades in and out, for the transform takes each block as a period.
    """
    blocks[:, : len(_EDGE)] *= _EDGE
    blocks[:, -len(_EDGE) :] *= _EDGE[::-1]
    length = blocks.shape[1]
    finer = fft.irfft(fft.rfft(blocks), OVERSAMPLING * length) * OVERSAMPLING
    inner = finer[:, CONTEXT * OVERSAMPLING : -CONTEXT * OVERSAMPLING]
    return float(max(inner.max(), -inner.min()))
