"""The three answers a file can get besides a rendition.

`Refused` is the file's own fault and final. `Interrupted` is the machine's, and trying
again may help. A `Caution` stands beside a finished rendition, for a person to hear.
None carries a sentence: the screen words each code itself, and what a program printed
holds server paths.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

Facts: TypeAlias = Mapping[str, str | int | float]
NO_FACTS: Facts = MappingProxyType({})


class Code(StrEnum):
    """Why a file was refused; the facts each one carries are named beside it."""

    EMPTY = "empty"  # no bytes at all
    NOT_MEDIA = "not_media"  # no known format
    FORBIDDEN_FORMAT = "forbidden_format"  # a playlist, a picture, a codec not on the list
    NO_AUDIO = "no_audio"  # nothing to hear in it
    BAD_RATE = "bad_rate"  # rate_hz, least_hz, most_hz
    BAD_CHANNELS = "bad_channels"  # channels, most
    BROKEN = "broken"  # a known format that does not decode
    TOO_SHORT = "too_short"  # duration_ms, least_ms
    TOO_LONG = "too_long"  # most_ms
    VIDEO_TOO_LONG = "video_too_long"  # most_ms
    NO_PICTURE = "no_picture"  # nothing to see in it
    SILENT = "silent"  # loudness_lufs, unless it cannot be measured at all
    BAD_SAMPLES = "bad_samples"  # at_ms; not numbers, or beyond any scale
    TOO_HEAVY = "too_heavy"  # needs more CPU or memory than any honest file


class Refused(Exception):
    """The file itself is at fault; the same bytes will be refused again."""

    def __init__(self, code: Code, facts: Facts = NO_FACTS) -> None:
        super().__init__(code, dict(facts))
        self.code = code
        self.facts: Facts = dict(facts)

    def __str__(self) -> str:
        return " ".join([str(self.code), *(f"{name}={fact}" for name, fact in self.facts.items())])


class Interrupted(Exception):
    """The work was cut off and says nothing about the file: try again later."""


class NoSpace(Interrupted):
    """The disk is full, or would be before the work is done."""


class Unavailable(Interrupted):
    """A program the work needs is missing or cannot be started here."""


class Unsound(Interrupted):
    """The rendition failed its own check: a fault of the encoder in use, not of the file."""


class Warned(StrEnum):
    """What a person should know of a finished rendition; facts are named beside each."""

    LENGTH_DISAGREES = "length_disagrees"  # claimed_ms, decoded_ms
    DECODE_ERRORS = "decode_errors"  # count
    INVERTED_STEREO = "inverted_stereo"  # duration_ms, used: left | right
    INVERTED_PASSAGE = "inverted_passage"  # duration_ms: too little of it to use one channel
    ONE_SIDED = "one_sided"  # side: the one that sounds
    CLIPPED = "clipped"  # samples
    LONG_SILENCE = "long_silence"  # count, longest_ms, first_at_ms (in the rendition)
    WIDE_RANGE = "wide_range"  # range_lu
    EVENED_OUT = "evened_out"  # range_lu: what is left of it
    FAINT = "faint"  # loudness_lufs, gain_db
    LIMITED_HARD = "limited_hard"  # loss_lu
    OFF_TARGET = "off_target"  # loudness_lufs, true_peak_dbtp


@dataclass(frozen=True, slots=True)
class Caution:
    """One warning and its figures."""

    code: Warned
    facts: Facts = field(default_factory=dict)
