"""Reads what a station's pages show, in as many queries for a full day as for an empty one."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from broadcast import editions
from broadcast.models import AsRun, Fetch, Playlist, PlaylistEntry, Slot, Station
from broadcast.portal.cards import CardMaker, Names
from broadcast.portal.copies import stale_copies
from broadcast.portal.day import Day, Edition
from cms.models import ClearanceEnd, Language

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from broadcast.models import SlotQuerySet

# How far back a station may look and speak, and how far ahead it may look.
BACK = timedelta(days=14)
AHEAD = timedelta(days=7)


def read_days(station: Station, days: Sequence[date], now: datetime) -> list[Day]:
    """Return each of `days` as it stands at `now`, those without a playlist too."""
    released = _released(station, days)
    shown = [of_day[-1] for of_day in released.values()]
    words = _words([slot.id for edition in shown for slot in edition.playlist.slots])
    fetches = _fetches([one.row.pk for of_day in released.values() for one in of_day])
    names = _names([one for of_day in released.values() for one in of_day])
    return [
        _day(day, released[day], fetches[day], words, names, now)
        if day in released
        else Day(day, None)
        for day in days
    ]


def read_one(playlist: Playlist) -> Edition:
    """Return one edition, with what of it may not air."""
    (edition,) = editions.read_for(editions.SMALL, [playlist])
    return Edition(playlist, edition, _ended([playlist]))


def unconfirmed_slots(station: Station, first: date, last: date, now: datetime) -> SlotQuerySet:
    """Return the released slots that are over and of which nothing was said, oldest first."""
    newest = Playlist.objects.newest().filter(station=station, day__range=(first, last))
    released = PlaylistEntry.objects.filter(slot=OuterRef("pk"), playlist__in=newest)
    return (
        Slot.objects.on_air()
        .of_days(first, last)
        .filter(Exists(released), station=station, ends_at__lte=now)
        .exclude(Exists(AsRun.objects.filter(slot=OuterRef("pk"))))
    )


def _day(
    day: date,
    of_day: Sequence[Edition],
    fetches: Sequence[Fetch],
    words: dict[int, list[AsRun]],
    names: Names,
    now: datetime,
) -> Day:
    newest = of_day[-1]
    cards = CardMaker(newest, of_day[:-1], names, now)
    return Day(
        day,
        newest,
        cards=tuple(cards.card(slot, words[slot.id]) for slot in newest.playlist.slots),
        stale=tuple(stale_copies(of_day, fetches, now)),
        not_to_air=tuple(newest.not_to_air(now)),
    )


def _released(station: Station, days: Collection[date]) -> dict[date, list[Edition]]:
    """Return all editions of each day that has any, oldest first."""
    rows = list(Playlist.objects.filter(station=station, day__in=days).order_by("day", "edition"))
    ended = _ended(rows)
    released: dict[date, list[Edition]] = {}
    for row, edition in zip(rows, editions.read_for(editions.SMALL, rows), strict=True):
        released.setdefault(row.day, []).append(Edition(row, edition, ended))
    return released


def _ended(playlists: Collection[Playlist]) -> dict[int, ClearanceEnd]:
    """Return the ends of the clearances that something in `playlists` airs under."""
    aired = PlaylistEntry.objects.filter(playlist__in=[playlist.pk for playlist in playlists])
    ends = ClearanceEnd.objects.filter(clearance__in=aired.values("clearance"))
    return {end.clearance_id: end for end in ends}


def _words(slots: Collection[int]) -> dict[int, list[AsRun]]:
    """Return by slot what was said of it, newest first."""
    words: dict[int, list[AsRun]] = defaultdict(list)
    said = AsRun.objects.filter(slot__in=slots).with_subject().select_related("by", "token")
    for word in said.newest_first():
        words[word.slot_id].append(word)
    return words


def _fetches(playlists: Collection[int]) -> dict[date, list[Fetch]]:
    """Return by day what people took; machines ask again by themselves."""
    taken: dict[date, list[Fetch]] = defaultdict(list)
    rows = Fetch.objects.filter(playlist__in=playlists, by__isnull=False)
    for fetch in (
        rows.select_related("by", "playlist").defer("playlist__document").order_by("at", "pk")
    ):
        taken[fetch.playlist.day].append(fetch)
    return taken


def _names(shown: Collection[Edition]) -> Names:
    codes = {
        entry.from_station
        for edition in shown
        for slot in edition.playlist.slots
        for entry in slot.entries
    }
    stations = Station.objects.filter(code__in=codes - {None})
    return Names(
        languages=dict(Language.objects.values_list("code", "title")),
        stations=dict(stations.values_list("code", "name")),
    )
