"""The programs people play and unpack with, run on what the exports write."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

Samples = npt.NDArray[np.float32]
SAMPLE_RATE = 48_000
NOBODY = 65534


def require(program: str, package: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed (Debian: {package})")


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def run_unprivileged(*command: str | Path, home: Path) -> str:
    """Run a program that refuses root: as nobody where the tests run as root."""
    drop = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
    prefix = drop if os.geteuid() == 0 else ()
    return run(*prefix, "env", f"HOME={home}", *command, cwd=home)


def encode(source: str, bit_rate: int = 64_000) -> bytes:
    """Make a house file from an ffmpeg source, with the 48 ms of silence ingest leaves at its ends.

    One more frame's worth at the end makes room for the encoder's delay.
    """
    edges = "afade=t=in:d=0.01,adelay=48,apad=pad_dur=0.072"
    command = (
        *("ffmpeg", "-nostdin", "-v", "error", "-f", "lavfi", "-i", source, "-af", edges),
        *("-ar", "48000", "-ac", "1", "-c:a", "libmp3lame", "-b:a", str(bit_rate)),
        *("-compression_level", "5", "-reservoir", "0", "-write_xing", "0"),
        *("-id3v2_version", "0", "-write_id3v1", "0", "-bitexact", "-f", "mp3", "pipe:1"),
    )
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout


def decode(mp3: bytes | Path, *options: str) -> Samples:
    """Decode with ffmpeg to floats; `options` stand before the input, as `-ss` does."""
    name, data = ("pipe:0", mp3) if isinstance(mp3, bytes) else (str(mp3), None)
    done = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", *options, "-i", name, "-f", "f32le", "pipe:1"],
        check=True,
        capture_output=True,
        timeout=60,
        input=data,
    )
    assert done.stderr == b""
    return np.frombuffer(done.stdout, dtype="<f4")


def probe(path: Path) -> dict[str, Any]:
    shown = ("-show_format", "-show_streams", "-show_chapters")
    printed = run("ffprobe", "-v", "error", *shown, "-of", "json", path)
    answer: dict[str, Any] = json.loads(printed)
    return answer


def seconds_of(path: Path) -> float:
    return float(probe(path)["format"]["duration"])
