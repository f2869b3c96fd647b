"""The stops of the store: a file that is missing or not as long as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from broadcast.house_files import file_on, kept_size
from broadcast.models import EntryKind

from .stops import Stop, StopCode, name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from broadcast.models import Placement, Slot
    from media.models import Rendition

    from .station_day import StationDay


def file_stops(day: StationDay, slots: Collection[Slot]) -> Iterator[Stop]:
    """Yield one stop for each file the slots air that the store does not hold whole."""
    asked: set[str] = set()
    for slot in slots:
        for placement in day.placements[slot.pk]:
            rendition = rendition_of(day, placement)
            if rendition is None or rendition.sha256 in asked:
                continue
            asked.add(rendition.sha256)
            if kept_size(rendition.sha256) != rendition.size_bytes:
                yield damaged(day, rendition.sha256, placement)


def damaged(day: StationDay, sha256: str, placement: Placement | None = None) -> Stop:
    """Say that a file is not what it should be, by the name of what would air it."""
    found = placement or next(
        (
            each
            for placements in day.placements.values()
            for each in placements
            if (rendition := rendition_of(day, each)) and rendition.sha256 == sha256
        ),
        None,
    )
    told = _("The file of “%(title)s” is missing or damaged in the store: tell the administrator.")
    title = name_of(found) if found else sha256[:12]
    return Stop(
        StopCode.FILE,
        told % {"title": title},
        found.slot_id if found else None,
        found.pk if found else None,
    )


def rendition_of(day: StationDay, placement: Placement) -> Rendition | None:
    match placement.entry:
        case EntryKind.ITEM:
            clearance = placement.clearance
            return file_on(clearance, day.station.medium) if clearance else None
        case EntryKind.IDENT:
            return day.ident_for(placement)
        case EntryKind.FILLER:
            return day.music
    return None
