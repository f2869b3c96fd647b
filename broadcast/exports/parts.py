"""What a recipe is made of: bytes written out, bytes repeated, and spans of stored files.

Parts are plain data that knows its own length; `recipe` turns them into bytes.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from broadcast.exports.gain import GRANULES, Ramp
from broadcast.exports.names import is_hash


class StoredFile(Protocol):
    """The little a recipe asks of an open file; any binary file object has it."""

    def seek(self, offset: int, /) -> int: ...
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


OpenFile = Callable[[str], StoredFile]
"""Opens the stored file whose bytes have the given SHA-256."""


class InvalidRecipeError(ValueError):
    """What was read is not a recipe, or describes bytes that cannot exist."""


@dataclass(frozen=True, slots=True)
class Inline:
    """Bytes kept in the recipe itself: tags, headers, playlists."""

    data: bytes

    @property
    def length(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same few bytes over and over, as a silent frame is."""

    data: bytes
    times: int

    def __post_init__(self) -> None:
        if self.times < 0:
            raise InvalidRecipeError("Bytes cannot be repeated fewer than zero times.")

    @property
    def length(self) -> int:
        return len(self.data) * self.times


@dataclass(frozen=True, slots=True)
class Stored:
    """`length` bytes of a stored file, from `start`."""

    sha256: str
    start: int
    length: int

    def __post_init__(self) -> None:
        _require_span(self.sha256, self.start, self.length)


@dataclass(frozen=True, slots=True)
class Faded:
    """Whole frames of a stored house file with their gain changed along a ramp.

    The first frame lies at `granule` of the ramp, so that one ramp can run on over several parts.
    """

    sha256: str
    start: int
    length: int
    frame_bytes: int
    ramp: Ramp
    granule: int = 0

    def __post_init__(self) -> None:
        _require_span(self.sha256, self.start, self.length)
        if self.frame_bytes < 1 or self.length % self.frame_bytes:
            raise InvalidRecipeError("Only whole frames can be faded.")

    def granule_of(self, frame: int) -> int:
        return self.granule + frame * GRANULES


Part = Inline | Repeated | Stored | Faded


def _require_span(sha256: str, start: int, length: int) -> None:
    if not is_hash(sha256):
        raise InvalidRecipeError("A stored file is named by 64 lower-case hexadecimal digits.")
    if start < 0 or length < 0:
        raise InvalidRecipeError("A span of a stored file cannot begin or end before its start.")


def part_to_json(part: Part) -> dict[str, Any]:
    match part:
        case Inline(data):
            return {"inline": base64.b64encode(data).decode()}
        case Repeated(data, times):
            return {"repeated": base64.b64encode(data).decode(), "times": times}
        case Stored(sha256, start, length):
            return {"stored": sha256, "start": start, "length": length}
        case Faded(sha256, start, length, frame_bytes, ramp, granule):
            return {
                "faded": sha256,
                "start": start,
                "length": length,
                "frame_bytes": frame_bytes,
                "ramp": [ramp.first, ramp.last, ramp.granules],
                "granule": granule,
            }


def part_from_json(document: Mapping[str, Any]) -> Part:
    """Read one part back; `InvalidRecipeError` when it is none of the four kinds."""
    try:
        match document:
            case {"inline": str(data)}:
                return Inline(base64.b64decode(data, validate=True))
            case {"repeated": str(data), "times": int(times)}:
                return Repeated(base64.b64decode(data, validate=True), times)
            case {"stored": str(sha256), "start": int(start), "length": int(length)}:
                return Stored(sha256, start, length)
            case {
                "faded": str(sha256),
                "start": int(start),
                "length": int(length),
                "frame_bytes": int(frame_bytes),
                "ramp": [int(first), int(last), int(granules)],
                "granule": int(granule),
            }:
                ramp = Ramp(first, last, granules)
                return Faded(sha256, start, length, frame_bytes, ramp, granule)
    except ValueError as error:
        raise InvalidRecipeError(f"A part of the recipe cannot be read: {error}") from error
    raise InvalidRecipeError(f"A recipe has no such part: {sorted(document)}.")
