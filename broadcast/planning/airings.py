"""What stations aired, as far as anybody knows: as released, less what they said did not air."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from broadcast.models import AsRun, Outcome, Placement, Playlist, PlaylistEntry
from broadcast.planner import problem as planner

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from broadcast.models import Station

# How far past the horizon what is planned already still matters for separation.
AROUND = timedelta(days=31)
Silent = set[tuple[int, int | None]]


def said_silent(stations: Collection[Station]) -> Silent:
    """Return the slots and positions that stations said did not air; no position is the slot."""
    said = AsRun.objects.newest().filter(outcome=Outcome.NOT_AIRED, station__in=stations)
    return set(said.values_list("slot_id", "position"))


def unheard(
    stations: Collection[Station], first: date, last: date, silent: Silent, now: datetime
) -> set[tuple[int, int]]:
    """Return the begun slots of some days, and the items released in them that did not air."""
    newest = Playlist.objects.newest().filter(day__range=(first, last), station__in=stations)
    entries = PlaylistEntry.objects.filter(
        playlist__in=newest,
        slot__in={slot for slot, _position in silent},
        slot__starts_at__lte=now,
        item__isnull=False,
    ).values_list("slot_id", "item_id", "position")
    return {
        (slot, item)
        for slot, item, position in entries
        if item is not None and _is_silent(silent, slot, position)
    }


def history(
    stations: Collection[Station],
    first: date,
    last: date,
    items: Collection[int],
    silent: Silent,
) -> Iterable[planner.Airing]:
    """Yield the airings of `items` outside the days: as released where released, else as planned.

    What a station said did not air does not count.
    """
    codes = {station.pk: station.code for station in stations}
    outside = Q(day__lt=first) | Q(day__gt=last, day__lte=last + AROUND)
    newest = Playlist.objects.newest().filter(outside, station__in=stations)
    released: set[tuple[int, date]] = set(newest.values_list("station_id", "day"))
    entries = PlaylistEntry.objects.filter(playlist__in=newest, item__in=items).values_list(
        "item_id", "playlist__station_id", "starts_at", "slot_id", "position", "slot__starts_at"
    )
    for item, station, at, slot, position, slot_at in entries:
        if not _is_silent(silent, slot, position):
            yield planner.Airing(
                item_id=str(item), station=codes[station], aired_at=at, slot_at=slot_at
            )
    planned = Placement.objects.filter(
        Q(slot__day__lt=first) | Q(slot__day__gt=last, slot__day__lte=last + AROUND),
        slot__station__in=stations,
        slot__cancelled_at__isnull=True,
        item__in=items,
    ).values_list("item_id", "slot__station_id", "starts_at", "slot__day", "slot__starts_at")
    for item, station, at, day, slot_at in planned:
        if (station, day) not in released:
            yield planner.Airing(
                item_id=str(item), station=codes[station], aired_at=at, slot_at=slot_at
            )


def _is_silent(silent: Silent, slot: int, position: int) -> bool:
    return (slot, position) in silent or (slot, None) in silent
