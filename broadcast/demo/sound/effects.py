"""The sounds a script may ask for, each a few lines of noise and tones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.signal import lfilter

from broadcast.demo.sound import RATE, Samples, silence
from broadcast.demo.sound.zither import melody
from broadcast.demo.works.screenplay import Effect

if TYPE_CHECKING:
    from collections.abc import Callable

_Rng = np.random.Generator


def effect(name: Effect, rng: _Rng) -> Samples:
    """Make one sound; it begins and ends in silence, its peak below -6 dB."""
    made = _EFFECTS[name](rng)
    edge = np.linspace(0, 1, RATE // 20)
    made[: edge.size] *= edge
    made[made.size - edge.size :] *= edge[::-1]
    return np.asarray(made * (_LEVELS.get(name, 0.3) / np.max(np.abs(made))))


def _time(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE)) / RATE


def _noise(seconds: float, rng: _Rng, smoothing: float) -> Samples:
    """Noise through a one-pole low-pass; the nearer `smoothing` is to 1, the darker."""
    white = rng.standard_normal(round(seconds * RATE))
    return np.asarray(lfilter([1 - smoothing], [1, -smoothing], white))


def _strokes(times: tuple[float, ...], stroke: Samples, tail: float = 0.5) -> Samples:
    strokes = silence(times[-1] + stroke.size / RATE + tail)
    for at in times:
        start = round(at * RATE)
        strokes[start : start + stroke.size] += stroke
    return strokes


def _tone(seconds: float, hertz: float, decay: float) -> Samples:
    time = _time(seconds)
    return np.asarray(np.sin(2 * np.pi * hertz * time) * np.exp(-time / decay))


def _zither(rng: _Rng) -> Samples:
    return melody(7, rng)


def _knock(rng: _Rng) -> Samples:
    knuckle = _tone(0.15, 190, 0.03) + 0.4 * _noise(0.15, rng, 0.6) * np.exp(-_time(0.15) / 0.01)
    return _strokes((0.1, 0.4, 0.7), knuckle)


def _rain(rng: _Rng) -> Samples:
    drops = silence(5)
    drops[rng.integers(0, drops.size, 700)] = rng.uniform(0.2, 1, 700)
    return np.asarray(_noise(5, rng, 0.3) + 4 * lfilter([1.0], [1, -0.7], drops))


def _thunder(rng: _Rng) -> Samples:
    time = _time(4)
    roll = 1 + 0.6 * np.sin(2 * np.pi * 1.7 * time) * np.sin(2 * np.pi * 0.6 * time)
    return np.asarray(_noise(4, rng, 0.985) * np.exp(-time / 1.3) * roll)


def _motorbike(rng: _Rng) -> Samples:
    time = _time(4)
    hertz = 34 + 22 * np.exp(-(((time - 1.5) / 0.9) ** 2))
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    engine = np.sum([np.sin(phase * harmonic) / harmonic for harmonic in range(1, 9)], axis=0)
    return np.asarray((engine + 0.3 * _noise(4, rng, 0.8)) * np.sin(np.pi * time / 4))


def _school_drum(rng: _Rng) -> Samples:
    beat = _tone(0.6, 95, 0.16) + 0.3 * _noise(0.6, rng, 0.9) * np.exp(-_time(0.6) / 0.02)
    return _strokes((0.1, 0.9, 1.5, 1.9, 2.2), beat)


def _bell(hertz: float) -> Samples:
    return _tone(0.9, hertz, 0.25) + 0.5 * _tone(0.9, hertz * 2.76, 0.12)


def _sheep_bell(rng: _Rng) -> Samples:
    at = tuple(np.sort(rng.uniform(0, 2.6, 7)).tolist())
    return _strokes(at, _bell(830)) + 0.2 * _strokes(at, np.roll(_bell(990), 900))


def _waves(rng: _Rng) -> Samples:
    time = _time(6)
    swell = 0.25 + np.sin(np.pi * time / 3) ** 4
    return np.asarray(_noise(6, rng, 0.75) * swell)


def _crickets(rng: _Rng) -> Samples:
    time = _time(4)
    chirp = np.sin(2 * np.pi * 4100 * time) * (np.sin(2 * np.pi * 28 * time) > 0)
    phrases = np.sin(2 * np.pi * 1.3 * time + rng.uniform(0, np.pi)) > 0
    return np.asarray(lfilter([0.1], [1, -0.9], phrases.astype(float)) * chirp)


def _footsteps(rng: _Rng) -> Samples:
    step = _noise(0.12, rng, 0.85) * np.exp(-_time(0.12) / 0.03)
    return _strokes((0.1, 0.65, 1.2, 1.75, 2.3), step, tail=0.3)


def _phone(_: _Rng) -> Samples:
    ring = 0.5 * (_tone(0.8, 1320, 9) + _tone(0.8, 1660, 9)) * (np.sin(125 * _time(0.8)) > 0)
    return _strokes((0.1, 1.3), ring, tail=0.3)


def _chime(_: _Rng) -> Samples:
    chime = silence(2.6)
    for nth, hertz in enumerate((523.3, 659.3, 784.0, 1046.5)):
        start = round(nth * 0.38 * RATE)
        note = _tone(1.4, hertz, 0.5)
        chime[start : start + note.size] += note
    return chime


def _rooster(_: _Rng) -> Samples:
    time = _time(1.9)
    at, hertz = (0, 0.2, 0.35, 0.6, 1.2, 1.9), (420, 640, 560, 880, 760, 430)
    phase = 2 * np.pi * np.cumsum(np.interp(time, at, hertz)) / RATE
    crow = np.sum([np.sin(phase * harmonic) / harmonic for harmonic in (1, 2, 3, 4)], axis=0)
    return np.asarray(crow * np.interp(time, (0, 0.05, 0.3, 0.36, 1.5, 1.9), (0, 1, 1, 0.7, 1, 0)))


def _water(rng: _Rng) -> Samples:
    time = _time(4)
    gurgle = np.sin(2 * np.pi * (300 + 180 * np.sin(2 * np.pi * 5.3 * time)) * time)
    return np.asarray(_noise(4, rng, 0.5) + 0.15 * gurgle * (1 + np.sin(2 * np.pi * 2.1 * time)))


def _loom(rng: _Rng) -> Samples:
    clack = _tone(0.12, 320, 0.02) + 0.5 * _noise(0.12, rng, 0.5) * np.exp(-_time(0.12) / 0.008)
    return _strokes((0.1, 0.32, 0.9, 1.12, 1.7, 1.92, 2.5, 2.72), clack, tail=0.3)


_EFFECTS: Final[dict[Effect, Callable[[_Rng], Samples]]] = {
    Effect.ZITHER: _zither,
    Effect.KNOCK: _knock,
    Effect.RAIN: _rain,
    Effect.THUNDER: _thunder,
    Effect.MOTORBIKE: _motorbike,
    Effect.SCHOOL_DRUM: _school_drum,
    Effect.SHEEP_BELL: _sheep_bell,
    Effect.WAVES: _waves,
    Effect.CRICKETS: _crickets,
    Effect.FOOTSTEPS: _footsteps,
    Effect.PHONE: _phone,
    Effect.CHIME: _chime,
    Effect.ROOSTER: _rooster,
    Effect.WATER: _water,
    Effect.LOOM: _loom,
}
# Below speech: noise that goes on must not drown the line that follows it.
_LEVELS: Final = {Effect.CRICKETS: 0.08, Effect.ROOSTER: 0.2, Effect.ZITHER: 0.4}
