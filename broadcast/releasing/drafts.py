"""A slot of an edition in the making: the plain values and the bytes behind each file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from broadcast.editions import entry_content, read_edition, slot_content, small_content
from broadcast.exports.playlist import Entry, Kind, Slot

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from broadcast.exports.archive import Content
    from broadcast.models import Playlist


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """`contents` stands entry by entry, None for a relay; `joined` is the slot's own file.

    `small` are the small files of entries that have one, by their hashes.
    """

    slot: Slot
    contents: tuple[Content | None, ...]
    joined: Content | None = None
    small: Mapping[str, Content] = field(default_factory=dict)


def released_drafts(playlist: Playlist) -> dict[int, SlotDraft]:
    """Return the slots of a released edition by their keys, just as they were released."""
    rows = list(playlist.entries.exclude(house_sha256=""))
    contents = {(row.slot_id, row.position): entry_content(row) for row in rows}
    small = {row.small_sha256: small_content(row) for row in rows if row.small_sha256}
    joined = {row.slot_id: slot_content(row) for row in playlist.slot_files.all()}
    return {
        slot.id: SlotDraft(
            slot,
            tuple(contents.get((slot.id, entry.position)) for entry in slot.entries),
            joined.get(slot.id),
            small,
        )
        for slot in read_edition(playlist).slots
    }


def without(draft: SlotDraft, clearances: Collection[int]) -> SlotDraft:
    """Return the draft less the entries under these clearances; it has yet to be joined again.

    What they leave is silence: nothing else moves.
    """
    kept = [
        (entry, content)
        for entry, content in zip(draft.slot.entries, draft.contents, strict=True)
        if entry.clearance_id not in clearances
    ]
    lost = sum(
        (entry.duration for entry in draft.slot.entries if entry.clearance_id in clearances),
        timedelta(),
    )
    entries = tuple(
        replace(entry, position=position) for position, (entry, _content) in enumerate(kept)
    )
    slot = replace(
        draft.slot,
        gap=draft.slot.gap + lost,
        silence=draft.slot.silence + lost,
        file=None,
        entries=entries,
    )
    return SlotDraft(slot, tuple(content for _entry, content in kept), small=draft.small)


def in_airing_order(drafts: Collection[SlotDraft]) -> list[SlotDraft]:
    return sorted(drafts, key=attrgetter("slot.starts_at"))


def held_items(draft: SlotDraft) -> dict[int, Entry]:
    """Return the items of a draft by their clearances."""
    return {
        entry.clearance_id: entry
        for entry in draft.slot.entries
        if entry.kind is Kind.ITEM and entry.clearance_id is not None
    }
