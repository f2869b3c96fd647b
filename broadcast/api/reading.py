"""What may be read: editions and files of the caller's stations, and whether they may still air."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import Http404
from django.utils.translation import gettext as _

from broadcast.api.errors import Refused
from broadcast.editions import entry_content, slot_content, small_content, small_copy_content
from broadcast.exports.recipe import whole_file
from broadcast.house_files import extension_of, house_file_name
from broadcast.models import Playlist, PlaylistEntry, SlotFile

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from django.db.models import QuerySet

    from broadcast.exports.archive import Content
    from broadcast.exports.recipe import Recipe
    from broadcast.models import StationQuerySet

_GONE = 410
_TO_AIR, _MAY_NOT_AIR, _OVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file some edition names. `stored_as` is its name in the store, empty for a recipe."""

    recipe: Recipe
    extension: str
    stored_as: str


def find_playlist(stations: StationQuerySet, code: str, day: date, edition: int | None) -> Playlist:
    """Return that edition, or the newest, its document yet to be read; raise Http404."""
    rows = Playlist.objects.filter(station__in=stations, station__code=code, day=day)
    if edition is not None:
        rows = rows.filter(edition=edition)
    found = rows.defer("document").order_by("-edition").first()
    if found is None:
        raise Http404
    return found


def find_week(stations: StationQuerySet, code: str, monday: date) -> list[Playlist]:
    """Return the newest edition of each released day of the week; raise Http404 for none."""
    days = (monday, monday + timedelta(days=6))
    rows = Playlist.objects.newest().filter(
        station__in=stations, station__code=code, day__range=days
    )
    found = list(rows.order_by("day"))
    if not found:
        raise Http404
    return found


def refuse_recalled(playlists: Collection[Playlist], now: datetime) -> None:
    """Raise 410 where an edition holds what has yet to air and may not any more."""
    if PlaylistEntry.objects.filter(_barred(now), playlist__in=playlists).exists():
        raise _gone()


def find_file(stations: StationQuerySet, sha256: str, now: datetime) -> HeldFile:
    """Return a file of any edition of `stations`; raise Http404, or 410 if it may not air now."""
    entries = PlaylistEntry.objects.filter(playlist__station__in=stations)
    named = entries.filter(Q(house_sha256=sha256) | Q(small_sha256=sha256))
    # Asked for apart: one condition over both tables would use the index of neither.
    later = entries.filter(small_copy__sha256=sha256).select_related("small_copy")
    barred = Q(clearance__end__isnull=False)
    entry = _first(named, later, to_air=Q(ends_at__gt=now), barred=barred)
    if entry is not None:
        content = _content(entry, sha256)
        if content.recipe != whole_file(sha256, content.recipe.length):
            return HeldFile(content.recipe, "mp3", "")
        extension = extension_of(sha256)
        return HeldFile(content.recipe, extension, house_file_name(sha256, extension))
    files = SlotFile.objects.filter(playlist__station__in=stations, sha256=sha256)
    of_slot = PlaylistEntry.objects.filter(playlist=OuterRef("playlist"), slot=OuterRef("slot"))
    joined = _first(
        files,
        to_air=Exists(of_slot.filter(ends_at__gt=now)),
        barred=Exists(of_slot.filter(_barred(now))),
    )
    if joined is None:
        raise Http404
    return HeldFile(slot_content(joined).recipe, "mp3", "")


def _content(entry: PlaylistEntry, sha256: str) -> Content:
    if entry.house_sha256 == sha256:
        return entry_content(entry)
    if entry.small_sha256 == sha256:
        return small_content(entry)
    return small_copy_content(entry.small_copy)


def find_slot_file(stations: StationQuerySet, slot: int) -> SlotFile:
    """Return the slot's joined file in the newest edition of its day; raise Http404."""
    rows = SlotFile.objects.filter(
        slot=slot, playlist__station__in=stations, playlist__in=Playlist.objects.newest()
    )
    found = rows.select_related("playlist").defer("recipe", "playlist__document").first()
    if found is None:
        raise Http404
    return found


def _first(*sources: QuerySet[Any], to_air: Q | Exists, barred: Q | Exists) -> Any:
    """Return the row that speaks for a file: what has yet to air, before what aired.

    A file recalled from one edition may be in another, cleared anew; one that only
    aired in the past stays what it was.
    """
    standing = Case(
        When(Q(to_air) & ~Q(barred), then=Value(_TO_AIR)),
        When(to_air, then=Value(_MAY_NOT_AIR)),
        default=Value(_OVER),
        output_field=IntegerField(),
    )
    ranked = (rows.annotate(standing=standing).order_by("standing", "-pk") for rows in sources)
    found = [row for row in (rows.first() for rows in ranked) if row is not None]
    best = min(found, key=attrgetter("standing"), default=None)
    if best is not None and best.standing == _MAY_NOT_AIR:
        raise _gone()
    return best


def _barred(now: datetime) -> Q:
    return Q(ends_at__gt=now, clearance__end__isnull=False)


def _gone() -> Refused:
    return Refused(
        _GONE,
        _("Something in this may not air any more: take the newest edition of the playlist."),
    )
