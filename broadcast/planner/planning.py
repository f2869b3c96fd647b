"""From a problem to its plan, parents before children."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter

from .below import Below, Standings, who_carries
from .catalogue import Catalogue
from .fill import Fill, exact_fill
from .moment import day_end, epoch_ms
from .must_runs import Horizon
from .outcome import Plan
from .problem import Admission, Airing, Problem, Slot, Standing
from .sheet import ClockSheet
from .station import Station
from .station_plan import Known, Setting, StationPlan, plan_station
from .validation import validate
from .workforce import side_by_side

Progress = Callable[[int, int], None]
"""Told after each station how many are done, and of how many."""


def plan(
    problem: Problem, *, seed: int, progress: Progress | None = None, processes: int = 1
) -> Plan:
    """Return a plan for every slot that may be planned.

    The same problem and seed give the same plan in any process and in any number of
    `processes`, whatever the order of the problem's tuples. Planning what is planned
    changes nothing.

    Raise `InvalidProblemError` if the problem contradicts itself.
    """
    return plan_by(problem, seed=seed, fill=exact_fill, progress=progress, processes=processes)


def plan_by(
    problem: Problem,
    *,
    seed: int,
    fill: Fill,
    must_runs_first: bool = True,
    progress: Progress | None = None,
    processes: int = 1,
) -> Plan:
    """Plan with another way of filling a slot, under the same rules."""
    validate(problem)
    catalogue = Catalogue(problem.candidates, problem.quotas, seed=seed, rules=problem.rules)
    sheets = {clock.id: ClockSheet(clock, catalogue) for clock in problem.clocks}
    ranks = by_depth(problem.stations)
    stations = [station for rank in ranks for station in rank]
    slots, standing, history = _by_station(problem)
    standings = Standings(catalogue, stations, problem.slots, problem.timezone)
    standings.read(problem.standing, problem.history)
    setting = Setting(
        catalogue=catalogue,
        sheets=sheets,
        timezone=problem.timezone,
        horizon=_horizon(problem),
        fill=fill,
        must_runs_first=must_runs_first,
        below=Below(catalogue, stations, who_carries(stations, slots, sheets), standings),
    )
    found: dict[str, StationPlan] = {}
    carried = _carried(problem)
    parents = {station.parent for station in stations}

    def planned(number: int) -> StationPlan:
        station = stations[number]
        known = Known(
            station=station,
            slots=slots[station.code],
            standing=standing[station.code],
            history=history[station.code],
            above=found[station.parent].programme if station.parent is not None else [],
            has_below=station.code in parents,
            carried=carried[station.code],
        )
        return plan_station(setting, known)

    for rank in ranks:
        numbers = range(len(found), len(found) + len(rank))
        plans = side_by_side(planned, numbers, processes=processes)
        for station, made in zip(rank, plans, strict=True):
            found[station.code] = made
            if progress is not None:
                progress(len(found), len(stations))
    return _joined(found.values())


def by_depth(stations: Iterable[Station]) -> list[list[Station]]:
    """Return the stations by depth below their root, each depth by code."""
    by_code = {station.code: station for station in stations}
    ranks: dict[int, list[Station]] = defaultdict(list)

    def depth(station: Station) -> int:
        return 0 if station.parent is None else 1 + depth(by_code[station.parent])

    for code in sorted(by_code):
        ranks[depth(by_code[code])].append(by_code[code])
    return [ranks[level] for level in sorted(ranks)]


def _horizon(problem: Problem) -> Horizon:
    day_start = {station.code: station.day_start for station in problem.stations}
    planned = [slot for slot in problem.slots if slot.admits is not Admission.NONE]
    starts = {(slot.station, slot.starts_at) for slot in planned}
    day_ends = (day_end(at, problem.timezone, day_start[code]) for code, at in starts)
    return Horizon(
        min((epoch_ms(slot.starts_at) for slot in planned), default=0),
        max(
            max((epoch_ms(slot.ends_at) for slot in planned), default=0),
            max(map(epoch_ms, day_ends), default=0),
        ),
    )


def _by_station(
    problem: Problem,
) -> tuple[dict[str, list[Slot]], dict[str, list[Standing]], dict[str, list[Airing]]]:
    slots: dict[str, list[Slot]] = defaultdict(list)
    standing: dict[str, list[Standing]] = defaultdict(list)
    history: dict[str, list[Airing]] = defaultdict(list)
    station_of = {}
    for slot in problem.slots:
        slots[slot.station].append(slot)
        station_of[slot.id] = slot.station
    for one in sorted(problem.standing, key=attrgetter("slot_id", "starts_at", "item_id")):
        standing[station_of[one.slot_id]].append(one)
    for airing in problem.history:
        history[airing.station].append(airing)
    return slots, standing, history


def _carried(problem: Problem) -> defaultdict[str, frozenset[tuple[str, str]]]:
    """Return, for each station, its slots and items that stand carried by others."""
    slots = {slot.id: slot for slot in problem.slots}
    aired: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    for standing in problem.standing:
        aired[slots[standing.slot_id].station, standing.item_id].append(standing)
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for standing in problem.standing:
        if standing.from_station is not None:
            slot = slots[standing.slot_id]
            for above in aired[standing.from_station, standing.item_id]:
                if slot.starts_at <= above.starts_at < slot.ends_at:
                    found[standing.from_station].add((above.slot_id, above.item_id))
    return defaultdict(frozenset, {code: frozenset(pairs) for code, pairs in found.items()})


def _joined(found: Iterable[StationPlan]) -> Plan:
    plans = list(found)
    return Plan(
        placements=tuple(one for plan in plans for one in plan.placements),
        gaps=tuple(one for plan in plans for one in plan.gaps),
        unmet=tuple(one for plan in plans for one in plan.unmet),
        unplaced=tuple(one for plan in plans for one in plan.unplaced),
        refusals=tuple(one for plan in plans for one in plan.refusals),
        dropped=tuple(one for plan in plans for one in plan.dropped),
    )
