"""A play whose loud and quiet parts lie far apart, evened out and not."""

import dataclasses
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest

from media.ffmpeg.house import House, HouseFormat, make_house
from media.ffmpeg.probe import probe
from media.ffmpeg.refusal import Warned
from media.ffmpeg.treatment import PLAIN, Treatment
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import unheard

WHISPER_DB = -18.0
SECONDS = 12


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scenes of twelve seconds: talk, whisper, talk, whisper."""
    talk = [sounds.speech(SECONDS, seed=seed) for seed in range(4)]
    quiet = 10 ** (WHISPER_DB / 20)
    scenes = [talk[0], talk[1] * quiet, talk[2], talk[3] * quiet]
    return sounds.write_wav(tmp_path_factory.mktemp("play") / "play.wav", np.concatenate(scenes))


def made(play: Path, workdir: Path, treatment: Treatment) -> House:
    return make_house(
        play,
        found=probe(play),
        form=HouseFormat(),
        workdir=workdir,
        progress=unheard,
        treatment=treatment,
    )


def scene_lufs(house: House, number: int) -> float:
    """Return the loudness of the middle of a scene."""
    heard = sounds.listen(house.path)
    start = round((number * SECONDS + 3) * sounds.RATE)
    scene = heard[start : start + 6 * sounds.RATE]
    return float(pyloudnorm.Meter(sounds.RATE).integrated_loudness(scene))


def warned(house: House) -> dict[Warned, dict[str, object]]:
    return {caution.code: dict(caution.facts) for caution in house.warnings}


def test_whispers_come_up_to_the_talk_and_the_file_says_so(play: Path, workdir: Path) -> None:
    plain = made(play, workdir, PLAIN)
    even = made(play, workdir, dataclasses.replace(PLAIN, even_out=True))

    assert Warned.WIDE_RANGE in warned(plain)
    assert Warned.EVENED_OUT not in warned(plain)
    assert warned(even).keys() & {Warned.WIDE_RANGE, Warned.EVENED_OUT} == {Warned.EVENED_OUT}
    assert warned(even)[Warned.EVENED_OUT] == {"range_lu": round(even.original.range_lu, 1)}
    assert even.original.range_lu < plain.original.range_lu - 8

    apart = [scene_lufs(house, 2) - scene_lufs(house, 1) for house in (plain, even)]
    assert apart[0] == pytest.approx(-WHISPER_DB, abs=3)
    assert apart[1] < apart[0] - 8


def test_it_keeps_loudness_peak_and_length(play: Path, workdir: Path) -> None:
    plain = made(play, workdir, PLAIN)
    even = made(play, workdir, dataclasses.replace(PLAIN, even_out=True))

    heard = sounds.listen(even.path)
    meter = pyloudnorm.Meter(sounds.RATE, filter_class="DeMan")
    assert meter.integrated_loudness(heard) == pytest.approx(-19, abs=0.3)
    assert even.true_peak_dbtp <= -1
    assert abs(even.original.duration - plain.original.duration).total_seconds() < 0.001
    assert even.sha256 != plain.sha256
