"""Release a station's day: check all of it again, then write the copy its operators air."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from broadcast.house_files import DamagedFile
from broadcast.models import Medium, Playlist, Slot, Station
from broadcast.releasing.airtime_stops import airtime_stops
from broadcast.releasing.compose import compose
from broadcast.releasing.drafts import without
from broadcast.releasing.file_stops import damaged, file_stops
from broadcast.releasing.freeze import freeze_stops
from broadcast.releasing.sound import joined
from broadcast.releasing.station_day import load_station_day
from broadcast.releasing.stops import slot_stops, station_stops
from broadcast.releasing.write import write_edition

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from broadcast.releasing.drafts import SlotDraft
    from broadcast.releasing.station_day import StationDay
    from broadcast.releasing.stops import Stop
    from cms.accounts.models import User


class NotReleasable(Exception):
    """Raised with every stop of a day; no edition was made."""

    def __init__(self, stops: Collection[Stop]) -> None:
        super().__init__(" ".join(str(stop) for stop in stops))
        self.stops = tuple(stops)


def stops(*, station: Station, day: date, now: datetime) -> list[Stop]:
    """Return all that keeps the day from being released now, each as one plain sentence."""
    loaded = load_station_day(station=station, day=day, now=now)
    return _stops(loaded, loaded.to_air)


@transaction.atomic
def release_playlist(*, station: Station, day: date, by: User | None, now: datetime) -> Playlist:
    """Turn one station's placements for `day` into the playlist its operators air.

    The playlist is a copy: each entry keeps the title, file and checksum it was released
    with, so nothing edited upstream afterwards can change what an operator hears. Releasing
    again makes the next edition, or returns the newest where nothing has changed since.
    What is over stays as the edition that aired it has it; what was over before the first
    edition is in none. Filler is released as a file of its own, cut and faded to its length.

    Raise `NotReleasable` with every stop. No playlist is made then: a short one would look
    complete to the person airing it.
    """
    loaded = _locked_day(station, day, now)
    return _release(loaded, loaded.to_air, by)


@transaction.atomic
def release_slots(
    *, station: Station, day: date, slots: Collection[int], by: User | None, now: datetime
) -> Playlist:
    """Release a released day again with the slots of these keys as they are placed now.

    Every other slot stays as the newest edition has it, whatever was planned since.
    Raise `NotReleasable` with the stops of these slots.
    """
    loaded = _locked_day(station, day, now)
    return _release(loaded, [slot for slot in loaded.to_air if slot.pk in slots], by)


@transaction.atomic
def release_without_recalled(
    *, station: Station, day: date, by: User | None, now: datetime
) -> Playlist:
    """Release a day again less what was recalled from its newest edition, and no other change.

    This needs nothing to be in order but the files that air; it is what is left where a
    slot that was emptied cannot be released as planned anew. Where a file cannot be read,
    its slot has no joined file. Raise `Playlist.DoesNotExist` where nothing was ever released.
    """
    loaded = _locked_day(station, day, now)
    if loaded.newest is None:
        raise Playlist.DoesNotExist(f"{station} {day}")
    drafts = [
        _joined_if_readable(loaded, without(draft, loaded.recalled), draft)
        if draft.slot.starts_at + draft.slot.duration > now
        else draft
        for draft in loaded.released.values()
    ]
    return write_edition(day=loaded, drafts=drafts, by=by)


def _joined_if_readable(day: StationDay, draft: SlotDraft, before: SlotDraft) -> SlotDraft:
    if len(draft.contents) == len(before.contents):
        return before
    if day.station.medium == Medium.TELEVISION:
        return draft
    try:
        return joined(draft, before)
    except (OSError, ValueError):
        return draft


def _locked_day(station: Station, day: date, now: datetime) -> StationDay:
    """Hold the station and its slots, so that what is checked is what is written."""
    held = Station.objects.select_for_update(of=("self",)).select_related("area", "parent")
    locked = held.get(pk=station.pk)
    list(Slot.objects.select_for_update().filter(station=locked, day=day).order_by("pk"))
    return load_station_day(station=locked, day=day, now=now)


def _stops(day: StationDay, slots: Collection[Slot]) -> list[Stop]:
    return [
        *station_stops(day),
        *(stop for slot in slots for stop in slot_stops(day, slot)),
        *airtime_stops(day, slots),
        *file_stops(day, slots),
        *freeze_stops(day, slots),
    ]


def _release(day: StationDay, slots: Collection[Slot], by: User | None) -> Playlist:
    found = _stops(day, slots)
    if found:
        raise NotReleasable(found)
    try:
        drafts = compose(day, slots)
    except DamagedFile as error:
        raise NotReleasable([damaged(day, error.sha256)]) from error
    return write_edition(day=day, drafts=[*_kept(day, slots), *drafts], by=by)


def _kept(day: StationDay, slots: Collection[Slot]) -> list[SlotDraft]:
    """Return the released slots that are not made anew: over, or not asked for.

    A slot that was cancelled before it was over is in no later edition.
    """
    anew = {slot.pk for slot in slots}
    cancelled = day.released.keys() - {slot.pk for slot in day.slots}
    return [
        draft
        for pk, draft in day.released.items()
        if pk not in anew
        and (pk not in cancelled or draft.slot.starts_at + draft.slot.duration <= day.now)
    ]
