"""The work of one run: stations planned in parts, or released one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from broadcast.actions.plan_parts import plan_in_parts, subtree
from broadcast.actions.release import NotReleasable, release_playlist
from broadcast.models import DeskRun, RunKind, Slot, Station
from broadcast.planner import change_facts

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from broadcast.actions.plan import Planned

# What a run counts of the items that came, went, changed slots and stayed.
CHANGES = ("added", "removed", "moved", "kept")
# How many unplaced must-runs a run names; it counts all.
NAMED = 100


def stations_of_run(run: DeskRun) -> list[Station]:
    """Return the open stations the run is about."""
    stations = Station.objects.active().select_related("area")
    if run.area is not None:
        stations = stations.filter(area__path__startswith=run.area.path)
    if run.below is None:
        return list(stations)
    return _under(run.below, list(stations))


def _under(head: Station, stations: list[Station]) -> list[Station]:
    below: dict[int | None, list[Station]] = {}
    for station in stations:
        below.setdefault(station.parent_id, []).append(station)
    return [one for child in below.get(head.pk, []) for one in subtree(child, below)]


@dataclass(slots=True)
class RunWork:
    """One attempt at a run. `save` writes to its row, or raises where it is another's by now."""

    run: DeskRun
    clock: Callable[[], datetime]
    save: Callable[..., None]
    summary: dict[str, Any] = field(default_factory=dict)

    def do(self) -> dict[str, Any]:
        """Do all of it and return the summary."""
        stations = stations_of_run(self.run)
        self.save(whole=len(stations))
        if self.run.kind == RunKind.PLAN:
            self._plan(stations)
        else:
            self._release(stations)
        return self.summary

    def _plan(self, stations: list[Station]) -> None:
        self.summary = {
            "slots": 0,
            "changed": 0,
            "gap_ms": 0,
            "filler_ms": 0,
            "silence_ms": 0,
            **dict.fromkeys(CHANGES, 0),
            "refused": 0,
            "unplaced_count": 0,
            "unplaced": [],
        }
        work = plan_in_parts(
            first=self.run.first,
            last=self.run.last,
            seed=self.run.seed,
            clock=self.clock,
            stations=stations,
            tell=lambda done, _whole: self.save(summary=self.summary, done=done),
        )
        for part in work:
            self._count(part.planned, {station.code for station in part.stations})
            self.save(summary=self.summary)

    def _count(self, found: Planned, codes: set[str]) -> None:
        plan, told = found.plan, self.summary
        told["slots"] += sum(slot.station in codes for slot in found.loaded.problem.slots)
        told["changed"] += found.changed
        for name in ("gap_ms", "filler_ms", "silence_ms"):
            told[name] += getattr(plan, name)
        for name in CHANGES:
            told[name] += getattr(found.difference, name)
        slots = {slot.id: slot for slot in found.loaded.problem.slots}
        told["refused"] += sum(slots[each.slot_id].station in codes for each in plan.refusals)
        told["unplaced_count"] += len(plan.unplaced)
        for each in plan.unplaced[: max(0, NAMED - len(told["unplaced"]))]:
            told["unplaced"].append(
                {
                    "item": int(each.item_id),
                    "station": found.loaded.stations[each.station].pk,
                    "rule": each.rule.value,
                    "slots": each.slots,
                    "due_at": slots[each.due_in].starts_at.isoformat() if each.due_in else None,
                    "change": change_facts(each.change) if each.change else None,
                }
            )

    def _release(self, stations: list[Station]) -> None:
        days = [
            self.run.first + timedelta(days=number)
            for number in range((self.run.last - self.run.first).days + 1)
        ]
        self.summary = {"released": 0, "stopped": [], "without_slots": 0}
        for done, station in enumerate(stations, start=1):
            for day in days:
                self._release_day(station, day)
            self.save(summary=self.summary, done=done)

    def _release_day(self, station: Station, day: date) -> None:
        if not Slot.objects.on_air().filter(station=station, day=day).exists():
            self.summary["without_slots"] += 1
            return
        try:
            release_playlist(station=station, day=day, by=self.run.asked_by, now=self.clock())
        except NotReleasable as error:
            self.summary["stopped"].append(
                {
                    "station": station.pk,
                    "day": day.isoformat(),
                    "stops": [{"message": stop.message, "slot": stop.slot} for stop in error.stops],
                }
            )
        else:
            self.summary["released"] += 1
