import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.ffmpeg import pcm as pcm_module
from media.ffmpeg.pcm import Pcm, to_s16
from media.ffmpeg.refusal import NoSpace
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.disk import files_no_larger_than


@settings(
    deadline=None,
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # nothing is kept in it
)
@given(start=st.integers(-50, 150), length=st.integers(0, 200))
def test_any_part_can_be_read_and_what_lies_outside_is_silent(
    workdir: Path, start: int, length: int
) -> None:
    wave = np.linspace(-1.5, 1.5, 100, dtype=np.float32)
    with Pcm(workdir) as pcm:
        pcm.append(wave[:37])
        pcm.append(wave[37:])
        around = np.pad(wave, 400)[start + 400 : start + 400 + length]
        np.testing.assert_allclose(pcm.read(start, start + length), around, atol=1 / 16_384)


@pytest.mark.parametrize("scale", [0.001, 1, 1_000])
def test_its_scale_sets_what_it_holds(workdir: Path, scale: float) -> None:
    wave = (sounds.tone(0.1, decibels=0) * 1.9 * scale).astype(np.float32)
    with Pcm(workdir, scale=scale) as pcm:
        pcm.append(wave)
        np.testing.assert_allclose(pcm.read(0, len(wave)), wave, atol=scale / 16_384)


def test_it_has_no_name_in_its_folder(workdir: Path) -> None:
    with Pcm(workdir) as pcm:
        pcm.append(np.ones(10, np.float32))
        assert list(workdir.iterdir()) == []


def test_a_full_disk_is_said_to_be_full(workdir: Path) -> None:
    with files_no_larger_than(4_096), Pcm(workdir) as pcm, pytest.raises(NoSpace):
        pcm.append(np.ones(10_000, np.float32))


def test_rounding_clips_what_does_not_fit() -> None:
    wave = np.array([-2, -1, 0, 0.5, 1, 2], np.float32)
    found = np.frombuffer(to_s16(wave), "<i2").tolist()
    assert found == [-32_768, -32_768, 0, 16_384, 32_767, 32_767]


def test_a_sound_without_end_stops_short_of_the_last_room_on_the_disk(
    workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However small the file it came from: others write to that disk too."""
    room = os.statvfs(workdir).f_bavail * os.statvfs(workdir).f_frsize
    monkeypatch.setattr(pcm_module, "LOOK_EVERY", 48_000)
    second = np.zeros(48_000, np.float32)
    with Pcm(workdir) as pcm:
        pcm.append(second)
        monkeypatch.setattr(pcm_module, "RESERVE_BYTES", room // 2)
        pcm.append(second)
        monkeypatch.setattr(pcm_module, "RESERVE_BYTES", room * 2)
        with pytest.raises(NoSpace):
            pcm.append(second)
        assert pcm.samples == 96_000
