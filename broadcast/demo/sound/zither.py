"""Plucked-string music in five tones, in the manner of the đàn tranh.

A pluck is Karplus and Strong's string: a burst of noise in a delay line that is
averaged each time round.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.signal import lfilter

from broadcast.demo.sound import RATE, Samples, silence

_OPEN_STRINGS: Final = tuple(
    196.0 * 2 ** (octave + step / 12) for octave in (0, 1) for step in (0, 2, 5, 7, 9)
)
_BEAT: Final = 0.42
_RELEASE: Final = 1.6


def pluck(hertz: float, seconds: float, rng: np.random.Generator) -> Samples:
    """Pluck one string."""
    period = round(RATE / hertz)
    burst = np.zeros(round(seconds * RATE))
    plucked = rng.uniform(-1, 1, period)
    # The loop holds a constant best of all, and a loudspeaker has no use for one.
    burst[:period] = plucked - np.mean(plucked)
    feedback = np.zeros(period + 2)
    feedback[0] = 1
    feedback[period : period + 2] = -0.4975
    string = np.asarray(lfilter([1.0], feedback, burst))
    string *= np.exp(-np.arange(string.size) / (0.55 * RATE))
    return np.asarray(string / np.max(np.abs(string)))


def melody(seconds: float, rng: np.random.Generator) -> Samples:
    """Play a calm tune of just `seconds`, faded in and out.

    The tune walks by small steps, rests now and then, comes home to the lowest string
    every eight beats, and rolls three strings there.
    """
    tune = silence(seconds + _RELEASE)
    place, beat = 5, 0
    while beat * _BEAT < seconds - 1:
        at = beat * _BEAT
        if beat % 8 == 0:
            place = 5
            for nth, string in enumerate((0, 3, 5)):
                _lay(tune, pluck(_OPEN_STRINGS[string], _RELEASE, rng), at + 0.06 * nth, 0.5)
        elif rng.random() < 0.8:  # noqa: PLR2004 - one beat in five rests
            place = int(np.clip(place + rng.integers(-2, 3), 1, len(_OPEN_STRINGS) - 1))
            _lay(tune, pluck(_OPEN_STRINGS[place], _RELEASE, rng), at, 0.7)
        beat += 1
    return _faded(tune[: round(seconds * RATE)])


def _lay(tune: Samples, note: Samples, at: float, level: float) -> None:
    start = round(at * RATE)
    room = tune[start : start + note.size]
    room += level * note[: room.size]


def _faded(tune: Samples) -> Samples:
    tune *= 0.5 / np.max(np.abs(tune))
    fade = np.linspace(0, 1, min(RATE, tune.size // 2))
    tune[: fade.size // 8] *= np.linspace(0, 1, fade.size // 8)
    tune[tune.size - fade.size :] *= fade[::-1]
    return tune
