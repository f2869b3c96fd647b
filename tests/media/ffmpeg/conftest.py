import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg.house import House, HouseFormat, make_house
from media.ffmpeg.probe import BOUNDS, Bounds, probe
from media.ffmpeg.progress import Progress, Stage
from tests.media.ffmpeg import sounds


def children() -> list[int]:
    """Return the processes this one has started and not yet buried."""
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [int(pid) for pid in found.split()]


@pytest.fixture(autouse=True)
def _no_process_is_left_behind() -> Iterator[None]:
    before = children()
    yield
    assert children() == before


@pytest.fixture
def workdir(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def unheard(_stage: Stage, _percent: int) -> None:
    """Take progress and do nothing with it."""


MakeHouse = Callable[..., House]


@pytest.fixture
def house_of(workdir: Path) -> MakeHouse:
    """Probe a file and make its house rendition."""

    def make(
        source: Path,
        *,
        form: HouseFormat | None = None,
        progress: Progress = unheard,
        bounds: Bounds = BOUNDS,
    ) -> House:
        return make_house(
            source,
            found=probe(source, bounds=bounds),
            form=form or HouseFormat(),
            workdir=workdir,
            progress=progress,
            bounds=bounds,
        )

    return make


@pytest.fixture
def wav(tmp_path: Path) -> Callable[..., Path]:
    """Write samples to a new WAV."""

    def write(wave: sounds.Wave, name: str = "sound.wav", *, rate: int = sounds.RATE) -> Path:
        return sounds.write_wav(tmp_path / name, np.asarray(wave), rate=rate)

    return write
