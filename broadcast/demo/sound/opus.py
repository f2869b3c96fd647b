"""Speech as Opus files small enough to keep beside the code."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

import ffmpeg
import numpy as np

from broadcast.demo.sound import RATE, Samples

if TYPE_CHECKING:
    from pathlib import Path

_MONO: Final = "10500"
# Below this the codec shares the voice with the side that should be silent.
_STEREO: Final = "28000"


def encode(samples: Samples, target: Path, *, one_sided: bool = False) -> None:
    """Write `samples` to `target`, as stereo with an empty right side if `one_sided`.

    The same samples give the same bytes on one machine. `target` is replaced only by a
    whole file. Raise `subprocess.CalledProcessError` if ffmpeg refuses.
    """
    sides = np.stack([samples, np.zeros_like(samples)], axis=1) if one_sided else samples
    pcm = np.round(np.clip(sides, -1, 1) * 32767).astype("<i2").tobytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    try:
        subprocess.run(  # noqa: S603 - our own samples and paths, no shell
            arguments(part, channels=2 if one_sided else 1), input=pcm, check=True, timeout=600
        )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def arguments(target: Path, *, channels: int) -> list[str]:
    """Compile the command that reads 16-bit samples at `RATE` and writes Opus.

    `bitexact` also fixes the Ogg serial number, which is random otherwise; long frames
    and pages save a tenth of the bytes at this rate.
    """
    compiled: list[str] = (
        ffmpeg.input("pipe:0", f="s16le", ar=RATE, ac=channels)
        .output(
            str(target),
            f="ogg",
            acodec="libopus",
            audio_bitrate=_MONO if channels == 1 else _STEREO,
            application="voip",
            frame_duration=60,
            page_duration=5_000_000,
            fflags="+bitexact",
            map_metadata=-1,
            **{"flags:a": "+bitexact"},
        )
        .global_args("-nostdin", "-loglevel", "error")
        .overwrite_output()
        .compile()
    )
    return compiled
