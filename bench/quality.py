"""How good a plan is, measured from the problem and the plan alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeGuard

from broadcast.planner.candidate import Candidate
from broadcast.planner.clock import FRAME, Pick, Position, Relay
from broadcast.planner.moment import broadcast_day
from broadcast.planner.outcome import Entry, Placement, Plan, Why
from broadcast.planner.problem import Problem, Quota, QuotaAxis, Slot
from broadcast.planner.station import Station
from broadcast.planner.terms import Terms

WELL = timedelta(seconds=1)


def quota_shortfall(problem: Problem, plan: Plan) -> float:
    """Return the airtime that quotas lack, as a share of what they ask for."""
    items = {item.id: item for item in problem.candidates}
    station_of = {slot.id: slot.station for slot in problem.slots}
    aired: Counter[str] = Counter()
    aired_for: Counter[tuple[str, QuotaAxis, str]] = Counter()
    for one in plan.placements:
        if one.entry is not Entry.ITEM or one.item_id is None:
            continue
        station, item = station_of[one.slot_id], items[one.item_id]
        length = one.duration // FRAME
        aired[station] += length
        for quota in problem.quotas:
            if quota.value in _values(item, quota.axis):
                aired_for[station, quota.axis, quota.value] += length
    wanted = lacking = 0.0
    stations = {station.code: station for station in problem.stations}
    for station, length in aired.items():
        for quota in _quotas_at(problem, stations[station]):
            due = length * quota.percent / 100
            wanted += due
            lacking += max(0.0, due - aired_for[station, quota.axis, quota.value])
    return lacking / wanted if wanted else 0.0


def _quotas_at(problem: Problem, station: Station) -> Iterator[Quota]:
    """Yield the quotas that count at a station, of several for one value the nearest."""
    terms = Terms.at(station, problem.rules, problem.quotas)
    for (axis, value), percent in terms.quotas.items():
        yield Quota(axis=QuotaAxis(axis), value=value, percent=percent)


def _values(item: Candidate, axis: QuotaAxis) -> frozenset[str]:
    return {
        QuotaAxis.THEME: item.themes,
        QuotaAxis.CONVENTION: item.conventions,
        QuotaAxis.LANGUAGE: frozenset({item.language}),
        QuotaAxis.KIND: frozenset({item.kind}),
    }[axis]


@dataclass(frozen=True, slots=True)
class WellFilled:
    """Slots with at most a second of gap, and those that could have had as little."""

    slots: int
    possible: int

    @property
    def share(self) -> float:
        return self.slots / self.possible if self.possible else 1.0


def well_filled(problem: Problem, plan: Plan) -> WellFilled:
    """Count the slots filled to a second, of all for which some fill does that.

    A slot could have been filled if, all other slots left as they are, some set
    of items that its rules allow would do it. The limits of single positions
    are left out of that, which counts against the plan.
    """
    world = _World(problem, plan)
    badly = [gap.slot_id for gap in plan.gaps if gap.gap_ms > 1000]
    missed = sum(world.could_fill(slot_id) for slot_id in badly)
    well = len(world.planned) - len(badly)
    return WellFilled(well, well + missed)


class _World:
    """All airings, for asking what else a slot could have held."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.stations = {station.code: station for station in problem.stations}
        self.clocks = {clock.id: clock for clock in problem.clocks}
        self.slots = {slot.id: slot for slot in problem.slots}
        refused = {refusal.slot_id for refusal in plan.refusals}
        self.planned = [slot for slot in problem.slots if slot.id not in refused]
        self.placed: dict[str, list[Placement]] = defaultdict(list)
        self.aired: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
        self.first_at: dict[tuple[str, str], datetime] = {}
        self.serials: dict[tuple[str, str], list[Candidate]] = defaultdict(list)
        for item in problem.candidates:
            if item.serial is not None:
                self.serials[item.serial, item.language].append(item)
        for one in plan.placements:
            self.placed[one.slot_id].append(one)
            if one.item_id is not None:
                slot = self.slots[one.slot_id]
                self.aired[slot.station, one.item_id].append((self._day(slot), slot.id))
                self._hear(slot.station, one.item_id, slot.starts_at)
        for airing in problem.history:
            station = self.stations[airing.station]
            day = broadcast_day(airing.aired_at, problem.timezone, station.day_start)
            self.aired[airing.station, airing.item_id].append((day, ""))
            self._hear(airing.station, airing.item_id, airing.aired_at)

    def _hear(self, station: str, item_id: str, at: datetime) -> None:
        self.first_at[station, item_id] = min(at, self.first_at.get((station, item_id), at))

    def _day(self, slot: Slot) -> date:
        station = self.stations[slot.station]
        return broadcast_day(slot.starts_at, self.problem.timezone, station.day_start)

    def could_fill(self, slot_id: str) -> bool:
        """Return whether some items would leave at most a second, to the frame."""
        slot = self.slots[slot_id]
        clock = self.clocks[slot.clock]
        least = -(-clock.least_pause // FRAME)
        flex = clock.most_pause // FRAME - least
        kept = [
            one
            for one in self.placed[slot_id]
            if one.reason.why is not Why.RANKED and one.entry in {Entry.ITEM, Entry.IDENT}
        ]
        relays = [p.duration for p in clock.positions if isinstance(p, Relay)]
        room = (slot.duration - sum(relays, timedelta())) // FRAME + least
        room -= sum(-(-one.duration // FRAME) + least for one in kept)
        give = max(0, len(kept) - 1) * flex + WELL // FRAME
        there = {one.item_id for one in kept}
        sums = 1
        for item in self.problem.candidates:
            if item.id not in there and self._allowed(slot, item):
                sums |= _stretched(sums << (-(-item.duration // FRAME) + least), flex)
                sums &= (1 << (room + 1)) - 1
        return bool(sums >> max(0, room - give))

    def _allowed(self, slot: Slot, item: Candidate) -> bool:
        station = self.stations[slot.station]
        day = self._day(slot)
        elsewhere = [one for one in self.aired[station.code, item.id] if one[1] != slot.id]
        return (
            reaches(station, item)
            and any(picks(position, item) for position in self.clocks[slot.clock].positions)
            and (item.airable_from is None or item.airable_from <= slot.starts_at)
            and (item.airable_until is None or slot.ends_at <= item.airable_until)
            and (item.most_airings is None or len(elsewhere) < item.most_airings)
            and all(abs((day - other).days) >= item.separation_days for other, _ in elsewhere)
            and suits(slot, item, self.problem.timezone)
            and all(
                self.first_at.get((station.code, each.id), slot.ends_at) < slot.starts_at
                for each in self.serials.get((item.serial or "", item.language), ())
                if each.episode < item.episode and reaches(station, each)
            )
        )


def suits(slot: Slot, item: Candidate, zone: tzinfo) -> bool:
    """Return whether a slot lies inside a daypart; those past midnight count as any time."""
    begins, ends = (at.astimezone(zone).time() for at in (slot.starts_at, slot.ends_at))
    return not item.dayparts or any(
        part.ends_at <= part.begins_at or (part.begins_at <= begins and ends <= part.ends_at)
        for part in item.dayparts
    )


def picks(position: Position, item: Candidate) -> TypeGuard[Pick]:
    """Return whether an item may be chosen for a position of a clock."""
    return (
        isinstance(position, Pick)
        and (not position.kinds or item.kind in position.kinds)
        and (not position.themes or not position.themes.isdisjoint(item.themes))
        and (not position.languages or item.language in position.languages)
    )


def reaches(station: Station, item: Candidate) -> bool:
    """Return whether a station may air an item by its level, area and languages."""
    return (
        (not item.levels or station.level in item.levels)
        and (not item.areas or not item.areas.isdisjoint(station.area_path))
        and item.language in station.languages
    )


def _stretched(sums: int, by: int) -> int:
    """Return the sums with each moved up by 0 to `by`, doubling what is known."""
    wide, done = sums, 1
    while done * 2 <= by + 1:
        wide |= wide << done
        done *= 2
    return wide | wide << (by + 1 - done)
