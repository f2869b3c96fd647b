"""The bytes behind a slot's files: house files as kept, filler cut to length, all of it joined.

Each file is read as seldom as possible. A house file that some edition holds already
was read and held against its hash then; a joined file whose recipe is the same as in
the edition before has the same bytes.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from broadcast.editions import FILES
from broadcast.exports.archive import Content
from broadcast.exports.filler import filler
from broadcast.exports.house import FRAME, HouseFormat
from broadcast.exports.names import file_name
from broadcast.exports.playlist import File, JoinedFile, Kind
from broadcast.exports.recipe import Digest, ShortFileError, digest, whole_file
from broadcast.exports.slot_file import Piece, slot_file
from broadcast.house_files import DamagedFile, open_house_file
from broadcast.models import PlaylistEntry, SmallCopy
from media.models import Rendition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import timedelta

    from broadcast.exports.recipe import Recipe

    from .drafts import SlotDraft

logger = logging.getLogger(__name__)


def crc32_of(renditions: Collection[Rendition]) -> dict[str, int]:
    """Return the CRC-32 of each house file by its hash.

    A file that no edition has held before is read whole. Raise `DamagedFile` where it
    is not what its hash says.
    """
    sizes = {rendition.sha256: rendition.size_bytes or 0 for rendition in renditions}
    known = _held(sizes)
    for sha256 in sizes.keys() - known.keys():
        known[sha256] = read_through(whole_file(sha256, sizes[sha256]), sha256).crc32
    return known


def small_crc32_of(renditions: Collection[Rendition]) -> dict[str, int]:
    """Return the same of small files, without those the store does not hold whole.

    A house file stands in for one: nothing is kept from airing.
    """
    sizes = {rendition.sha256: rendition.size_bytes or 0 for rendition in renditions}
    known = _held(sizes)
    for sha256 in sizes.keys() - known.keys():
        try:
            known[sha256] = read_through(whole_file(sha256, sizes[sha256]), sha256).crc32
        except DamagedFile:
            logger.warning("the small file %s is missing or damaged; it is left out", sha256)
    return known


def _held(sha256s: Collection[str]) -> dict[str, int]:
    """Return the CRC-32 of the files some edition holds already, as it was read then."""
    entries = PlaylistEntry.objects.order_by()
    house = entries.filter(house_sha256=OuterRef("sha256"), recipe__isnull=True)
    small = entries.filter(small_sha256=OuterRef("sha256"), small_recipe__isnull=True)
    later = SmallCopy.objects.filter(sha256=OuterRef("sha256"), recipe__isnull=True).order_by()
    return dict(
        Rendition.objects.filter(sha256__in=sha256s)
        .annotate(
            crc32=Coalesce(
                Subquery(house.values("crc32")[:1]),
                Subquery(small.values("small_crc32")[:1]),
                Subquery(later.values("crc32")[:1]),
            )
        )
        .exclude(crc32=None)
        .values_list("sha256", "crc32")
    )


def read_through(recipe: Recipe, sha256: str) -> Digest:
    """Read a file for its checksums. Raise `DamagedFile` where they are not of `sha256`."""
    try:
        found = digest(recipe, open_house_file)
    except ShortFileError as error:
        raise DamagedFile(sha256) from error
    if found.sha256 != sha256:
        raise DamagedFile(sha256)
    return found


def house_file(title: str, rendition: Rendition, duration: timedelta) -> File:
    """Name a whole house file as an entry carries it."""
    _, _, extension = rendition.file_name.rpartition(".")
    return File(
        name=file_name(title, rendition.sha256, extension),
        url=f"{FILES}/{rendition.sha256}.{extension}",
        sha256=rendition.sha256,
        size=rendition.size_bytes or 0,
        duration=duration,
    )


def filler_file(title: str, music: Rendition, length: timedelta) -> tuple[File, Content] | None:
    """Cut filler of `length` from the music, faded at both ends; None for less than a frame.

    It is back-timed: the music's own end falls on the filler's, however much was to fill.
    It is a file of its own, so that who plays file by file stops on time as well.
    """
    recipe = filler(
        sha256=music.sha256,
        size=music.size_bytes or 0,
        length=length,
        back_timed=True,
        house=_format(music.size_bytes or 0, music.duration) or HouseFormat(),
    )
    if not recipe.length:
        return None
    try:
        found = digest(recipe, open_house_file)
    except (ShortFileError, ValueError) as error:
        raise DamagedFile(music.sha256) from error
    file = File(
        name=file_name(title, found.sha256, "mp3"),
        url=f"{FILES}/{found.sha256}.mp3",
        sha256=found.sha256,
        size=found.length,
        duration=length // FRAME * FRAME,
    )
    return file, Content(recipe, found.crc32)


def joined(draft: SlotDraft, before: SlotDraft | None) -> SlotDraft:
    """Return the draft with its joined file, unless nothing in it can be joined.

    `before` is the slot as released last. Files of different bit rates stay apart: a
    player would take the whole for the first one's rate and show wrong times.
    """
    aired = [
        (entry, content)
        for entry, content in zip(draft.slot.entries, draft.contents, strict=True)
        if entry.file is not None and content is not None
    ]
    house = _common_format(entry.file for entry, _content in aired if entry.file is not None)
    if house is None:
        return draft
    made = slot_file(
        draft.slot.title,
        [
            Piece(
                "" if entry.kind is Kind.FILLER else entry.title,
                entry.starts_at - draft.slot.starts_at,
                content.recipe,
            )
            for entry, content in aired
        ],
        house,
    )
    found = _unchanged(made.recipe, before) or digest(made.recipe, open_house_file)
    file = JoinedFile(
        url=f"{FILES}/{found.sha256}.mp3",
        sha256=found.sha256,
        size=found.length,
        duration=made.duration,
        starts_at=aired[0][0].starts_at,
    )
    slot = replace(draft.slot, file=file)
    return replace(draft, slot=slot, joined=Content(made.recipe, found.crc32))


def _unchanged(recipe: Recipe, before: SlotDraft | None) -> Digest | None:
    if before is None or before.joined is None or before.slot.file is None:
        return None
    if before.joined.recipe.key != recipe.key:
        return None
    return Digest(recipe.length, before.slot.file.sha256, before.joined.crc32)


def _common_format(files: Iterable[File]) -> HouseFormat | None:
    formats = {_format(file.size, file.duration) for file in files}
    return formats.pop() if len(formats) == 1 else None


def _format(size: int, duration: timedelta | None) -> HouseFormat | None:
    """Tell the house format from a file's length and duration; None for anything else."""
    frames = 0 if duration is None else duration // FRAME
    if not frames or size % frames:
        return None
    try:
        return HouseFormat(size // frames * 8000 // 24)
    except ValueError:
        return None
