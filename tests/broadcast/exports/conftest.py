import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.broadcast.exports.file_store import FileStore
from tests.broadcast.exports.programs import NOBODY, encode


@pytest.fixture
def store() -> FileStore:
    return FileStore()


@pytest.fixture
def nobodys_home() -> Iterator[Path]:
    """Lend a folder to programs that refuse root; pytest's own are closed to everybody else."""
    with TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


@pytest.fixture(scope="session")
def house_file() -> Callable[..., bytes]:
    """Encode an ffmpeg source into house frames, once for the whole run."""
    return cache(encode)
