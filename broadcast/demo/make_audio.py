"""Make the demo's recordings.

    python -m broadcast.demo.make_audio [KEY]...

Without keys it makes every recording, the station names and the filler, and notes
which programs made them; with keys (a work's key, `filler`, `stations`) only those.
Run on the same machine it writes the same bytes, so a change in the folder is always a
change in a text or in the sound code.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from broadcast.demo.places import PLACES
from broadcast.demo.recordings import (
    FILLER,
    FILLER_KEY,
    MADE_WITH,
    recording_of,
    station_name_of,
)
from broadcast.demo.sound.mix import perform, play_filler, say_station_name
from broadcast.demo.sound.opus import encode
from broadcast.demo.works import WORKS

if TYPE_CHECKING:
    from broadcast.demo.works.work import Work

STATIONS_KEY: Final = "stations"


def made_with() -> dict[str, str]:
    """Name what decides the bytes: the programs, and the processor's abilities.

    The codec and numpy take other paths, with other roundings, on other processors.
    """
    flags = _processor_flags()
    return {
        "espeak-ng": _first_line("espeak-ng", "--version"),
        "ffmpeg": _first_line("ffmpeg", "-version"),
        "numpy": np.__version__,
        "processor": hashlib.sha256(flags.encode()).hexdigest()[:16],
    }


def make_work(work: Work, target: Path) -> None:
    """Record one work into `target`."""
    sided = work.recording is not None and work.recording.one_sided
    encode(perform(work), target, one_sided=sided)


def _processor_flags() -> str:
    information = Path("/proc/cpuinfo")
    if not information.exists():
        return platform.processor()
    lines = information.read_text().splitlines()
    flags = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return " ".join(sorted(flags.partition(":")[2].split()))


def _first_line(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)  # noqa: S603 - two fixed commands
    # espeak-ng goes on to name its data folder, ffmpeg its years of copyright.
    return done.stdout.splitlines()[0].split("  ")[0].split(" Copyright")[0]


def _make(keys: set[str]) -> None:
    for work in WORKS:
        target = recording_of(work)
        if target is not None and work.key in keys:
            make_work(work, target)
            sys.stderr.write(f"{work.key}\n")
    if FILLER_KEY in keys:
        encode(play_filler(), FILLER)
        sys.stderr.write(f"{FILLER_KEY}\n")
    if STATIONS_KEY in keys:
        for place in PLACES:
            encode(say_station_name(place), station_name_of(place))
        sys.stderr.write(f"{STATIONS_KEY}\n")


def main() -> None:
    """Read the keys and make what they ask for."""
    every = {work.key for work in WORKS if work.recording} | {FILLER_KEY, STATIONS_KEY}
    parser = argparse.ArgumentParser(description="Make the demo's recordings.")
    parser.add_argument("key", nargs="*", help=f"a work's key, {FILLER_KEY} or {STATIONS_KEY}")
    keys = set(parser.parse_args().key)
    if unknown := keys - every:
        parser.error(f"no recording is called {', '.join(sorted(unknown))}")
    os.nice(10)
    _make(keys or every)
    if not keys:
        MADE_WITH.write_text(json.dumps(made_with(), indent=2) + "\n")


if __name__ == "__main__":
    main()
