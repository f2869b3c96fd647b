"""Reads a period's report: a fixed number of queries, and one slot in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import ExpressionWrapper, F, fields

from broadcast.models import AsRun, EntryKind, Playlist, PlaylistEntry, Station
from broadcast.reports.counting import Planned, Silence, Tally, count
from broadcast.reports.grouping import Grouping, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

_CHUNK = 5000


@dataclass(frozen=True, slots=True)
class SilentStation:
    station: Station
    silence: Silence


@dataclass(frozen=True, slots=True)
class Report:
    """What was planned and what aired of it in the broadcast days `first` to `last`."""

    first: date
    last: date
    total: Tally
    tables: tuple[Table, ...]
    items: Table
    silent: tuple[SilentStation, ...]


def read_report(first: date, last: date, now: datetime) -> Report:
    """Count the items of the days from `first` to `last`, both included, as they stand at `now`.

    Items are counted under what they are filed under now: a theme that was corrected
    corrects what is told of last month as well.
    """
    entries = PlaylistEntry.objects.filter(
        playlist__in=Playlist.objects.newest().filter(day__range=(first, last)),
        entry=EntryKind.ITEM,
    )
    counts = count(_planned(entries), _words(first, last), now)
    stations = {station.pk: station for station in Station.objects.select_related("area")}
    by = Grouping(counts.tallies, stations)
    return Report(
        first,
        last,
        total=by.total(),
        tables=tuple(by.tables()),
        items=by.items(),
        silent=tuple(
            SilentStation(station, counts.silences[pk])
            for pk, station in stations.items()
            if pk in counts.silences
        ),
    )


def _planned(entries: QuerySet[PlaylistEntry]) -> Iterator[Planned]:
    rows = entries.order_by("slot_id", "position").values_list(
        "slot_id",
        "position",
        "house_sha256",
        "starts_at",
        "ends_at",
        "playlist__station_id",
        "item_id",
    )
    return map(Planned._make, rows.iterator(chunk_size=_CHUNK))


def _words(first: date, last: date) -> Iterator[Any]:
    length = ExpressionWrapper(
        F("slot__ends_at") - F("slot__starts_at"), output_field=fields.DurationField()
    )
    rows = (
        AsRun.objects.filter(slot__day__range=(first, last))
        .with_subject()
        .annotate(slot_length=length)
        .order_by("slot_id", "-said_at", "-pk")
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
    return iter(rows.iterator(chunk_size=_CHUNK))
