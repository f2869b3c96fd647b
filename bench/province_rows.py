"""A province's problem as the rows it would be read from; Django must be set up.

What the problem's history holds stands as placements in the days before. The rest follows
`bench.province`, but for idents: a station has one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from bench.province import OPENING, THEMES, TIMETABLE
from bench.province_items import LANGUAGES, MODELS, cleared, ready_renditions
from broadcast.actions.set_up import set_up
from broadcast.models import (
    AirtimeRule,
    Clock,
    EntryKind,
    Placement,
    Position,
    PositionKind,
    Slot,
    Station,
    WeeklySlot,
)
from broadcast.planner import clock as planner
from broadcast.planner.problem import Airing, Problem
from cms.models import Area, Clearance, Convention, Language, Theme
from media.models import Kind

SLOT = {"province": timedelta(minutes=15)}
USUAL_SLOT = timedelta(minutes=30)


@transaction.atomic
def write_province(problem: Problem) -> None:
    """Write areas, stations, clocks, weekly slots, cleared items and what aired before."""
    set_up()
    _themes(problem)
    areas = _areas(problem)
    clocks = {clock.id: _clock(clock) for clock in problem.clocks}
    stations = _stations(problem, areas)
    for station in problem.stations:
        for start, clock in TIMETABLE[station.level]:
            WeeklySlot.objects.create(
                station=stations[station.code],
                title=f"Buổi {start:%H:%M}",
                start_time=start,
                duration=SLOT.get(station.level, USUAL_SLOT),
                clock=clocks[clock],
                valid_from=date(2024, 11, 1),
            )
    clearances = cleared(problem.candidates, areas)
    _history(problem.history, stations, clearances, next(iter(clocks.values())))


def _themes(problem: Problem) -> None:
    Theme.objects.update(retired=True)
    Theme.objects.bulk_create([Theme(code=code, title=code) for code in THEMES])
    conventions = sorted({code for item in problem.candidates for code in item.conventions})
    Convention.objects.bulk_create([Convention(code=code, title=code) for code in conventions])


def _areas(problem: Problem) -> dict[str, Area]:
    areas: dict[str, Area] = {}
    for station in problem.stations:
        *above, code = station.area_path
        areas[code] = Area.objects.create(
            code=code,
            level=station.level,
            name=code,
            full_name=code,
            parent=areas[above[-1]] if above else None,
            path="".join(f"{each}/" for each in station.area_path),
            valid_from=date(2024, 11, 1),
        )
    return areas


def _clock(clock: planner.Clock) -> Clock:
    made: Clock = Clock.objects.create(
        title=clock.id, least_pause=clock.least_pause, most_pause=clock.most_pause
    )
    for order, position in enumerate(clock.positions):
        Position.objects.create(clock=made, sort_order=order, **_position(position))
    return made


def _position(position: planner.Position) -> dict[str, Any]:
    match position:
        case planner.Pick():
            return {
                "kind": PositionKind.PICK,
                "share": position.share.value,
                "item_kinds": sorted(_model_name(kind) for kind in position.kinds),
                "longest": position.most,
            }
        case planner.Carry():
            return {
                "kind": PositionKind.CARRY,
                "share": position.share.value,
                "part": position.part.value,
                "longest": position.most,
            }
        case planner.Relay():
            return {
                "kind": PositionKind.RELAY,
                "source": position.source,
                "duration": position.duration,
            }
        case planner.Ident():
            return {"kind": PositionKind.IDENT}
        case _:
            return {"kind": PositionKind.FILLER}


def _model_name(kind: str) -> str:
    return str(ContentType.objects.get_for_model(MODELS[kind]).model)


def _stations(problem: Problem, areas: dict[str, Area]) -> dict[str, Station]:
    [ident] = ready_renditions([("ident", OPENING.duration, Kind.AUDIO)])
    languages = {name: Language.objects.get(code=code) for name, code in LANGUAGES.items()}
    rows: dict[str, Station] = {}
    for station in problem.stations:
        row = Station.objects.create(
            code=station.code,
            name=f"Đài {station.code}",
            area=areas[station.area_path[-1]],
            parent=rows[station.parent] if station.parent else None,
            day_start=station.day_start,
            ident=ident.asset,
        )
        row.languages.set([languages[name] for name in station.languages])
        if station.parent is None:
            AirtimeRule.objects.create(station=row, quiet_from=None, quiet_until=None)
        rows[station.code] = row
    return rows


def _history(
    airings: Iterable[Airing],
    stations: dict[str, Station],
    clearances: dict[str, Clearance],
    clock: Clock,
) -> None:
    """Let each day's airings of a station stand one after another in one long slot."""

    def station_day(airing: Airing) -> tuple[str, datetime]:
        return airing.station, airing.aired_at

    aired: dict[int, list[Placement]] = defaultdict(list)
    slots: list[Slot] = []
    for (code, begins_at), several in groupby(sorted(airings, key=station_day), station_day):
        at = begins_at
        for airing in several:
            clearance = clearances[airing.item_id]
            row = Placement(
                position=1,
                entry=EntryKind.ITEM,
                item_id=clearance.item_id,
                clearance=clearance,
                starts_at=at,
                ends_at=at + timedelta(minutes=1),
            )
            aired[len(slots)].append(row)
            at = row.ends_at
        slots.append(
            Slot(
                station=stations[code],
                day=timezone.localdate(begins_at),
                title="Đã phát",
                starts_at=begins_at,
                ends_at=at,
                clock=clock,
            )
        )
    for number, slot in enumerate(Slot.objects.bulk_create(slots)):
        for row in aired[number]:
            row.slot = slot
    Placement.objects.bulk_create([row for rows in aired.values() for row in rows])
