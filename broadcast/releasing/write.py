"""An edition's rows: the document, its entries and the recipes of its joined files."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from broadcast.editions import SMALL
from broadcast.exports import playlist as exports
from broadcast.exports.playlist_json import to_json
from broadcast.exports.recipe import to_json as recipe_to_json
from broadcast.exports.recipe import whole_file
from broadcast.models import Playlist, PlaylistEntry, SlotFile
from cms.models import EndReason
from cms.models.audit import record

from .drafts import in_airing_order
from .keeping import keep_what_airs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from broadcast.exports.archive import Content
    from broadcast.models import Recall
    from cms.accounts.models import User

    from .drafts import SlotDraft
    from .station_day import StationDay

# What tells one edition from the next though nothing that airs has changed.
_OF_THE_EDITION = {"edition", "supersedes", "released_at", "sha256", "recalled"}


def write_edition(*, day: StationDay, drafts: Collection[SlotDraft], by: User | None) -> Playlist:
    """Write the next edition, or return the newest one where it says the same already.

    An edition that something was recalled from is always followed by another.
    """
    ordered = in_airing_order(drafts)
    document = to_json(_edition(day, ordered))
    if day.newest is not None and not day.recalled and _same(document, day.newest.document):
        return day.newest
    playlist = Playlist.objects.create(
        station=day.station,
        day=day.day,
        edition=document["edition"],
        document=document,
        sha256=document["sha256"],
        released_at=day.now,
        released_by=by,
    )
    entries = [row for draft in ordered for row in _entries(playlist, draft)]
    PlaylistEntry.objects.bulk_create(entries, batch_size=500)
    keep_what_airs(entries)
    SlotFile.objects.bulk_create([row for draft in ordered for row in _slot_file(playlist, draft)])
    record(
        "released",
        about=f"{day.station}, {day.day:%d/%m/%Y}, {playlist.edition}",
        key=f"station:{day.station.pk}",
        by=by,
        now=day.now,
        content=playlist.sha256,
    )
    return playlist


def _same(one: dict[str, object], other: dict[str, object]) -> bool:
    return all(one[key] == other.get(key) for key in one.keys() - _OF_THE_EDITION)


def _edition(day: StationDay, drafts: Collection[SlotDraft]) -> exports.Playlist:
    station = day.station
    newest = day.newest.edition if day.newest else None
    return exports.Playlist(
        station=exports.Station(
            code=station.code,
            name=station.name,
            area_code=station.area.code,
            level=station.area.level,
            medium=exports.Medium(station.medium),
        ),
        day=day.day,
        day_start=station.day_start,
        edition=(newest or 0) + 1,
        supersedes=newest,
        released_at=day.now,
        recalled=tuple(_recalled(day, drafts)),
        slots=tuple(draft.slot for draft in drafts),
    )


def _recalled(day: StationDay, drafts: Collection[SlotDraft]) -> Iterator[exports.RecalledItem]:
    """Yield what was recalled from this and every earlier edition of the day.

    A file that has yet to air is left out: a correction of the text may keep its sound,
    and a player that drops recalled files would drop it. What aired before counts not.
    """
    airing = {
        file.sha256
        for draft in drafts
        if draft.slot.starts_at + draft.slot.duration > day.now
        for entry in draft.slot.entries
        for file in (entry.file, *entry.files.values())
        if file is not None
    }
    small = _small_of(day)
    told: set[tuple[int, str]] = set()
    for recall in day.recalls:
        for sha256 in (recall.house_sha256, *sorted(small[recall.clearance_id])):
            file = (recall.item_id, sha256)
            if sha256 not in airing and file not in told:
                told.add(file)
                yield exports.RecalledItem(*file, reason=reason_of(recall), at=recall.at)


def _small_of(day: StationDay) -> dict[int, set[str]]:
    """Return the small files that editions of the day have of what was recalled from them."""
    found: dict[int, set[str]] = defaultdict(set)
    if day.recalls:
        entries = PlaylistEntry.objects.filter(
            playlist__station=day.station,
            playlist__day=day.day,
            clearance__in={recall.clearance_id for recall in day.recalls},
        )
        files = entries.values_list("clearance", "small_sha256", "small_copy__sha256")
        for clearance, *small in files:
            found[clearance or 0].update(filter(None, small))
    return found


def reason_of(recall: Recall) -> str:
    """Return what the stations are told: the withdrawer's own words where there are any."""
    end = getattr(recall.clearance, "end", None)
    note = str(end.note) if end is not None else ""
    return note or str(EndReason(recall.reason).label)


def _entries(playlist: Playlist, draft: SlotDraft) -> Iterator[PlaylistEntry]:
    for entry, content in zip(draft.slot.entries, draft.contents, strict=True):
        file = entry.file
        yield PlaylistEntry(
            playlist=playlist,
            slot_id=draft.slot.id,
            position=entry.position,
            entry=entry.kind.value,
            item_id=entry.item_id,
            clearance_id=entry.clearance_id,
            starts_at=entry.starts_at,
            ends_at=entry.starts_at + entry.duration,
            house_sha256=file.sha256 if file else "",
            size_bytes=file.size if file else 0,
            crc32=content.crc32 if content else None,
            recipe=_own_recipe(file, content),
            **_small(draft, entry),
        )


def _small(draft: SlotDraft, entry: exports.Entry) -> dict[str, Any]:
    file = entry.files.get(SMALL)
    if file is None:
        return {}
    content = draft.small[file.sha256]
    return {
        "small_sha256": file.sha256,
        "small_bytes": file.size,
        "small_crc32": content.crc32,
        "small_recipe": _own_recipe(file, content),
    }


def _own_recipe(file: exports.File | None, content: Content | None) -> dict[str, object] | None:
    """Return the recipe of a file that is not simply kept in the store."""
    if file is None or content is None or content.recipe == whole_file(file.sha256, file.size):
        return None
    return recipe_to_json(content.recipe)


def _slot_file(playlist: Playlist, draft: SlotDraft) -> Iterator[SlotFile]:
    file = draft.slot.file
    if file is not None and draft.joined is not None:
        yield SlotFile(
            playlist=playlist,
            slot_id=draft.slot.id,
            sha256=file.sha256,
            size_bytes=file.size,
            crc32=draft.joined.crc32,
            starts_at=file.starts_at,
            duration=file.duration,
            recipe=recipe_to_json(draft.joined.recipe),
        )
