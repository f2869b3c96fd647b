"""A station's broadcast day as its operators see it: what to air, what not, what was said of it.

Values alone, put together by `broadcast.portal.cards` and `broadcast.portal.copies`
from rows that `broadcast.portal.reading` has read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadcast.editions import SMALL
from broadcast.exports.playlist import Kind
from broadcast.models import Outcome
from cms.models import EndReason

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from broadcast.exports.playlist import Entry, Playlist, Slot
    from broadcast.models import AsRun, Fetch
    from broadcast.models import Playlist as PlaylistRow
    from cms.models import ClearanceEnd


@dataclass(frozen=True, slots=True)
class Edition:
    """A released edition; `ended` are the ends of clearances that entries of it air under."""

    row: PlaylistRow
    playlist: Playlist
    ended: Mapping[int, ClearanceEnd]

    @property
    def archive_size(self) -> int:
        """Return about how many bytes the day's archive has: its files, without the lists."""
        return sum({file.sha256: file.size for file in self.playlist.files()}.values())

    @property
    def small_archive_size(self) -> int:
        """Return the same of its small variant; 0 where no entry has a small file."""
        entries = [entry for slot in self.playlist.slots for entry in slot.entries]
        if not any(SMALL in entry.files or SMALL in entry.later_files for entry in entries):
            return 0
        return sum({file.sha256: file.size for file in self.playlist.files(SMALL)}.values())

    def slot(self, number: int) -> Slot | None:
        return next((slot for slot in self.playlist.slots if slot.id == number), None)

    def recall_of(self, slot: Slot, entry: Entry) -> str:
        """Return why `entry` may not air in `slot`, in words; nothing where it may.

        As `broadcast.actions.recall` has it: what was withdrawn leaves every slot that
        was not over then, what ended otherwise had to begin before.
        """
        end = self.ended.get(entry.clearance_id or 0)
        if end is None:
            return ""
        withdrawn = end.reason == EndReason.WITHDRAWN
        came_in_time = ends_at(slot) <= end.at if withdrawn else entry.starts_at <= end.at
        return "" if came_in_time else str(end.get_reason_display())

    def not_to_air(self, now: datetime, only: Slot | None = None) -> list[Entry]:
        """Return what may not air in slots that are not over, of the day or of one slot."""
        return [
            entry
            for slot in self.playlist.slots
            for entry in slot.entries
            if (only is None or slot == only)
            and ends_at(slot) > now
            and self.recall_of(slot, entry)
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as shown. `gone`: an earlier edition had it and it was recalled since.

    `standing` is the word that counts for it, on itself or on its whole slot.
    """

    entry: Entry
    facts: tuple[str, ...]
    recalled: str
    gone: bool
    standing: AsRun | None

    @property
    def apart(self) -> bool:
        """Whether it is worth telling apart: nobody asks for an ident or filler."""
        return self.entry.kind in {Kind.ITEM, Kind.RELAY}


@dataclass(frozen=True, slots=True)
class Told:
    """Something that was said, and the title of what of; empty for the whole slot."""

    word: AsRun
    title: str


class State(models.TextChoices):
    AHEAD = "ahead", _("to come")
    ON_AIR = "on_air", _("on air")
    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    AIRED = Outcome.AIRED.value, Outcome.AIRED.label
    PARTLY = Outcome.PARTLY.value, Outcome.PARTLY.label
    NOT_AIRED = Outcome.NOT_AIRED.value, Outcome.NOT_AIRED.label


@dataclass(frozen=True, slots=True)
class SlotCard:
    """A slot as shown; `told` is all that was said of it, newest first.

    It is `held_back` while something in it may not air.
    """

    slot: Slot
    lines: tuple[Line, ...]
    told: tuple[Told, ...]
    state: State
    held_back: bool
    begun: bool
    over: bool

    @property
    def ends_at(self) -> datetime:
        return ends_at(self.slot)

    @property
    def settled(self) -> bool:
        return self.state in {State.AIRED, State.PARTLY, State.NOT_AIRED}

    @property
    def planned(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.gone)


@dataclass(frozen=True, slots=True)
class StaleCopy:
    """Somebody's newest copy of a day, of which `changed` slots are yet to air otherwise."""

    fetch: Fetch
    changed: tuple[Slot, ...]
    recalled: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One broadcast day of a station; `edition` is None where nothing is released.

    `not_to_air` is what the newest edition itself still holds though it may not air.
    """

    day: date
    edition: Edition | None
    cards: tuple[SlotCard, ...] = ()
    stale: tuple[StaleCopy, ...] = ()
    not_to_air: tuple[Entry, ...] = ()

    @property
    def has_files(self) -> bool:
        return self.edition is not None and any(self.edition.playlist.files())


def ends_at(stretch: Entry | Slot) -> datetime:
    return stretch.starts_at + stretch.duration
