"""A file described instead of stored: ordered parts from which any range of it is streamed.

A joined slot or an archive is almost only bytes that lie in the store already. Its recipe is a
few kilobytes on a row; length, SHA-256 and CRC-32 are computed once, at release, and afterwards
any byte range comes straight from the stored files, in constant memory, with nothing written.
"""

import hashlib
import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from broadcast.exports.gain import apply_gain
from broadcast.exports.parts import (
    Faded,
    Inline,
    InvalidRecipeError,
    OpenFile,
    Part,
    Repeated,
    Stored,
    part_from_json,
    part_to_json,
)

CHUNK = 256 * 1024  # bytes read, and about the most handed on, at once


class ShortFileError(OSError):
    """A stored file ended before the span a recipe takes from it: the store is damaged."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The parts of one file, in order. Parts without bytes are left out."""

    parts: tuple[Part, ...]
    _ends: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = tuple(part for part in self.parts if part.length)
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "_ends", tuple(accumulate(part.length for part in parts)))

    @property
    def length(self) -> int:
        return self._ends[-1] if self._ends else 0

    @property
    def files(self) -> tuple[str, ...]:
        """The hashes of the stored files it takes from, each once."""
        taken = (part.sha256 for part in self.parts if isinstance(part, Stored | Faded))
        return tuple(dict.fromkeys(taken))

    @property
    def key(self) -> str:
        """The SHA-256 of the recipe itself: the same key promises the same bytes.

        A strong validator that costs no reading. The reverse does not hold: two recipes may
        describe the same bytes.
        """
        canonical = json.dumps(to_json(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def pieces(self, start: int, stop: int) -> Iterator[tuple[Part, int, int]]:
        """Yield each part that lies in the range, with the range inside that part."""
        index = bisect_right(self._ends, start)
        while start < stop:
            part, end = self.parts[index], self._ends[index]
            base = end - part.length
            yield part, start - base, min(stop, end) - base
            start = end
            index += 1


@dataclass(frozen=True, slots=True)
class Digest:
    length: int
    sha256: str
    crc32: int


def whole_file(sha256: str, length: int) -> Recipe:
    return Recipe((Stored(sha256, 0, length),))


def joined(recipes: Iterable[Recipe]) -> Recipe:
    """Set recipes one after another."""
    return Recipe(tuple(part for recipe in recipes for part in recipe.parts))


def to_json(recipe: Recipe) -> dict[str, Any]:
    return {"length": recipe.length, "parts": [part_to_json(part) for part in recipe.parts]}


def from_json(document: Mapping[str, Any]) -> Recipe:
    """Read a recipe back; `InvalidRecipeError` when it is incomplete or its length disagrees."""
    match document:
        case {"length": int(length), "parts": [*parts]} if all(
            isinstance(part, dict) for part in parts
        ):
            recipe = Recipe(tuple(part_from_json(part) for part in parts))
        case _:
            raise InvalidRecipeError("A recipe needs its length and its parts.")
    if recipe.length != length:
        raise InvalidRecipeError(f"The parts are {recipe.length} bytes, not {length} as recorded.")
    return recipe


def stream(recipe: Recipe, start: int, stop: int, open_file: OpenFile) -> Iterator[bytes]:
    """Yield the bytes from `start` up to, not including, `stop`.

    Raise `ValueError` at once for a range outside the file, and while streaming what `open_file`
    raises, or `ShortFileError`: so a damaged store ends a download early, never with wrong bytes.
    """
    if not 0 <= start <= stop <= recipe.length:
        raise ValueError(f"Bytes {start} to {stop} do not lie in a file of {recipe.length}.")
    return _stream(recipe, start, stop, open_file)


def digest(recipe: Recipe, open_file: OpenFile) -> Digest:
    """Read the whole file once for its length and both checksums."""
    sha256 = hashlib.sha256()
    crc32 = 0
    for chunk in stream(recipe, 0, recipe.length, open_file):
        sha256.update(chunk)
        crc32 = zlib.crc32(chunk, crc32)
    return Digest(recipe.length, sha256.hexdigest(), crc32)


def _stream(recipe: Recipe, start: int, stop: int, open_file: OpenFile) -> Iterator[bytes]:
    for part, first, last in recipe.pieces(start, stop):
        match part:
            case Inline(data):
                yield data[first:last]
            case Repeated(data):
                yield from _repeat(data, first, last)
            case Stored(sha256, offset):
                yield from _read(sha256, offset + first, offset + last, open_file)
            case Faded():
                yield from _fade(part, first, last, open_file)


def _repeat(data: bytes, start: int, stop: int) -> Iterator[bytes]:
    skip = start % len(data)
    block = data * min(-(-(skip + stop - start) // len(data)), max(1, CHUNK // len(data)))
    while start < stop:
        chunk = block[skip : skip + stop - start]
        yield chunk
        start += len(chunk)
        skip = 0


def _read(sha256: str, start: int, stop: int, open_file: OpenFile) -> Iterator[bytes]:
    with closing(open_file(sha256)) as file:
        file.seek(start)
        left = stop - start
        while left:
            chunk = file.read(min(left, CHUNK))
            if not chunk:
                raise ShortFileError(f"Stored file {sha256} ends {left} bytes too early.")
            yield chunk
            left -= len(chunk)


def _fade(part: Faded, start: int, stop: int, open_file: OpenFile) -> Iterator[bytes]:
    """Edit the whole frames around the range, then cut the range out of them."""
    size = part.frame_bytes
    first, last = start // size, -(-stop // size)
    reading = _read(part.sha256, part.start + first * size, part.start + last * size, open_file)
    position = first * size
    rest = b""
    for chunk in reading:
        pending = rest + chunk
        whole = len(pending) - len(pending) % size
        if whole:
            granule = part.granule_of(position // size)
            edited = apply_gain(pending[:whole], size, part.ramp, granule)
            yield edited[max(start - position, 0) : stop - position]
        rest = pending[whole:]
        position += whole
