import wave
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg.refusal import Code, NoSpace, Refused
from media.ffmpeg.wav import MOST, decode_to_wav
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.disk import files_no_larger_than

LONG = timedelta(seconds=30)


def test_a_clip_becomes_plain_wav(wav: Callable[..., Path], tmp_path: Path) -> None:
    source = sounds.convert(wav(sounds.music(2), rate=44_100), tmp_path / "sting.m4a")
    target = tmp_path / "sting.wav"
    duration = decode_to_wav(source, target, longest=LONG)
    with wave.open(str(target)) as clip:
        assert (clip.getnchannels(), clip.getframerate(), clip.getsampwidth()) == (1, 48_000, 2)
        assert timedelta(seconds=clip.getnframes() / 48_000) == duration
    assert duration.total_seconds() == pytest.approx(2 * 48 / 44.1, abs=0.1)


@pytest.mark.parametrize("channels", [1, 2])
def test_the_level_is_kept(wav: Callable[..., Path], tmp_path: Path, channels: int) -> None:
    tone = np.stack([sounds.tone(1, decibels=-6)] * channels, axis=1)
    target = tmp_path / "tone.wav"
    decode_to_wav(wav(tone), target, longest=LONG)
    with wave.open(str(target)) as clip:
        samples = np.frombuffer(clip.readframes(clip.getnframes()), "<i2")
    np.testing.assert_allclose(samples / 32_768, tone[:, 0], atol=2e-4)


def test_only_the_beginning_is_taken(wav: Callable[..., Path], tmp_path: Path) -> None:
    target = tmp_path / "head.wav"
    duration = decode_to_wav(wav(sounds.tone(3)), target, longest=timedelta(seconds=1))
    assert duration == timedelta(seconds=1)
    with wave.open(str(target)) as clip:
        assert clip.getnframes() == 48_000


def test_what_is_no_sound_makes_no_clip(tmp_path: Path) -> None:
    source, target = tmp_path / "upload", tmp_path / "clip.wav"
    source.write_text("không phải âm thanh", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        decode_to_wav(source, target, longest=LONG)
    assert caught.value.code is Code.NOT_MEDIA
    assert not target.exists()


def test_a_full_disk_leaves_no_half_clip(wav: Callable[..., Path], tmp_path: Path) -> None:
    source, target = wav(sounds.tone(2)), tmp_path / "clip.wav"
    with files_no_larger_than(10_000), pytest.raises(NoSpace):
        decode_to_wav(source, target, longest=LONG)
    assert not target.exists()


def test_a_programme_is_no_clip(wav: Callable[..., Path], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no clip"):
        decode_to_wav(wav(sounds.tone(1)), tmp_path / "clip.wav", longest=2 * MOST)
