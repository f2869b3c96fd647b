"""From a day's placements to the drafts of its slots.

An item's title, language and priority come from its clearance, never from the page.
An ident airs the station's ident, filler the music chosen for all: cut to length it is
a file of its own. Where no music is chosen, filler is silence and told as such.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from django.utils.translation import gettext as _

from broadcast.editions import SMALL
from broadcast.exports.archive import Content
from broadcast.exports.playlist import Entry, Kind, Priority, Relay, Slot
from broadcast.exports.recipe import whole_file
from broadcast.house_files import DamagedFile, file_on, small_files
from broadcast.models import EntryKind, Medium

from .drafts import SlotDraft
from .sound import crc32_of, filler_file, house_file, joined, small_crc32_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from broadcast import models
    from broadcast.exports.playlist import File
    from media.models import Rendition

    from .station_day import StationDay

_NOTHING = timedelta()
SmallFile: TypeAlias = "tuple[Rendition, int]"  # and the CRC-32 of its bytes


def compose(day: StationDay, slots: Collection[models.Slot]) -> list[SlotDraft]:
    """Return the drafts of `slots` as they are placed now; the day must be free of stops.

    Raise `DamagedFile` where the store's bytes are not what was cleared.
    """
    house = _renditions(day, slots)
    composer = _Composer(day, crc32_of(house), _small_files(day, house))
    return [composer.slot(slot) for slot in slots]


def _renditions(day: StationDay, slots: Collection[models.Slot]) -> list[Rendition]:
    found = [
        file_on(placement.clearance, day.station.medium)
        for slot in slots
        for placement in day.placements[slot.pk]
        if placement.clearance is not None
    ]
    return [rendition for rendition in [day.ident, *found] if rendition is not None]


def _small_files(day: StationDay, house: list[Rendition]) -> dict[int, SmallFile]:
    """Return the whole small files there are, by the keys of the house files beside them."""
    if day.station.medium == Medium.TELEVISION:
        return {}
    found = small_files([*house, day.music] if day.music else house)
    crc32 = small_crc32_of(found.values())
    return {pk: (row, crc32[row.sha256]) for pk, row in found.items() if row.sha256 in crc32}


class _Composer:
    def __init__(self, day: StationDay, crc32: dict[str, int], small: dict[int, SmallFile]) -> None:
        self._day = day
        self._crc32 = crc32
        self._small = small
        self._small_contents: dict[str, Content] = {}

    def slot(self, row: models.Slot) -> SlotDraft:
        entries: list[Entry] = []
        contents: list[Content | None] = []
        silent = _NOTHING
        for placement in self._day.placements[row.pk]:
            entry, content = self._entry(row, placement)
            if entry.kind is Kind.FILLER and content is None:
                silent += entry.duration
                continue
            entries.append(replace(entry, position=len(entries)))
            contents.append(content)
        filler = row.filler or _NOTHING
        draft = SlotDraft(
            Slot(
                id=row.pk,
                title=row.title,
                starts_at=row.starts_at,
                duration=row.duration,
                gap=row.gap or _NOTHING,
                filler=filler - min(silent, filler),
                silence=(row.silence or _NOTHING) + min(silent, filler),
                file=None,
                entries=tuple(entries),
            ),
            tuple(contents),
            small={
                file.sha256: self._small_contents[file.sha256]
                for entry in entries
                for file in entry.files.values()
            },
        )
        if self._day.station.medium == Medium.TELEVISION:
            return draft
        return joined(draft, self._day.released.get(row.pk))

    def _entry(
        self, slot: models.Slot, placement: models.Placement
    ) -> tuple[Entry, Content | None]:
        bare = Entry(
            position=0,
            kind=Kind(placement.entry),
            item_id=placement.item_id,
            title="",
            language="",
            priority=Priority.NORMAL,
            starts_at=placement.starts_at,
            duration=placement.duration,
            clearance_id=placement.clearance_id,
            from_station=placement.from_station.code if placement.from_station else None,
        )
        match placement.entry:
            case EntryKind.ITEM:
                return self._item(bare, placement)
            case EntryKind.IDENT:
                return self._ident(bare, placement)
            case EntryKind.FILLER:
                return self._filler(bare)
            case _:
                position = self._day.position_of(slot, placement)
                source = "" if position is None else position.source
                title = _("Relay of %(source)s") % {"source": source}
                return replace(bare, title=title, relay=Relay(source)), None

    def _item(self, bare: Entry, placement: models.Placement) -> tuple[Entry, Content | None]:
        clearance = placement.clearance
        assert clearance is not None  # noqa: S101 - a check constraint says so
        priority = Priority(clearance.content.get("priority", Priority.NORMAL))
        entry = replace(
            bare,
            language=self._day.languages.get(clearance.content["language"], ""),
            priority=priority,
            # An urgent bulletin carries the moment it was ordered to air.
            issued_at=clearance.cleared_at if priority is Priority.URGENT else None,
            expires_at=clearance.air_until,
        )
        return self._whole(
            entry, clearance.content["title"], file_on(clearance, self._day.station.medium)
        )

    def _ident(self, bare: Entry, placement: models.Placement) -> tuple[Entry, Content | None]:
        title = _("Station ident")
        ident = self._day.ident_for(placement)
        before = self._day.released_ident(placement)
        if ident is None and before is not None:
            file, content = before
            return replace(bare, title=title, file=file), content
        return self._whole(bare, title, ident)

    def _whole(
        self, bare: Entry, title: str, rendition: Rendition | None
    ) -> tuple[Entry, Content | None]:
        assert rendition is not None  # noqa: S101 - a day free of stops has all its files
        file = house_file(title, rendition, rendition.duration or bare.duration)
        content = Content(whole_file(file.sha256, file.size), self._crc32[file.sha256])
        files: dict[str, File] = {}
        if rendition.pk in self._small:
            row, crc32 = self._small[rendition.pk]
            small = house_file(title, row, file.duration)
            files[SMALL] = self._keep(small, Content(whole_file(small.sha256, small.size), crc32))
        return replace(bare, title=title, file=file, files=files), content

    def _keep(self, file: File, content: Content) -> File:
        self._small_contents[file.sha256] = content
        return file

    def _filler(self, bare: Entry) -> tuple[Entry, Content | None]:
        title = _("Filler music")
        cut: tuple[File, Content] | None = None
        if self._day.music is not None:
            cut = filler_file(title, self._day.music, bare.duration)
        if cut is None:
            return replace(bare, title=title), None
        file, content = cut
        return replace(bare, title=title, file=file, files=self._small_filler(bare)), content

    def _small_filler(self, bare: Entry) -> dict[str, File]:
        music = self._day.music
        if music is None or music.pk not in self._small:
            return {}
        row, _crc32 = self._small[music.pk]
        try:
            cut = filler_file(_("Filler music"), row, bare.duration)
        except DamagedFile:
            return {}  # the filler itself is whole
        return {} if cut is None else {SMALL: self._keep(*cut)}
