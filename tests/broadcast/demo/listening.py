"""How the tests listen to a file: by decoding it, or by asking ffprobe."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

RATE = 16_000


class Probed(NamedTuple):
    """What ffprobe reads of a sound file."""

    length: timedelta
    codec: str
    channels: int


def probed(path: Path) -> Probed:
    """Ask ffprobe."""
    asked = ["ffprobe", "-v", "error", "-show_format", "-show_streams", "-of", "json"]
    done = subprocess.run([*asked, str(path)], capture_output=True, check=True, timeout=60)
    read = json.loads(done.stdout)
    stream = next(one for one in read["streams"] if one["codec_type"] == "audio")
    length = timedelta(seconds=float(read["format"]["duration"]))
    return Probed(length, stream["codec_name"], stream["channels"])


def heard(path: Path, sides: int = 1) -> npt.NDArray[np.float32]:
    """Decode to samples in -1..1, one row an instant, one column a side."""
    command = ["ffmpeg", "-v", "error", "-i", str(path), "-f", "f32le", "-ac", str(sides)]
    done = subprocess.run(
        [*command, "-ar", str(RATE), "pipe:1"], capture_output=True, check=True, timeout=120
    )
    return np.frombuffer(done.stdout, "<f4").reshape(-1, sides)


def heard_each(paths: list[Path], folder: Path) -> list[npt.NDArray[np.float32]]:
    """Decode many short files by one process, through raw files in `folder`."""
    command = ["ffmpeg", "-nostdin", "-v", "error"]
    raws = [folder / f"{place}.raw" for place in range(len(paths))]
    for path in paths:
        command += ["-i", str(path)]
    for place, raw in enumerate(raws):
        command += ["-map", f"{place}:a", "-f", "f32le", "-ac", "1", "-ar", str(RATE), str(raw)]
    subprocess.run(command, check=True, timeout=120)
    return [np.fromfile(raw, "<f4") for raw in raws]


def decibels(samples: npt.NDArray[np.float32]) -> float:
    """Root mean square level, in dB below full scale."""
    return float(20 * np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-9))
