"""One planning run's input, read from the rows in a fixed number of queries.

The horizon is whole broadcast days of the chosen stations. Their superiors come
along with what they air, to be carried; days outside the horizon count as airings.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils import timezone

from broadcast.models import (
    Clock,
    EntryKind,
    Maker,
    Placement,
    Playlist,
    Position,
    Slot,
    Station,
)
from broadcast.planner import problem as planner
from broadcast.planner.problem import Admission, Hold
from media.models import Rendition

from .airings import history, said_silent, unheard
from .candidates import candidates, cleared_between
from .clocks import PlannedClock, planned_clock
from .rules import kept_rules, rule_book, special_days
from .stations import planned_stations

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime, timedelta

    from cms.models import Clearance


@dataclass(slots=True)
class Loaded:
    """A problem with the rows behind its ids. Slot ids in the problem are keys of `slots`."""

    problem: planner.Problem
    slots: dict[str, Slot]
    stations: dict[str, Station]
    clocks: dict[str, PlannedClock]
    clearances: dict[str, Clearance]
    placements: dict[int, list[Placement]] = field(default_factory=dict)


def load_problem(
    *,
    first: date,
    last: date,
    stations: Collection[Station] | None,
    unsaved: Iterable[Slot],
    holes: Collection[int],
    now: datetime,
    only: Collection[int] | None = None,
) -> Loaded:
    """Read everything that planning `first` to `last` needs.

    `unsaved` are slots that a dry run has not stored. `holes` are slots that may be
    refilled though their day is frozen or released: a withdrawal emptied a place. With
    `only`, slots of other keys are read and not planned.
    """
    chosen, all_stations = _stations(stations)
    slots = [
        *Slot.objects.of_days(first, last).on_air().filter(station__in=all_stations),
        *unsaved,
    ]
    slots.sort(key=lambda slot: (slot.starts_at, slot.station_id, slot.pk or 0))
    keys = {f"{s.station_id}@{s.starts_at.isoformat()}": s for s in slots}
    clearances = _clearances(slots)
    idents = _idents(all_stations)
    clocks = _clocks(slots, idents)
    placements = _placements(slots)
    planned = {station.pk: station for station in all_stations}
    items = [row.item_id for row in clearances.values()]
    silent = said_silent(all_stations)
    aired = _aired(placements, unheard(all_stations, first, last, silent, now))
    book, quotas = rule_book(kept_rules(), special_days())
    problem = planner.Problem(
        timezone=timezone.get_default_timezone(),
        stations=tuple(planned_stations(all_stations)),
        clocks=tuple({c.clock.id: c.clock for c in clocks.values()}.values()),
        slots=tuple(_slots(keys, planned, chosen, clocks, idents, holes, only, now)),
        candidates=tuple(candidates(clearances.values())),
        history=tuple(history(all_stations, first, last, items, silent)),
        standing=tuple(_standing(keys, aired, planned, clocks, idents, now)),
        rules=book,
        quotas=quotas,
    )
    by_id = {planned_one.clock.id: planned_one for planned_one in clocks.values()}
    return Loaded(problem, keys, {s.code: s for s in all_stations}, by_id, clearances, placements)


def _stations(wanted: Collection[Station] | None) -> tuple[set[int], list[Station]]:
    """Return the keys of the stations to plan, and these with their superiors, loaded."""
    rows = list(
        Station.objects.active()
        .select_related("area", "parent")
        .prefetch_related("languages")
        .order_by("pk")
    )
    if wanted is None:
        return {row.pk for row in rows}, rows
    by_pk = {row.pk: row for row in rows}
    chosen = {station.pk for station in wanted if station.pk in by_pk}
    needed: set[int] = set()
    for pk in chosen:
        above: int | None = pk
        while above is not None and above in by_pk and above not in needed:
            needed.add(above)
            above = by_pk[above].parent_id
    return chosen, [row for row in rows if row.pk in needed]


def _clearances(slots: list[Slot]) -> dict[str, Clearance]:
    if not slots:
        return {}
    span = min(s.starts_at for s in slots), max(s.ends_at for s in slots)
    return {str(row.item_id): row for row in cleared_between(*span)}


def _idents(stations: list[Station]) -> dict[int, timedelta]:
    """Return the length of each station's ident by the station's key, where it has one ready."""
    house = Rendition.objects.ready().house()
    house = house.filter(asset_id__in={s.ident_id for s in stations if s.ident_id})
    lengths = dict(house.order_by("profile__version").values_list("asset_id", "duration"))
    return {
        station.pk: length
        for station in stations
        if station.ident_id and (length := lengths.get(station.ident_id))
    }


def _clocks(
    slots: list[Slot], idents: dict[int, timedelta]
) -> dict[tuple[int, timedelta | None], PlannedClock]:
    rows = Clock.objects.filter(pk__in={slot.clock_id for slot in slots}).prefetch_related(
        Prefetch("positions", Position.objects.order_by("sort_order", "pk"))
    )
    clocks = {row.pk: row for row in rows}
    return {
        (pk, ident): planned_clock(clocks[pk], list(clocks[pk].positions.all()), ident)
        for pk, ident in {(slot.clock_id, idents.get(slot.station_id)) for slot in slots}
    }


def _placements(slots: list[Slot]) -> dict[int, list[Placement]]:
    found: dict[int, list[Placement]] = defaultdict(list)
    rows = Placement.objects.filter(slot__in=[s.pk for s in slots if s.pk])
    for row in rows.order_by("slot_id", "starts_at", "pk"):
        found[row.slot_id].append(row)
    return dict(found)


def _aired(
    placements: dict[int, list[Placement]], unheard: set[tuple[int, int]]
) -> dict[int, list[Placement]]:
    """Return the placements without those that were released and, as stations say, not heard."""
    return {
        slot: [row for row in rows if (slot, row.item_id) not in unheard]
        for slot, rows in placements.items()
    }


def frozen_from(station: Station, first_slot: datetime) -> datetime:
    """Return when a day of `station` whose first slot begins at `first_slot` freezes."""
    return first_slot - station.freeze


def _slots(
    keys: dict[str, Slot],
    stations: dict[int, Station],
    chosen: set[int],
    clocks: dict[tuple[int, timedelta | None], PlannedClock],
    idents: dict[int, timedelta],
    holes: Collection[int],
    only: Collection[int] | None,
    now: datetime,
) -> Iterable[planner.Slot]:
    begins: dict[tuple[int, date], datetime] = {}
    for slot in keys.values():
        day = (slot.station_id, slot.day)
        begins[day] = min(slot.starts_at, begins.get(day, slot.starts_at))
    released = set(
        Playlist.objects.filter(day__in={day for _station, day in begins}).values_list(
            "station_id", "day"
        )
    )
    for key, slot in keys.items():
        station = stations[slot.station_id]
        day = (slot.station_id, slot.day)
        left_alone = only is not None and slot.pk not in only
        if slot.station_id not in chosen or slot.starts_at <= now or left_alone:
            admits = Admission.NONE
        elif day in released or (
            # What was never planned is relied on by nobody: it may be planned late.
            slot.planned_at is not None and now >= frozen_from(station, begins[day])
        ):
            admits = Admission.REFILL if slot.pk in holes else Admission.URGENT
        else:
            admits = Admission.ALL
        yield planner.Slot(
            id=key,
            station=station.code,
            starts_at=slot.starts_at,
            duration=slot.duration,
            clock=clocks[slot.clock_id, idents.get(slot.station_id)].clock.id,
            admits=admits,
        )


def _standing(
    keys: dict[str, Slot],
    placements: dict[int, list[Placement]],
    stations: dict[int, Station],
    clocks: dict[tuple[int, timedelta | None], PlannedClock],
    idents: dict[int, timedelta],
    now: datetime,
) -> Iterable[planner.Standing]:
    codes = {pk: station.code for pk, station in stations.items()}
    for key, slot in keys.items():
        places = clocks[slot.clock_id, idents.get(slot.station_id)].places
        for row in placements.get(slot.pk, []):
            if row.entry != EntryKind.ITEM or row.position not in places:
                continue
            yield planner.Standing(
                slot_id=key,
                position=places.index(row.position),
                item_id=str(row.item_id),
                starts_at=row.starts_at,
                duration=row.duration,
                hold=_hold(row, slot, now),
                from_station=codes.get(row.from_station_id or 0),
            )


def _hold(row: Placement, slot: Slot, now: datetime) -> Hold:
    if slot.starts_at <= now:
        return Hold.FROZEN
    if row.locked:
        return Hold.LOCKED
    return Hold.SCHEDULER if row.made_by == Maker.SCHEDULER else Hold.PLANNER
