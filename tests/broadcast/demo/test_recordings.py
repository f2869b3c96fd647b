from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from broadcast.demo.places import PLACES
from broadcast.demo.recordings import (
    FILLER,
    FILLER_LENGTH,
    FOLDER,
    MADE_WITH,
    recording_of,
    station_name_of,
)
from broadcast.demo.works import WORKS
from broadcast.demo.works.work import Level, Work
from tests.broadcast.demo.listening import RATE, decibels, heard, heard_each, probed

_RECORDED = [work for work in WORKS if work.recording]
_FRAME = timedelta(milliseconds=100)


class _Take(NamedTuple):
    seconds: float
    peak: float
    level: float
    voiced: float
    """Share of the time that is less than 20 dB below the rest."""


@pytest.fixture(scope="module")
def takes() -> dict[str, _Take]:
    """Measure each recording, once: decoding them takes some seconds."""
    return {work.key: _take(work) for work in _RECORDED}


def _take(work: Work) -> _Take:
    path = recording_of(work)
    assert path is not None
    samples = heard(path)
    blocks = samples[: samples.size // 1600 * 1600].reshape(-1, 1600)
    quiet = np.mean(np.square(samples)) / 100
    return _Take(
        seconds=samples.size / RATE,
        peak=float(np.max(np.abs(samples))),
        level=decibels(samples),
        voiced=float(np.mean(np.mean(np.square(blocks), axis=1) > quiet)),
    )


def test_the_folder_holds_the_recordings_and_nothing_else() -> None:
    expected = {recording_of(work) for work in _RECORDED}
    expected |= {station_name_of(place) for place in PLACES} | {FILLER, MADE_WITH}
    assert {path for path in FOLDER.rglob("*") if path.is_file()} == expected


def test_the_folder_stays_small_enough_to_commit() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) <= 7_200_000


@pytest.mark.parametrize("work", _RECORDED, ids=lambda work: work.key)
def test_a_recording_is_as_long_as_its_genre_allows(work: Work) -> None:
    path = recording_of(work)
    assert path is not None
    assert work.recording is not None
    sound = probed(path)
    assert sound.codec == "opus"
    assert sound.channels == (2 if work.recording.one_sided else 1)
    assert work.genre.shortest <= sound.length <= work.genre.longest


def test_the_works_fill_more_than_an_hour(takes: dict[str, _Take]) -> None:
    assert sum(take.seconds for take in takes.values()) >= 66 * 60


def test_there_are_short_items_to_make_an_exact_fit(takes: dict[str, _Take]) -> None:
    assert len([take for take in takes.values() if 20 <= take.seconds <= 90]) >= 8


def test_no_recording_is_clipped_or_mostly_silent(takes: dict[str, _Take]) -> None:
    assert {key: take for key, take in takes.items() if take.peak >= 1} == {}
    assert {key: take for key, take in takes.items() if take.voiced < 0.6} == {}


def test_recordings_differ_in_level_as_real_uploads_do(takes: dict[str, _Take]) -> None:
    levels: dict[Level, list[float]] = {level: [] for level in Level}
    for work in _RECORDED:
        assert work.recording is not None
        if not work.recording.one_sided:
            levels[work.recording.level].append(takes[work.key].level)
    assert min(map(len, levels.values())) >= 3
    assert max(levels[Level.QUIET]) < min(levels[Level.USUAL]) - 6
    assert min(levels[Level.HOT]) > max(levels[Level.USUAL]) + 3


def test_the_one_sided_recording_has_its_voice_on_the_left_only() -> None:
    (work,) = [work for work in _RECORDED if work.recording and work.recording.one_sided]
    path = recording_of(work)
    assert path is not None
    left, right = heard(path, sides=2).T
    assert decibels(left) > decibels(right) + 30


def test_every_station_s_name_is_spoken_in_a_few_seconds(tmp_path: Path) -> None:
    spoken = heard_each([station_name_of(place) for place in PLACES], tmp_path)
    for place, samples in zip(PLACES, spoken, strict=True):
        assert 1.5 <= samples.size / RATE <= 4, place
        assert decibels(samples) > -32, place
        assert float(np.max(np.abs(samples))) < 1, place


def test_the_filler_is_three_minutes_of_music_without_a_gap() -> None:
    assert abs(probed(FILLER).length - FILLER_LENGTH) < _FRAME
    samples = heard(FILLER)
    assert float(np.max(np.abs(samples))) < 1
    seconds = samples[2 * RATE : -3 * RATE].reshape(-1)
    quietest = min(decibels(block) for block in np.array_split(seconds, seconds.size // RATE // 2))
    assert quietest > -40
