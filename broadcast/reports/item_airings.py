"""Where and when one item airs, and what became of its airings, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, fields

from broadcast.models import AsRun, Outcome, Placement, Playlist, PlaylistEntry, standing_word
from broadcast.reports.counting import Planned, Tally

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.models import Item

# How many of each are told one by one.
_NEXT = 10
_LAST = 5


@dataclass(frozen=True, slots=True)
class Coming:
    """An airing to come; `released` to its station, or still only planned."""

    starts_at: datetime
    station: str
    slot: str
    released: bool


@dataclass(frozen=True, slots=True)
class Past:
    """An airing that is over; no `outcome` while its station has said nothing."""

    starts_at: datetime
    station: str
    slot: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class ItemAirings:
    """`coming` are the next and `past` the last few; the numbers count all."""

    coming: tuple[Coming, ...]
    released: int
    planned: int
    stations: int
    past: tuple[Past, ...]
    tally: Tally

    @property
    def total(self) -> int:
        return self.released + self.planned

    @property
    def more(self) -> int:
        return self.total - len(self.coming)


def read_item_airings(*, item: Item, now: datetime) -> ItemAirings:
    """Read the item's airings as they stand at `now`.

    A released day counts as its newest edition has it, any other as it is planned. What is
    withdrawn, or waits for its newer clearance, is on no way to a listener.
    """
    entries = PlaylistEntry.objects.filter(item=item, playlist__in=Playlist.objects.newest())
    released = entries.filter(starts_at__gt=now, clearance__end__isnull=True)
    planned = _planned(item, now)
    past, tally = _past(entries, now)
    stations = {
        *released.order_by().values_list("playlist__station", flat=True).distinct(),
        *planned.order_by().values_list("slot__station", flat=True).distinct(),
    }
    coming = merge(
        _coming(released, "playlist__station__name", released=True),
        _coming(planned, "slot__station__name", released=False),
        key=attrgetter("starts_at"),
    )
    return ItemAirings(
        coming=tuple(islice(coming, _NEXT)),
        released=released.count(),
        planned=planned.count(),
        stations=len(stations),
        past=past,
        tally=tally,
    )


def _planned(item: Item, now: datetime) -> QuerySet[Placement]:
    same_day = Playlist.objects.filter(station=OuterRef("slot__station"), day=OuterRef("slot__day"))
    return Placement.objects.filter(
        ~Exists(same_day),
        item=item,
        starts_at__gt=now,
        slot__cancelled_at__isnull=True,
        clearance__end__isnull=True,
    )


def _coming(rows: QuerySet[Any], station: str, *, released: bool) -> list[Coming]:
    first = rows.order_by("starts_at", station).values_list("starts_at", station, "slot__title")
    return [Coming(at, name, slot, released) for at, name, slot in first[:_NEXT]]


def _past(entries: QuerySet[PlaylistEntry], now: datetime) -> tuple[tuple[Past, ...], Tally]:
    over = entries.filter(ends_at__lte=now)
    said = _said(over)
    rows = over.order_by("-starts_at", "-pk").values_list(
        "slot_id",
        "position",
        "house_sha256",
        "starts_at",
        "ends_at",
        "playlist__station",
        "item",
        "playlist__station__name",
        "slot__title",
    )
    tally = Tally()
    last: list[Past] = []
    for *facts, station, slot in rows:
        planned = Planned._make(facts)
        word = standing_word(said[planned.slot], planned.position, planned.house_sha256)
        tally.count(planned, word, now)
        if len(last) < _LAST:
            outcome = Outcome(word.outcome) if word is not None else None
            last.append(Past(planned.starts_at, station, slot, outcome))
    return tuple(last), tally


def _said(entries: QuerySet[PlaylistEntry]) -> dict[int, list[Any]]:
    length = ExpressionWrapper(
        F("slot__ends_at") - F("slot__starts_at"), output_field=fields.DurationField()
    )
    words = (
        AsRun.objects.filter(slot__in=entries.order_by().values("slot"))
        .with_subject()
        .annotate(slot_length=length)
        .order_by("-said_at", "-pk")
        .values_list(
            "slot_id",
            "position",
            "said_of",
            "outcome",
            "started_at",
            "ended_at",
            "slot_length",
            named=True,
        )
    )
    said: dict[int, list[Any]] = defaultdict(list)
    for word in words:
        said[word.slot_id].append(word)
    return said
