import json
from pathlib import Path
from shutil import which

import pytest

from broadcast.demo.make_audio import made_with, make_work
from broadcast.demo.recordings import MADE_WITH, recording_of
from broadcast.demo.works import WORKS
from tests.broadcast.demo.listening import decibels, heard

pytestmark = pytest.mark.skipif(which("espeak-ng") is None, reason="espeak-ng is not installed")


@pytest.mark.parametrize("key", ["spot-no-torture", "spot-gentle-slope"])
def test_a_recording_made_again_is_the_committed_one(key: str, tmp_path: Path) -> None:
    """Byte for byte by the same programs on the same kind of machine; else by ear."""
    work = next(work for work in WORKS if work.key == key)
    committed = recording_of(work)
    assert committed is not None
    again = tmp_path / committed.name
    make_work(work, again)
    if json.loads(MADE_WITH.read_text()) == made_with():
        assert again.read_bytes() == committed.read_bytes()
        return
    new, old = heard(again), heard(committed)
    assert new.size == pytest.approx(old.size, rel=0.05)
    assert decibels(new) == pytest.approx(decibels(old), abs=1.5)
