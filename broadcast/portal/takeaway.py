"""An edition as files to take away: what to call them, and where their bytes are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadcast import editions
from broadcast.exports.archive import slot_file_name
from broadcast.models import SlotFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadcast.exports.playlist import Slot
    from broadcast.exports.recipe import Recipe
    from broadcast.portal.day import Edition


@dataclass(frozen=True, slots=True)
class Takeaway:
    """A file to keep. The same `etag` promises the same bytes, of which any span can be read."""

    name: str
    content_type: str
    etag: str
    body: Recipe

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        return editions.stream(self.body, start, stop)


def day_zip(edition: Edition, variant: str | None = None) -> Takeaway:
    """Pack the day's lists and each entry's file once: a metered line pays for every byte.

    Who wants a slot as one file takes that instead.
    """
    contents = editions.contents_of([edition.row])
    body = editions.as_zip([edition.playlist], contents, variant=variant)
    name = f"{editions.file_stem(edition.playlist, variant)}.zip"
    return Takeaway(name, "application/zip", body.key, body)


def slot_mp3(edition: Edition, slot: Slot) -> Takeaway | None:
    """Return the slot as one continuous file; None where nothing can be joined."""
    row = SlotFile.objects.filter(playlist=edition.row, slot_id=slot.id).first()
    if row is None:
        return None
    name = f"{edition.playlist.station.code}-{slot_file_name(slot)}"
    return Takeaway(name, "audio/mpeg", row.sha256, editions.slot_content(row).recipe)
