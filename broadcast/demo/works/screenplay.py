"""Scripts as an author types them, read into blocks.

Blocks are parted by blank lines, and a block may run over several lines:

    Bà Sáu: a spoken line, the speaker being one of the cast
    (a cue, which is not heard)
    [knock] a sound, by the name of its effect, with the note for whoever records it

Anything else is a paragraph of prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Voice(StrEnum):
    """The kinds of voice a part may ask for."""

    ANNOUNCER_WOMAN = "announcer_woman"
    ANNOUNCER_MAN = "announcer_man"
    YOUNG_WOMAN = "young_woman"
    WOMAN = "woman"
    OLD_WOMAN = "old_woman"
    YOUNG_MAN = "young_man"
    MAN = "man"
    OLD_MAN = "old_man"
    FLAT_MAN = "flat_man"
    GIRL = "girl"
    BOY = "boy"


class Effect(StrEnum):
    """The sounds a script may ask for."""

    ZITHER = "zither"
    KNOCK = "knock"
    RAIN = "rain"
    THUNDER = "thunder"
    MOTORBIKE = "motorbike"
    SCHOOL_DRUM = "school_drum"
    SHEEP_BELL = "sheep_bell"
    WAVES = "waves"
    CRICKETS = "crickets"
    FOOTSTEPS = "footsteps"
    PHONE = "phone"
    CHIME = "chime"
    ROOSTER = "rooster"
    WATER = "water"
    LOOM = "loom"


@dataclass(frozen=True, slots=True)
class Role:
    """A speaker, named as the script names them, and the voice they speak with."""

    speaker: str
    voice: Voice


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A direction to the actors; nobody hears it."""

    text: str


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound, with the note that asks for it."""

    text: str
    effect: Effect


Block = Paragraph | Line | Cue | Sound

_SOUND: Final = re.compile(r"\[(?P<effect>\w+)\] (?P<text>.+)")
_CUE: Final = re.compile(r"\((?P<text>.+)\)")


def prose(text: str) -> tuple[Block, ...]:
    """Read paragraphs parted by blank lines."""
    return tuple(Paragraph(block) for block in _unwrapped(text))


def screenplay(cast: tuple[Role, ...], text: str) -> tuple[Block, ...]:
    """Read a script in which every spoken line belongs to one of `cast`.

    Raise `ValueError` for a block that is none of line, cue and sound: a misspelt
    speaker would otherwise be read out as prose.
    """
    speakers = {role.speaker for role in cast}
    return tuple(_block(block, speakers) for block in _unwrapped(text))


def _unwrapped(text: str) -> list[str]:
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip())]


def _block(block: str, speakers: set[str]) -> Block:
    if sound := _SOUND.fullmatch(block):
        return Sound(sound["text"], Effect(sound["effect"]))
    if cue := _CUE.fullmatch(block):
        return Cue(cue["text"])
    speaker, parted, said = block.partition(": ")
    if not parted or speaker not in speakers:
        raise ValueError(f"“{block[:40]}” is no line of {sorted(speakers)}, no cue and no sound.")
    return Line(speaker, said)
