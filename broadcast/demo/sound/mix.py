"""A work as it was recorded: its blocks in order, with pauses, music and a level."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import numpy as np

from broadcast.demo.recordings import FILLER_KEY, FILLER_LENGTH
from broadcast.demo.sound import RATE, Samples, silence
from broadcast.demo.sound.effects import effect
from broadcast.demo.sound.speech import speak
from broadcast.demo.sound.zither import melody
from broadcast.demo.works.screenplay import Block, Cue, Effect, Line, Paragraph, Sound, Voice
from broadcast.demo.works.work import NOTICE, READING, Level

if TYPE_CHECKING:
    from broadcast.demo.places import Place
    from broadcast.demo.works.work import Work

# Seconds.
_BEFORE: Final = 0.2
_AFTER: Final = 0.3
_AFTER_PARAGRAPH: Final = 0.7
_AFTER_LINE: Final = 0.45
_FOR_A_CUE: Final = 0.7

_BED: Final = 0.18
# 54 dB below full scale. A recording from a real room hisses; without it the codec, at this
# rate, loses hold of pure tones and plays them back up to thirty times too loud.
_ROOM: Final = 0.002


def dice(key: str) -> np.random.Generator:
    """Give each piece its own chance, the same every time."""
    return np.random.default_rng(zlib.crc32(key.encode()))


def perform(work: Work) -> Samples:
    """Record `work`, loud or quiet as its recording says.

    Raise `ValueError` if nothing of it is recorded.
    """
    if work.recording is None:
        raise ValueError(f"{work.key} has no recording.")
    rng = dice(work.key)
    voices = {role.speaker: role.voice for role in work.cast}
    blocks = [_heard(block, voices, work.reader, rng) for block in work.body]
    take = np.concatenate([silence(_BEFORE), *_opening(work, rng), *blocks, silence(_AFTER)])
    if work.recording.bed:
        take += _BED * melody(take.size / RATE, rng)
    return _at_level(_in_a_room(take, rng), work.recording.level)


def say_station_name(place: Place) -> Samples:
    """Say the name of the station that serves `place`."""
    name = speak(f"{place.station_name}.", Voice.ANNOUNCER_WOMAN)
    take = np.concatenate([silence(_BEFORE), name, silence(_BEFORE)])
    return _in_a_room(take, dice(place.code))


def play_filler() -> Samples:
    """Play the music that fills a gap."""
    rng = dice(FILLER_KEY)
    return _in_a_room(melody(FILLER_LENGTH.total_seconds(), rng), rng)


def _opening(work: Work, rng: np.random.Generator) -> list[Samples]:
    """Open an article, which unlike a script does not say how it begins."""
    if work.genre == NOTICE:
        return [effect(Effect.CHIME, rng), silence(_AFTER_LINE)]
    if work.genre == READING:
        title = speak(f"{work.title}.", work.reader)
        return [effect(Effect.ZITHER, rng), title, silence(2 * _AFTER_PARAGRAPH)]
    return []


def _heard(
    block: Block, voices: dict[str, Voice], reader: Voice, rng: np.random.Generator
) -> Samples:
    match block:
        case Paragraph(text):
            return np.concatenate([speak(text, reader), silence(_AFTER_PARAGRAPH)])
        case Line(speaker, text):
            return np.concatenate([speak(text, voices[speaker]), silence(_AFTER_LINE)])
        case Sound(_, name):
            return np.concatenate([effect(name, rng), silence(_AFTER_LINE)])
        case Cue():
            return silence(_FOR_A_CUE)


def _in_a_room(take: Samples, rng: np.random.Generator) -> Samples:
    return take + _ROOM * rng.standard_normal(take.size)


def _at_level(take: Samples, level: Level) -> Samples:
    match level:
        case Level.USUAL:
            return take
        case Level.QUIET:
            return take * 0.2
        case Level.HOT:
            return np.asarray(0.45 * np.tanh(take * 7))
