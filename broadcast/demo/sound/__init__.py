"""Sound for the demo, synthesised: nothing recorded, nothing borrowed.

Every function is a pure function of its arguments except `speech.speak` and
`opus.encode`, which run a program. Samples are mono float64 in -1..1 at `RATE`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

RATE: Final = 16_000
"""Samples a second: wideband, which is all a horn loudspeaker and this codec rate carry."""


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE))
