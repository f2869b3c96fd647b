"""A station's ident: our own sting under the station's spoken name."""

from __future__ import annotations

import math
import subprocess
import wave
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyloudnorm
import pytest

from media.actions.make import make
from media.actions.receive import receive
from media.idents import compose_ident, sting
from media.models import State
from media.storage import private_files
from tests.conftest import NOW
from tests.media.recordings import recorded

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 48_000
STING_MS = 2060
NAME_AT_MS = 1500


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a station's name as espeak says it: 22 050 Hz, mono."""
    path = tmp_path_factory.mktemp("spoken") / "name.wav"
    words = "Đài truyền thanh xã Lâm Sơn"
    subprocess.run(["espeak-ng", "-v", "vi", "-w", str(path), words], check=True)
    return path


@pytest.fixture
def ident(spoken: Path, tmp_path: Path) -> Path:
    target = tmp_path / "ident.wav"
    compose_ident(spoken=spoken, target=target)
    return target


def length_ms(path: Path) -> float:
    with wave.open(str(path)) as file:
        milliseconds: float = 1000 * file.getnframes() / file.getframerate()
    return milliseconds


def heard(path: Path) -> NDArray[np.float64]:
    """Decode to mono at 48 kHz, without any of our own code."""
    raw = subprocess.run(
        [
            *("ffmpeg", "-nostdin", "-v", "error", "-i", str(path)),
            *("-f", "f32le", "-ac", "1", "-ar", str(RATE), "pipe:1"),
        ],
        check=True,
        capture_output=True,
    ).stdout
    return np.frombuffer(raw, "<f4").astype(np.float64)


def level(samples: NDArray[np.float64]) -> float:
    """Return the RMS level in dBFS."""
    return 10 * math.log10(float(np.mean(samples**2)) + 1e-12)


def test_it_is_a_mono_wav_at_48_khz(ident: Path) -> None:
    with wave.open(str(ident)) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (1, RATE, 2)


def test_it_lasts_from_the_first_bell_to_a_breath_after_the_name(ident: Path, spoken: Path) -> None:
    assert length_ms(ident) == pytest.approx(NAME_AT_MS + length_ms(spoken) + 300, abs=5)
    assert len(sting()) == STING_MS


def test_the_bells_sound_first_and_the_name_after_them_and_nothing_clips(ident: Path) -> None:
    sound = heard(ident)
    bells = sound[: NAME_AT_MS * RATE // 1000]
    name = sound[STING_MS * RATE // 1000 : -RATE // 2]
    assert level(bells) > -40
    assert level(name) > -30
    assert np.abs(sound).max() < 0.99
    assert level(sound[-RATE // 100 :]) < -50


@pytest.mark.parametrize("gain_db", [-30, 0, 6])
def test_however_loud_the_name_was_recorded_it_stands_as_loud_over_the_bells(
    gain_db: int, spoken: Path, tmp_path: Path
) -> None:
    louder = tmp_path / "louder.wav"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(spoken), "-af", f"volume={gain_db - 6}dB", str(louder)],
        check=True,
    )
    target = tmp_path / "ident.wav"
    compose_ident(spoken=louder, target=target)
    name = heard(target)[STING_MS * RATE // 1000 : -RATE // 2]
    reference = tmp_path / "reference.wav"
    compose_ident(spoken=spoken, target=reference)
    expected = heard(reference)[STING_MS * RATE // 1000 : -RATE // 2]
    assert level(name) == pytest.approx(level(expected), abs=0.5)


def test_a_stereo_name_at_another_rate_comes_out_the_same(tmp_path: Path) -> None:
    stereo = recorded(
        tmp_path / "stereo.wav",
        "sine=frequency=300:sample_rate=44100:duration=2",
        options=("-ac", "2"),
    )
    target = tmp_path / "ident.wav"
    compose_ident(spoken=stereo, target=target)
    with wave.open(str(target)) as file:
        assert (file.getnchannels(), file.getframerate()) == (1, RATE)
    assert length_ms(target) == pytest.approx(NAME_AT_MS + 2000 + 300, abs=5)


def test_a_name_recorded_finer_than_we_air_comes_out_at_48_khz(tmp_path: Path) -> None:
    fine = recorded(tmp_path / "fine.wav", "sine=frequency=300:sample_rate=96000:duration=2")
    target = tmp_path / "ident.wav"
    compose_ident(spoken=fine, target=target)
    with wave.open(str(target)) as file:
        assert file.getframerate() == RATE


def test_a_short_name_does_not_cut_the_last_bell_off(tmp_path: Path) -> None:
    short = recorded(tmp_path / "short.wav", "sine=frequency=300:duration=0.1")
    target = tmp_path / "ident.wav"
    compose_ident(spoken=short, target=target)
    assert length_ms(target) >= STING_MS


def test_a_silent_name_leaves_the_bells(tmp_path: Path) -> None:
    silent = recorded(tmp_path / "silent.wav", "anullsrc=channel_layout=mono:duration=2")
    target = tmp_path / "ident.wav"
    compose_ident(spoken=silent, target=target)
    assert level(heard(target)[: NAME_AT_MS * RATE // 1000]) > -40


def test_its_house_file_is_as_loud_as_everything_else(loa: None, ident: Path) -> None:
    asset = receive(source=ident, name="ident.wav", by=None, now=NOW).asset
    rendition = asset.renditions.get()
    assert make(rendition_id=rendition.pk, clock=lambda: NOW) is State.READY
    rendition.refresh_from_db()
    sound = heard(Path(private_files().path(rendition.file_name)))
    loudness = pyloudnorm.Meter(RATE).integrated_loudness(sound)
    assert loudness == pytest.approx(-19.0, abs=0.3)
    assert rendition.duration is not None
    assert rendition.duration < timedelta(milliseconds=length_ms(ident)) + timedelta(seconds=0.2)
