"""A released edition as bytes: the one place that turns its rows into files to take away.

What the machine API sends, what the portal offers and what the command writes are
the same bytes. Where files lie is the caller's to say: `name_of` beside one another,
as in the ZIP and on a memory stick, or a signed address of the machine API.
"""

from __future__ import annotations

import json
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from broadcast.exports import archive as zip_archive
from broadcast.exports import recipe as recipes
from broadcast.exports.archive import Content
from broadcast.exports.m3u8 import m3u8
from broadcast.exports.names import file_name
from broadcast.exports.playlist_reader import from_json
from broadcast.exports.recipe import whole_file
from broadcast.exports.sheet import sheet
from broadcast.exports.tracks import entry_tracks
from broadcast.exports.xspf import xspf
from broadcast.house_files import open_house_file
from broadcast.models import PlaylistEntry, SlotFile, SmallCopy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from broadcast.exports import playlist as exports
    from broadcast.exports.recipe import Recipe
    from broadcast.exports.tracks import Address
    from broadcast.models import Playlist

FILES = "/api/v1/files"
SMALL = "small"  # the variant of an entry's file for metered lines
name_of: Address = attrgetter("name")
# The sheet is a page of its own: its style is in it, its players lead to the machine API.
SHEET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"


def read_edition(playlist: Playlist) -> exports.Playlist:
    """Read a released playlist back as plain values, held against its own hash."""
    return from_json(playlist.document)


def read_for(variant: str | None, playlists: Iterable[Playlist]) -> list[exports.Playlist]:
    """Read playlists for who takes a variant: files of it that were made since come along."""
    kept = list(playlists)
    if variant != SMALL:
        return [read_edition(playlist) for playlist in kept]
    later = small_copies(kept)
    return [with_small_copies(read_edition(each), later.get(each.pk, {})) for each in kept]


def small_copies(playlists: Iterable[Playlist]) -> dict[int, dict[tuple[int, int], SmallCopy]]:
    """Return the small files that were made since, by playlist, and there by slot and position."""
    found: dict[int, dict[tuple[int, int], SmallCopy]] = {}
    rows = SmallCopy.objects.filter(entry__playlist__in=list(playlists)).select_related("entry")
    for row in rows:
        entry = row.entry
        found.setdefault(entry.playlist_id, {})[entry.slot_id, entry.position] = row
    return found


def with_small_copies(
    edition: exports.Playlist, later: Mapping[tuple[int, int], SmallCopy]
) -> exports.Playlist:
    """Return the edition with small files of later beside its entries; its document is the same."""
    slots = tuple(
        replace(
            slot,
            entries=tuple(
                _with_small_copy(entry, later.get((slot.id, entry.position)))
                for entry in slot.entries
            ),
        )
        for slot in edition.slots
    )
    return replace(edition, slots=slots) if later else edition


def _with_small_copy(entry: exports.Entry, row: SmallCopy | None) -> exports.Entry:
    if row is None or entry.file is None:
        return entry
    small = replace(
        entry.file,
        name=file_name(entry.title, row.sha256, "mp3"),
        url=f"{FILES}/{row.sha256}.mp3",
        sha256=row.sha256,
        size=row.size_bytes,
    )
    return replace(entry, later_files={SMALL: small})


def file_stem(edition: exports.Playlist, variant: str | None = None) -> str:
    """Return what a file of the whole edition is called, before its extension."""
    marked = f"-{variant}" if variant else ""
    return f"{edition.station.code}-{edition.day}-{edition.edition}{marked}"


def only_slot(edition: exports.Playlist, slot_id: int) -> exports.Playlist:
    """Return the edition with one of its slots alone, for who takes just that."""
    return replace(edition, slots=tuple(slot for slot in edition.slots if slot.id == slot_id))


def as_json(document: dict[str, Any]) -> bytes:
    """Write a playlist's document, as released and for ever after.

    Keys are sorted, because databases keep them in orders of their own.
    """
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        errors="replace"
    )


def as_m3u8(edition: exports.Playlist, address: Address, variant: str | None = None) -> bytes:
    return m3u8(entry_tracks(edition.slots, address, variant))


def as_xspf(edition: exports.Playlist, address: Address, variant: str | None = None) -> bytes:
    title = f"{edition.station.name} {edition.day.isoformat()}"
    return xspf(title, edition.released_at, entry_tracks(edition.slots, address, variant))


def as_html(
    edition: exports.Playlist,
    address: Address,
    *,
    variant: str | None = None,
    slot_address: Callable[[exports.JoinedFile], str] | None = None,
) -> bytes:
    return sheet(edition, address, variant, slot_address)


def as_zip(
    editions: Sequence[exports.Playlist],
    contents: dict[str, Content],
    *,
    variant: str | None = None,
    since: exports.Playlist | None = None,
    slot_files: bool = False,
) -> Recipe:
    """Pack one station's days, with the files of `contents_of` them, to be streamed.

    With `since`, an earlier edition of the first day, what the station has from it is
    listed but not packed.
    """
    known = (
        frozenset[str]()
        if since is None
        else zip_archive.unchanged_names(editions[0], since, variant=variant, slot_files=slot_files)
    )
    return zip_archive.archive(
        editions, contents, variant=variant, slot_files=slot_files, leave_out=known
    )


def contents_of(playlists: Iterable[Playlist]) -> dict[str, Content]:
    """Return every file of the playlists by its hash, joined files too, in two queries."""
    kept = list(playlists)
    rows = PlaylistEntry.objects.filter(playlist__in=kept).exclude(house_sha256="")
    entries = list(rows.select_related("small_copy"))
    found = {row.house_sha256: entry_content(row) for row in entries}
    found |= {row.small_sha256: small_content(row) for row in entries if row.small_sha256}
    later = [row.small_copy for row in entries if hasattr(row, "small_copy")]
    found |= {row.sha256: small_copy_content(row) for row in later}
    joined = SlotFile.objects.filter(playlist__in=kept)
    return found | {row.sha256: slot_content(row) for row in joined}


def entry_content(row: PlaylistEntry) -> Content:
    """Return what an entry with a file airs: a house file, or filler cut from one."""
    return _content(row.house_sha256, row.size_bytes, row.crc32, row.recipe)


def small_content(row: PlaylistEntry) -> Content:
    """Return the small file of an entry that has one."""
    return _content(row.small_sha256, row.small_bytes, row.small_crc32, row.small_recipe)


def small_copy_content(row: SmallCopy) -> Content:
    return _content(row.sha256, row.size_bytes, row.crc32, row.recipe)


def _content(sha256: str, size: int, crc32: int | None, recipe: dict[str, Any] | None) -> Content:
    if recipe is None:
        return Content(whole_file(sha256, size), crc32 or 0)
    return Content(recipes.from_json(recipe), crc32 or 0)


def slot_content(row: SlotFile) -> Content:
    return Content(recipes.from_json(row.recipe), row.crc32)


def stream(recipe: Recipe, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """Yield a byte range of a file, straight from the house files in the store."""
    end = recipe.length if stop is None else stop
    return recipes.stream(recipe, start, end, open_house_file)
