"""Decode one short clip to WAV, for editing in memory."""

import os
import wave
from datetime import timedelta
from pathlib import Path

from media.ffmpeg.commands import SAMPLE_RATE, decode_argv
from media.ffmpeg.decode import decode_limits, judged
from media.ffmpeg.pcm import SAMPLE_BYTES, needs_space
from media.ffmpeg.probe import BOUNDS, Bounds, probe
from media.ffmpeg.refusal import Code, Refused

MOST = timedelta(minutes=10)  # it is held in memory: 58 MB


def decode_to_wav(
    source: Path, target: Path, *, longest: timedelta, bounds: Bounds = BOUNDS
) -> timedelta:
    """Write the first `longest` of `source` to `target` as 48 kHz mono 16-bit WAV.

    Return its duration. `target` is synced, and not there if anything goes wrong. Raise
    `Refused` or `Interrupted` as `probe` does, `ValueError` for more than ten minutes.
    """
    if longest > MOST:
        raise ValueError(f"a clip of {longest} is no clip")
    found = probe(source, bounds=bounds)
    if found.sound is None:
        raise Refused(Code.NO_AUDIO)
    argv = decode_argv(
        source,
        layout="mono",
        sample_format="s16",
        longest=longest,
        most_pixels=bounds.most_pixels,
    )
    with judged(argv, decode_limits(longest)) as program:
        samples = program.finish()
    if not samples:
        raise Refused(Code.BROKEN)
    try:
        with needs_space(), target.open("wb") as file:
            with wave.open(file, "wb") as clip:
                clip.setnchannels(1)
                clip.setsampwidth(SAMPLE_BYTES)
                clip.setframerate(SAMPLE_RATE)
                clip.writeframes(samples)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return timedelta(seconds=len(samples) / SAMPLE_BYTES / SAMPLE_RATE)
