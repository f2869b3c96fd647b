"""A released playlist as plain values, in the shape the machine API promises.

Durations are `timedelta` here and whole milliseconds in JSON; moments are aware and written with
the offset of Vietnam. What a player must rely on is checked when a value is made, so a playlist
in hand is always one that can be written in every format.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from broadcast.exports.names import is_hash, is_portable


class Kind(StrEnum):
    ITEM = "item"
    IDENT = "ident"
    FILLER = "filler"
    RELAY = "relay"


class Priority(StrEnum):
    NORMAL = "normal"
    PRIORITY = "priority"
    URGENT = "urgent"


class Medium(StrEnum):
    RADIO = "radio"
    TELEVISION = "television"


@dataclass(frozen=True, slots=True)
class Station:
    code: str
    name: str
    area_code: str
    level: str
    medium: Medium


@dataclass(frozen=True, slots=True)
class File:
    """A file an entry airs: `name` inside an archive, `url` at the machine API.

    A name that could leave its folder or that a memory stick refuses is a `ValueError`.
    """

    name: str
    url: str
    sha256: str
    size: int
    duration: timedelta

    def __post_init__(self) -> None:
        _require_hash(self.sha256)
        if not is_portable(self.name):
            raise ValueError(f"{self.name!r} is not a file name that every system takes.")


@dataclass(frozen=True, slots=True)
class JoinedFile:
    """A slot's entries and the pauses between them as one file, which begins at `starts_at`."""

    url: str
    sha256: str
    size: int
    duration: timedelta
    starts_at: datetime

    def __post_init__(self) -> None:
        _require_hash(self.sha256)


@dataclass(frozen=True, slots=True)
class Relay:
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing aired. A relay has no file; an ident or filler may have no item."""

    position: int
    kind: Kind
    item_id: int | None
    title: str
    language: str
    priority: Priority
    starts_at: datetime
    duration: timedelta
    clearance_id: int | None = None
    from_station: str | None = None
    relay: Relay | None = None
    issued_at: datetime | None = None
    expires_at: datetime | None = None
    file: File | None = None
    files: Mapping[str, File] = field(default_factory=dict)
    note: str = ""
    # Made since the release, so no part of the document.
    later_files: Mapping[str, File] = field(default_factory=dict)

    def file_in(self, variant: str | None) -> File | None:
        """Return the file of a variant such as `small`, the house file where there is none."""
        if variant is None:
            return self.file
        return self.files.get(variant) or self.later_files.get(variant) or self.file


@dataclass(frozen=True, slots=True)
class Slot:
    id: int
    title: str
    starts_at: datetime
    duration: timedelta
    gap: timedelta
    filler: timedelta
    silence: timedelta
    file: JoinedFile | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class RecalledItem:
    item_id: int
    sha256: str
    reason: str
    at: datetime

    def __post_init__(self) -> None:
        _require_hash(self.sha256)


@dataclass(frozen=True, slots=True)
class Playlist:
    """One edition of one station's broadcast day; `supersedes` is the edition it replaces."""

    station: Station
    day: date
    day_start: time
    edition: int
    supersedes: int | None
    released_at: datetime
    recalled: tuple[RecalledItem, ...]
    slots: tuple[Slot, ...]

    def files(self, variant: str | None = None) -> Iterator[File]:
        """Yield the file of every entry that has one, in airing order, repeats included."""
        for slot in self.slots:
            for entry in slot.entries:
                file = entry.file_in(variant)
                if file is not None:
                    yield file


def _require_hash(sha256: str) -> None:
    if not is_hash(sha256):
        raise ValueError(f"{sha256!r} is not a SHA-256 in lower-case hexadecimal digits.")
