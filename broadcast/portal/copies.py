"""Finds the copies that people took of a day and that would now air otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.portal.day import StaleCopy, ends_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from broadcast.exports.playlist import Playlist, Slot
    from broadcast.models import Fetch
    from broadcast.portal.day import Edition


def stale_copies(
    editions: Sequence[Edition], fetches: Iterable[Fetch], now: datetime
) -> Iterator[StaleCopy]:
    """Yield each person's newest copy that differs from the newest edition in what is yet to air.

    All `editions` are of one day, oldest first.
    """
    newest = editions[-1]
    by_key = {edition.row.pk: edition for edition in editions}
    for fetch in _newest_of_each(fetches):
        taken = by_key[fetch.playlist_id]
        changed = _changed(taken.playlist, newest.playlist, now)
        if changed:
            yield StaleCopy(fetch, changed, tuple(taken.not_to_air(now)))


def _newest_of_each(fetches: Iterable[Fetch]) -> Iterable[Fetch]:
    held: dict[int | None, Fetch] = {}
    for fetch in fetches:
        before = held.get(fetch.by_id)
        if before is None or fetch.playlist.edition > before.playlist.edition:
            held[fetch.by_id] = fetch
    return held.values()


def _changed(before: Playlist, after: Playlist, now: datetime) -> tuple[Slot, ...]:
    """Return the slots that have not ended and would not air the same, cancelled ones too."""
    old = {slot.id: slot for slot in before.slots}
    new = {slot.id: slot for slot in after.slots}
    return tuple(
        slot
        for slot in sorted({**old, **new}.values(), key=lambda slot: slot.starts_at)
        if ends_at(slot) > now and _airs(old.get(slot.id)) != _airs(new.get(slot.id))
    )


def _airs(slot: Slot | None) -> object:
    """Return what of a slot would be heard, None where there is no such slot."""
    if slot is None:
        return None
    return [
        (entry.starts_at, entry.file.sha256 if entry.file else entry.relay)
        for entry in slot.entries
    ]
