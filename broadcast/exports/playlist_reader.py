"""Read a playlist back from its JSON: strict on what it needs, blind to keys it does not know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from broadcast.exports.names import is_hash, is_portable
from broadcast.exports.playlist import (
    Entry,
    File,
    JoinedFile,
    Kind,
    Medium,
    Playlist,
    Priority,
    RecalledItem,
    Relay,
    Slot,
    Station,
)
from broadcast.exports.playlist_json import VIETNAM, sha256

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


class InvalidPlaylistError(ValueError):
    """The document is not a playlist; the message says where and why."""


def from_json(document: Any) -> Playlist:
    """Read a playlist and hold it against its own `sha256`.

    Raise `InvalidPlaylistError` naming the first key that is missing, of the wrong type or
    impossible, or when the content is not what was hashed at release.
    """
    playlist = _playlist(_Object(document, ""))
    if document.get("sha256") != sha256(document):
        raise InvalidPlaylistError("sha256: the content is not what was released.")
    return playlist


@dataclass(frozen=True, slots=True)
class _Object:
    """A JSON object and where it stands in the document, for the messages."""

    value: Any
    path: str

    def __post_init__(self) -> None:
        if not isinstance(self.value, Mapping):
            raise self.wrong("an object is needed")

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, why: str, key: str = "") -> InvalidPlaylistError:
        return InvalidPlaylistError(f"{self.at(key) if key else self.path or 'playlist'}: {why}.")

    def take(self, key: str, kind: type[Value], needed: str) -> Value:
        value = self.value.get(key)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.wrong(f"{needed} is needed", key)
        return value

    def text(self, key: str) -> str:
        return self.take(key, str, "text")

    def whole(self, key: str) -> int:
        number = self.take(key, int, "a whole number")
        if number < 0:
            raise self.wrong("a number below zero is impossible", key)
        return number

    def duration(self, key: str) -> timedelta:
        try:
            return timedelta(milliseconds=self.whole(key))
        except OverflowError as error:
            raise self.wrong("the duration is impossibly long", key) from error

    def parsed(self, key: str, parse: Callable[[str], Value], needed: str) -> Value:
        text = self.text(key)
        try:
            return parse(text)
        except (ValueError, OverflowError) as error:
            raise self.wrong(f"{needed} is needed", key) from error

    def moment(self, key: str) -> datetime:
        return self.parsed(key, _moment, "a moment in ISO 8601 with its offset")

    def hash(self, key: str) -> str:
        text = self.text(key)
        if not is_hash(text):
            raise self.wrong("64 lower-case hexadecimal digits are needed", key)
        return text

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        return self.parsed(key, choices, "one of " + ", ".join(choices))

    def optional(self, key: str, read: Callable[[str], Value]) -> Value | None:
        """Read a key unless it is null; a key that is missing is still refused."""
        if key not in self.value:
            raise self.wrong("a value or null is needed", key)
        return None if self.value[key] is None else read(key)

    def object(self, key: str) -> "_Object":
        return _Object(self.value.get(key), self.at(key))

    def objects(self, key: str) -> "Iterator[_Object]":
        values: list[Any] = self.take(key, list, "a list")
        return (_Object(value, f"{self.at(key)}[{index}]") for index, value in enumerate(values))


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at.astimezone(VIETNAM)


def _minute(text: str) -> time:
    at = time.fromisoformat(text)
    if at.isoformat("minutes") != text:
        raise ValueError(text)
    return at


def _playlist(found: _Object) -> Playlist:
    return Playlist(
        station=_station(found.object("station")),
        day=found.parsed("day", date.fromisoformat, "a day"),
        day_start=found.parsed("day_start", _minute, "a time of day, HH:MM,"),
        edition=found.whole("edition"),
        supersedes=found.optional("supersedes", found.whole),
        released_at=found.moment("released_at"),
        recalled=tuple(_recalled(item) for item in found.objects("recalled")),
        slots=tuple(_slot(slot) for slot in found.objects("slots")),
    )


def _station(found: _Object) -> Station:
    return Station(
        code=found.text("code"),
        name=found.text("name"),
        area_code=found.text("area_code"),
        level=found.text("level"),
        medium=found.choice("medium", Medium),
    )


def _recalled(found: _Object) -> RecalledItem:
    return RecalledItem(
        item_id=found.whole("item_id"),
        sha256=found.hash("sha256"),
        reason=found.text("reason"),
        at=found.moment("at"),
    )


def _slot(found: _Object) -> Slot:
    return Slot(
        id=found.whole("id"),
        title=found.text("title"),
        starts_at=found.moment("starts_at"),
        duration=found.duration("duration_ms"),
        gap=found.duration("gap_ms"),
        filler=found.duration("filler_ms"),
        silence=found.duration("silence_ms"),
        file=found.optional("file", lambda key: _joined_file(found.object(key))),
        entries=tuple(_entry(entry) for entry in found.objects("entries")),
    )


def _joined_file(found: _Object) -> JoinedFile:
    return JoinedFile(
        url=found.text("url"),
        sha256=found.hash("sha256"),
        size=found.whole("bytes"),
        duration=found.duration("duration_ms"),
        starts_at=found.moment("starts_at"),
    )


def _entry(found: _Object) -> Entry:
    files = found.object("files")
    return Entry(
        position=found.whole("position"),
        kind=found.choice("kind", Kind),
        item_id=found.optional("item_id", found.whole),
        title=found.text("title"),
        language=found.text("language"),
        priority=found.choice("priority", Priority),
        starts_at=found.moment("starts_at"),
        duration=found.duration("duration_ms"),
        clearance_id=found.optional("clearance_id", found.whole),
        from_station=found.optional("from_station", found.text),
        relay=found.optional("relay", lambda key: Relay(found.object(key).text("source"))),
        issued_at=found.optional("issued_at", found.moment),
        expires_at=found.optional("expires_at", found.moment),
        file=found.optional("file", lambda key: _file(found.object(key))),
        files={variant: _file(files.object(variant)) for variant in files.value},
        note=found.text("note"),
    )


def _file(found: _Object) -> File:
    name = found.text("name")
    if not is_portable(name):
        raise found.wrong(f"{name!r} is not a file name that every system takes", "name")
    return File(
        name=name,
        url=found.text("url"),
        sha256=found.hash("sha256"),
        size=found.whole("bytes"),
        duration=found.duration("duration_ms"),
    )
