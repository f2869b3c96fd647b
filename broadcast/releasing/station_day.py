"""One station's broadcast day, read for release in a number of queries that rows do not change."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from broadcast.exports.house import FRAME
from broadcast.exports.playlist import Kind
from broadcast.house_files import house_rendition
from broadcast.models import (
    FillerMusic,
    Placement,
    Playlist,
    Position,
    Recall,
    Slot,
)
from cms.models import Clearance, Language

from .drafts import released_drafts

if TYPE_CHECKING:
    from broadcast.exports.archive import Content
    from broadcast.exports.playlist import File
    from broadcast.models import Station
    from media.models import Rendition

    from .drafts import SlotDraft

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StationDay:
    """`slots` are the day's that air and `neighbours` those of the days beside it.

    `placements` are in airing order, by slot; each knows as `airable` whether its
    item may air at its start. `released` is the newest edition's slots by their keys,
    `recalled` the clearances recalled from it.
    """

    station: Station
    day: date
    now: datetime
    slots: list[Slot]
    neighbours: list[Slot]
    placements: dict[int, list[Placement]]
    positions: dict[int, list[Position]]
    newest: Playlist | None
    released: dict[int, SlotDraft]
    recalls: list[Recall]
    ident: Rendition | None
    music: Rendition | None
    languages: dict[int, str]

    @property
    def to_air(self) -> list[Slot]:
        """The slots that are not over: what is over stays as the edition that aired it has it."""
        return [slot for slot in self.slots if slot.ends_at > self.now]

    @property
    def recalled(self) -> set[int]:
        """The clearances recalled from the newest edition."""
        newest = self.newest and self.newest.pk
        return {row.clearance_id for row in self.recalls if row.playlist_id == newest}

    def ident_for(self, placement: Placement) -> Rendition | None:
        """Return the station's ident if it is as long as was planned."""
        duration = self.ident.duration if self.ident else None
        fits = duration is not None and abs(duration - placement.duration) < FRAME
        return self.ident if fits else None

    def released_ident(self, placement: Placement) -> tuple[File, Content] | None:
        """Return the ident the slot was released with, if it is as long as this placement.

        A new ident must not keep an urgent item out of a slot that was planned with the old.
        """
        draft = self.released.get(placement.slot_id)
        if draft is None:
            return None
        for entry, content in zip(draft.slot.entries, draft.contents, strict=True):
            same = entry.kind is Kind.IDENT and entry.duration == placement.duration
            if same and entry.file is not None and content is not None:
                return entry.file, content
        return None

    def position_of(self, slot: Slot, placement: Placement) -> Position | None:
        """Return the clock's position a placement stands at, None where the clock lost it."""
        positions = self.positions[slot.clock_id]
        return positions[placement.position] if placement.position < len(positions) else None


def load_station_day(*, station: Station, day: date, now: datetime) -> StationDay:
    around = Slot.objects.on_air().filter(station=station).of_days(day - _DAY, day + _DAY)
    rows = list(around.select_related("clock").order_by("starts_at"))
    slots = [slot for slot in rows if slot.day == day]
    playlists = Playlist.objects.filter(station=station, day=day)
    newest = playlists.order_by("-edition").first()
    recalls = Recall.objects.filter(playlist__in=playlists).select_related("clearance__end")
    music = FillerMusic.objects.current()
    return StationDay(
        station=station,
        day=day,
        now=now,
        slots=slots,
        neighbours=[slot for slot in rows if slot.day != day],
        placements=_placements(slots),
        positions=_positions(slots),
        newest=newest,
        released={} if newest is None else released_drafts(newest),
        recalls=list(recalls.order_by("at", "pk")),
        ident=house_rendition(station.ident_id),
        music=house_rendition(music.asset_id) if music else None,
        languages=dict(Language.objects.values_list("pk", "code")),
    )


def _placements(slots: list[Slot]) -> dict[int, list[Placement]]:
    airable = Clearance.objects.airable(
        OuterRef("starts_at")  # type: ignore[arg-type] # each row's own moment, in one query
    ).filter(pk=OuterRef("clearance"), item=OuterRef("item"))
    rows = (
        Placement.objects.filter(slot__in=slots)
        .annotate(airable=Exists(airable))
        .select_related(
            "clearance__end",
            "clearance__rendition__profile",
            "clearance__video",
            "from_station",
        )
        .order_by("starts_at", "pk")
    )
    found: dict[int, list[Placement]] = defaultdict(list)
    for row in rows:
        found[row.slot_id].append(row)
    return found


def _positions(slots: list[Slot]) -> dict[int, list[Position]]:
    found: dict[int, list[Position]] = defaultdict(list)
    clocks = {slot.clock_id for slot in slots}
    for row in Position.objects.filter(clock__in=clocks).order_by("sort_order", "pk"):
        found[row.clock_id].append(row)
    return found
