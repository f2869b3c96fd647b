"""Small files for entries that were released before theirs were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from broadcast.exports import recipe as recipes
from broadcast.house_files import DamagedFile, small_files
from broadcast.models import EntryKind, Medium, Playlist, PlaylistEntry, SmallCopy
from media.models import Rendition

from .sound import filler_file, house_file, small_crc32_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from broadcast.exports.archive import Content
    from broadcast.exports.playlist import File


@dataclass(frozen=True, slots=True)
class Wanting:
    """Entries of one edition that have no small file, each with the house file it airs from."""

    entries: tuple[tuple[PlaylistEntry, Rendition], ...]

    @property
    def assets(self) -> set[int]:
        return {rendition.asset_id for _entry, rendition in self.entries}


def wanting(now: datetime) -> list[Wanting]:
    """Return the editions not over yet, the newest of their days, that lack small files.

    What was recalled needs none. Two queries, however many there are.
    """
    to_air = PlaylistEntry.objects.filter(playlist=OuterRef("playlist"), ends_at__gt=now)
    entries = (
        PlaylistEntry.objects.filter(
            Exists(to_air),
            playlist__in=Playlist.objects.newest(),
            # A broadcast day ends on the next one.
            playlist__day__gte=timezone.localdate(now) - timedelta(days=1),
            playlist__station__medium=Medium.RADIO,
            small_sha256="",
            small_copy__isnull=True,
            clearance__end__isnull=True,
        )
        .exclude(house_sha256="")
        .order_by("playlist", "pk")
    )
    source = {entry: _source(entry) for entry in entries}
    rows = Rendition.objects.ready().filter(sha256__in=set(source.values()))
    house = {row.sha256: row for row in rows.select_related("profile")}
    by_edition: dict[int, list[tuple[PlaylistEntry, Rendition]]] = {}
    for entry, sha256 in source.items():
        if sha256 in house:
            by_edition.setdefault(entry.playlist_id, []).append((entry, house[sha256]))
    return [Wanting(tuple(found)) for found in by_edition.values()]


def small_copies_of(wanted: Collection[Wanting], now: datetime) -> list[SmallCopy]:
    """Return the rows for those that have a small file by now, the store's bytes looked at.

    One the store does not hold whole is left out.
    """
    entries = [pair for each in wanted for pair in each.entries]
    small = small_files({row.pk: row for _entry, row in entries}.values())
    crc32 = small_crc32_of({row.pk: row for row in small.values()}.values())
    made: list[SmallCopy] = []
    for entry, house in entries:
        row = small.get(house.pk)
        if row is not None and row.sha256 in crc32:
            made += _copy(entry, row, crc32[row.sha256], now)
    return made


def _source(entry: PlaylistEntry) -> str:
    """Return the hash of the house file behind an entry: filler is cut from one."""
    if entry.recipe is None:
        return entry.house_sha256
    return next(iter(recipes.from_json(entry.recipe).files), "")


def _copy(entry: PlaylistEntry, small: Rendition, crc32: int, now: datetime) -> Iterator[SmallCopy]:
    recipe: dict[str, Any] | None = None
    if entry.entry == EntryKind.FILLER:
        cut = _filler(entry, small)
        if cut is None:
            return
        file, content = cut
        recipe, crc32 = recipes.to_json(content.recipe), content.crc32
    else:
        file = house_file("", small, entry.duration)
    yield SmallCopy(
        entry=entry,
        sha256=file.sha256,
        size_bytes=file.size,
        crc32=crc32,
        recipe=recipe,
        added_at=now,
    )


def _filler(entry: PlaylistEntry, music: Rendition) -> tuple[File, Content] | None:
    try:
        return filler_file("", music, entry.duration)
    except DamagedFile:
        return None
