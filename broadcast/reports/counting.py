"""How airings are counted: what was planned against what stations said of it.

Planned is what the newest released edition holds. What counts for an entry is the
newest word on it or on its whole slot (`broadcast.models.standing_word`). `aired` is
one airing and all its minutes. `partly` is one airing too; its minutes are the share of
the planned length that the times given make, at most all of it, and half of it where no
end is given. `not_aired` is none. What nobody spoke of is unconfirmed once it is over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from broadcast.models import Outcome, standing_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

_HALF = 0.5


class Planned(NamedTuple):
    """An item's entry of a newest edition."""

    slot: int
    position: int
    house_sha256: str
    starts_at: datetime
    ends_at: datetime
    station: int
    item: int


class Word(Protocol):
    """What was said of a slot, or of the entry at `position` of it; `said_of` is its file."""

    @property
    def slot_id(self) -> int: ...
    @property
    def position(self) -> int | None: ...
    @property
    def said_of(self) -> str | None: ...
    @property
    def outcome(self) -> str: ...
    @property
    def started_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def slot_length(self) -> timedelta: ...


@dataclass(slots=True)
class Tally:
    """Airings and time, planned and aired; `partly` are those of `aired` that were cut."""

    items: set[int] = field(default_factory=set)
    planned: int = 0
    planned_time: timedelta = timedelta()
    aired: int = 0
    aired_time: timedelta = timedelta()
    partly: int = 0
    not_aired: int = 0
    unconfirmed: int = 0

    def count(self, entry: Planned, word: Word | None, now: datetime) -> None:
        length = entry.ends_at - entry.starts_at
        self.items.add(entry.item)
        self.planned += 1
        self.planned_time += length
        if word is None:
            self.unconfirmed += entry.ends_at <= now
            return
        match word.outcome:
            case Outcome.AIRED:
                self.aired += 1
                self.aired_time += length
            case Outcome.PARTLY:
                self.aired += 1
                self.partly += 1
                self.aired_time += length * aired_share(word, length)
            case _:
                self.not_aired += 1

    def add(self, other: Tally) -> None:
        self.items |= other.items
        self.planned += other.planned
        self.planned_time += other.planned_time
        self.aired += other.aired
        self.aired_time += other.aired_time
        self.partly += other.partly
        self.not_aired += other.not_aired
        self.unconfirmed += other.unconfirmed


@dataclass(slots=True)
class Silence:
    """What a station has yet to confirm: slots in which some entry waits for a word."""

    slots: int = 0
    airings: int = 0
    since: datetime | None = None

    def note(self, entries: list[Planned], waiting: int) -> None:
        """Note a slot in which `waiting` of its `entries` wait."""
        begins = min(entry.starts_at for entry in entries)
        self.slots += 1
        self.airings += waiting
        self.since = min(self.since or begins, begins)


@dataclass(frozen=True, slots=True)
class Counts:
    """`tallies` by station and item; `silences` by station."""

    tallies: dict[tuple[int, int], Tally]
    silences: dict[int, Silence]


def count(planned: Iterable[Planned], words: Iterable[Word], now: datetime) -> Counts:
    """Count all of `planned`; both run slot by slot in order, `words` newest first in each."""
    counts = Counts({}, {})
    for entries, said in _slot_by_slot(planned, words):
        waiting = 0
        for entry in entries:
            word = standing_word(said, entry.position, entry.house_sha256)
            counts.tallies.setdefault((entry.station, entry.item), Tally()).count(entry, word, now)
            waiting += word is None and entry.ends_at <= now
        if waiting:
            silence = counts.silences.setdefault(entries[0].station, Silence())
            silence.note(entries, waiting)
    return counts


def aired_share(word: Word, length: timedelta) -> float:
    """Return which part of `length` aired, of an entry that aired partly."""
    whole = word.slot_length if word.position is None else length
    if word.ended_at is None or not whole:
        return _HALF
    return min(1.0, (word.ended_at - word.started_at) / whole)


def _slot_by_slot(
    planned: Iterable[Planned], words: Iterable[Word]
) -> Iterator[tuple[list[Planned], list[Word]]]:
    """Yield each slot's entries with its words, holding one slot in memory at a time."""
    spoken = iter(words)
    word = next(spoken, None)
    for slot, entries in groupby(planned, key=attrgetter("slot")):
        said: list[Word] = []
        while word is not None and word.slot_id <= slot:
            if word.slot_id == slot:
                said.append(word)
            word = next(spoken, None)
        yield list(entries), said
