"""A ZIP archive as a recipe: stored entries, sizes known beforehand, the same bytes every time.

Audio does not deflate, and a stored entry is a plain copy of the file, so any range of the
archive is a range of its members. ZIP64 records appear only where a number needs them.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadcast.exports.names import is_portable
from broadcast.exports.parts import Inline
from broadcast.exports.recipe import Recipe, joined

_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF  # also the marks for "see the ZIP64 record"
_PLAIN, _ZIP64 = 10, 45  # the version a reader needs
_MADE_BY_UNIX = 3 << 8
_PERMISSIONS = 0o100644 << 16  # a regular file its owner may write
_FIRST_YEAR, _LAST_YEAR = 1980, 2107


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the archive. The name is plain ASCII without folders, or a `ValueError`."""

    name: str
    content: Recipe
    crc32: int

    def __post_init__(self) -> None:
        if not is_portable(self.name):
            raise ValueError(f"{self.name!r} is not a file name that every system takes.")


def zip_file(members: Sequence[Member], modified: datetime) -> Recipe:
    """Lay the members out one after another, then the directory that lists them.

    `modified` is written on every member as its local clock reads, to two seconds, within the
    years 1980 to 2107 that the format knows. Raise `ValueError` when two names differ in nothing
    but case: one would overwrite the other on a memory stick.
    """
    _require_distinct(member.name.lower() for member in members)
    stamp = _dos_time(modified)
    layout: list[Recipe] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        header = _local_header(member, stamp)
        layout += [Recipe((Inline(header),)), member.content]
        directory.append(_directory_entry(member, stamp, offset))
        offset += len(header) + member.content.length
    listing = b"".join(directory)
    end = _end(len(members), len(listing), offset)
    return joined([*layout, Recipe((Inline(listing + end),))])


def _require_distinct(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"Two files of an archive cannot both be called {name!r}.")
        seen.add(name)


def _dos_time(at: datetime) -> int:
    year = min(max(at.year, _FIRST_YEAR), _LAST_YEAR) - _FIRST_YEAR
    day = year << 9 | at.month << 5 | at.day
    return day << 16 | at.hour << 11 | at.minute << 5 | at.second // 2


def _local_header(member: Member, stamp: int) -> bytes:
    size = member.content.length
    large = size >= _MOST_32
    extra = struct.pack("<HHQQ", 1, 16, size, size) if large else b""
    return (
        struct.pack(
            "<4sHHHIIIIHH",
            b"PK\x03\x04",
            _ZIP64 if large else _PLAIN,
            0,  # no flags: sizes stand here, names are ASCII
            0,  # stored
            stamp,
            member.crc32,
            min(size, _MOST_32),
            min(size, _MOST_32),
            len(member.name),
            len(extra),
        )
        + member.name.encode("ascii")
        + extra
    )


def _directory_entry(member: Member, stamp: int, offset: int) -> bytes:
    size = member.content.length
    wide = [size, size] if size >= _MOST_32 else []
    wide += [offset] if offset >= _MOST_32 else []
    extra = struct.pack(f"<HH{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    needed = _ZIP64 if wide else _PLAIN
    return (
        struct.pack(
            "<4sHHHHIIIIHHHHHII",
            b"PK\x01\x02",
            _MADE_BY_UNIX | needed,
            needed,
            0,
            0,
            stamp,
            member.crc32,
            min(size, _MOST_32),
            min(size, _MOST_32),
            len(member.name),
            len(extra),
            0,  # no comment
            0,  # the first disk
            0,  # no internal attributes
            _PERMISSIONS,
            min(offset, _MOST_32),
        )
        + member.name.encode("ascii")
        + extra
    )


def _end(count: int, size: int, offset: int) -> bytes:
    """Write the end of the directory, with its ZIP64 form ahead of it where a number needs it."""
    record = b""
    if count >= _MOST_16 or size >= _MOST_32 or offset >= _MOST_32:
        record = struct.pack(
            "<4sQHHIIQQQQ",
            b"PK\x06\x06",
            44,  # the length of what follows
            _MADE_BY_UNIX | _ZIP64,
            _ZIP64,
            0,
            0,
            count,
            count,
            size,
            offset,
        ) + struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    return record + struct.pack(
        "<4sHHHHIIH",
        b"PK\x05\x06",
        0,
        0,
        min(count, _MOST_16),
        min(count, _MOST_16),
        min(size, _MOST_32),
        min(offset, _MOST_32),
        0,
    )
