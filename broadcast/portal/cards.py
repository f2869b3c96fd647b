"""Puts a day's slots together for the page: entries, what was recalled, what was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from broadcast.exports.playlist import Kind
from broadcast.models import EntryKind, standing_word
from broadcast.portal.day import Line, SlotCard, State, Told, ends_at

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from broadcast.exports.playlist import Entry, Slot
    from broadcast.models import AsRun
    from broadcast.portal.day import Edition


@dataclass(frozen=True, slots=True)
class Names:
    """What codes in a playlist are called, by code."""

    languages: Mapping[str, str]
    stations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Makes the cards of the newest edition; `earlier` ones tell what was taken out of it."""

    newest: Edition
    earlier: Sequence[Edition]
    names: Names
    now: datetime

    def card(self, slot: Slot, words: Sequence[AsRun]) -> SlotCard:
        """Return `slot` with all `words` on it, which come newest first."""
        lines = [self._line(slot, entry, words) for entry in slot.entries]
        return SlotCard(
            slot=slot,
            lines=tuple(sorted([*lines, *self._gone(slot)], key=_airing_order)),
            told=tuple(Told(word, self._title_of(word)) for word in words),
            state=_state(slot, lines, words, self.now),
            held_back=bool(self.newest.not_to_air(self.now, slot)),
            begun=slot.starts_at <= self.now,
            over=ends_at(slot) <= self.now,
        )

    def _line(self, slot: Slot, entry: Entry, words: Sequence[AsRun]) -> Line:
        sha256 = entry.file.sha256 if entry.file else ""
        return Line(
            entry,
            facts_of(entry, self.names),
            self.newest.recall_of(slot, entry),
            gone=False,
            standing=standing_word(words, entry.position, sha256),
        )

    def _title_of(self, word: AsRun) -> str:
        """Return the title of what was spoken of, as the edition spoken of has it."""
        editions = {edition.row.pk: edition for edition in (self.newest, *self.earlier)}
        slot = editions[word.playlist_id].slot(word.slot_id)
        titles = {entry.position: entry.title for entry in slot.entries} if slot else {}
        return "" if word.position is None else titles[word.position]

    def _gone(self, slot: Slot) -> list[Line]:
        """Return what earlier editions had in `slot` and was recalled, each once."""
        stays = {entry.clearance_id for entry in slot.entries}
        gone: dict[tuple[int | None, datetime], Line] = {}
        for edition in self.earlier:
            before = edition.slot(slot.id)
            for entry in before.entries if before else ():
                why = edition.recall_of(slot, entry)
                if why and entry.clearance_id not in stays:
                    gone[entry.clearance_id, entry.starts_at] = Line(
                        entry, facts_of(entry, self.names), why, gone=True, standing=None
                    )
        return list(gone.values())


def facts_of(entry: Entry, names: Names) -> tuple[str, ...]:
    """Return what an operator needs to know of an entry that its title does not tell."""
    origin = entry.from_station
    facts = (
        "" if entry.kind is Kind.ITEM else str(EntryKind(entry.kind.value).label),
        names.languages.get(entry.language, entry.language),
        entry.relay.source if entry.relay else "",
        _("from %(station)s") % {"station": names.stations.get(origin, origin)} if origin else "",
        entry.note,
    )
    title = entry.title.casefold()
    return tuple(fact for fact in facts if fact and fact.casefold() not in title)


def _airing_order(line: Line) -> tuple[datetime, bool]:
    return line.entry.starts_at, line.gone


def _state(slot: Slot, lines: Sequence[Line], words: Sequence[AsRun], now: datetime) -> State:
    """Say how a slot stands: one outcome where all of it has that one, partly where they differ."""
    outcomes = {line.standing.outcome for line in lines if line.standing}
    if not lines and words:
        outcomes = {words[0].outcome}
    if outcomes and all(line.standing for line in lines):
        return State(outcomes.pop()) if len(outcomes) == 1 else State.PARTLY
    if ends_at(slot) <= now:
        return State.UNCONFIRMED
    return State.ON_AIR if slot.starts_at <= now else State.AHEAD
