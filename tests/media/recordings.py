"""Sound files of our own, made by ffmpeg from nothing."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def recorded(target: Path, *sources: str, options: tuple[str, ...] = ()) -> Path:
    """Write what the lavfi `sources` give to `target`, in the format of its name."""
    inputs = [word for source in sources for word in ("-f", "lavfi", "-i", source)]
    subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", *inputs, *options, str(target)], check=True
    )
    return target


def noise(target: Path, seconds: float, *, seed: int = 7) -> Path:
    """Write noise of the given length, which keeps every stage of the work busy.

    The same seed makes the same bytes, which are one asset however often they are uploaded.
    """
    made = f"duration={seconds}:color=pink:amplitude=0.3:seed={seed}:sample_rate=48000"
    return recorded(target, f"anoisesrc={made}")
