"""Invented sounds, the same at every run, and their way into any file format."""

import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.io import wavfile
from scipy.signal import lfilter

RATE = 48_000
Wave = NDArray[np.float64]


def tone(seconds: float, *, hertz: float = 997, decibels: float = -20) -> Wave:
    time = np.arange(round(seconds * RATE)) / RATE
    return 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * time)


def silence(seconds: float) -> Wave:
    return np.zeros(round(seconds * RATE))


def noise(seconds: float, *, decibels: float = -20, seed: int = 1) -> Wave:
    """White noise: half of it lies above what a small MP3 keeps."""
    return 10 ** (decibels / 20) * np.random.default_rng(seed).uniform(-1, 1, round(seconds * RATE))


def speech(seconds: float, *, seed: int = 1) -> Wave:
    """Glottal pulses through three formants, in syllables with pauses: spiky, like a voice."""
    random = np.random.default_rng(seed)
    length = round(seconds * RATE)
    pitch = 120 + 25 * np.sin(np.arange(length) * (2 * np.pi * 0.7 / RATE))
    pulses = np.diff(np.floor(np.cumsum(pitch) / RATE), prepend=0)
    voice = np.zeros(length)
    for formant, width in ((600, 80), (1_300, 100), (2_600, 140)):
        pole = np.exp(-np.pi * width / RATE)
        turn = 2 * pole * np.cos(2 * np.pi * formant / RATE)
        voice += lfilter([1 - pole], [1, -turn, pole * pole], pulses)
    syllables = np.repeat(random.uniform(0.1, 1, length // 9_600 + 1), 9_600)[:length]
    syllables *= np.repeat(random.random(length // 48_000 + 1) > 0.15, 48_000)[:length]
    voice *= lfilter([0.002], [1, -0.998], syllables)
    half_scale: Wave = voice * 0.5 / np.abs(voice).max()
    return half_scale


def music(seconds: float, *, seed: int = 1) -> Wave:
    """Plucked strings on two channels, (samples, 2)."""
    random = np.random.default_rng(seed)
    both = np.zeros((round(seconds * RATE), 2))
    for start in range(0, len(both), RATE // 4):
        period = round(RATE / random.choice([98, 147, 196, 294, 392]))
        string = random.uniform(-1, 1, min(RATE, len(both) - start) + period + 1)
        for turn in range(period + 1, len(string), period):
            last = string[turn - period - 1 : turn]
            part = string[turn : turn + period]
            part[:] = 0.495 * (last[1:] + last[:-1])[: len(part)]
        string = string[period + 1 :] * np.linspace(1, 0, len(string) - period - 1)
        side = random.uniform(0.2, 0.8)
        both[start : start + len(string)] += string[:, np.newaxis] * [side, 1 - side]
    nearly_full: Wave = both * 0.7 / np.abs(both).max()
    return nearly_full


def write_wav(path: Path, wave: Wave, *, rate: int = RATE) -> Path:
    """Write 32-bit float, which holds anything, a number or not."""
    wavfile.write(path, rate, wave.astype(np.float32))
    return path


def convert(source: Path, target: Path, *options: str) -> Path:
    """Let ffmpeg make `target` of `source`."""
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-i", source, *options, target],
        check=True,
        timeout=60,
    )
    return target


def listen(path: Path) -> Wave:
    """Decode to mono at 48 kHz, without any of our own code."""
    raw = ("-f", "f32le", "-ac", "1", "-ar", str(RATE), "pipe:1")
    decoded = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-i", path, *raw],
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout
    return np.frombuffer(decoded, "<f4").astype(np.float64)


def convert_nothing(target: Path, *options: str) -> Path:
    """Let ffmpeg make `target` of nothing but its options."""
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", *options, target],
        check=True,
        timeout=60,
    )
    return target


def run_bare(argv: list[str]) -> None:
    """Run a program as anybody would, with none of our guards."""
    subprocess.run(argv, check=True, capture_output=True, timeout=60)
