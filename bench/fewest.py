"""How few must-runs any plan could miss, by linear programming.

Given what parents air, each station is a problem of its own: items into positions of slots,
as many as can be. Whatever rule is left out here makes the bound lower, never higher, so what
a plan misses beyond it need not be its fault, and what it misses up to it surely is not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from bench.quality import picks, reaches, suits
from broadcast.planner.candidate import Candidate
from broadcast.planner.clock import FRAME, Clock, Relay
from broadcast.planner.moment import broadcast_day
from broadcast.planner.outcome import Entry, Placement, Plan, Why
from broadcast.planner.problem import Problem, Slot
from broadcast.planner.rule import Rule
from broadcast.planner.station import Station

_OWN = frozenset({Why.RANKED, Why.MUST_RUN, Why.LEFT_OVER})
"""What a plan chose itself: another one could have chosen otherwise."""
_ALMOST = 1e-6


@dataclass(frozen=True, slots=True)
class MustRuns:
    """Must-runs due within the horizon, at all stations: how many, missed, missed of necessity.

    `proven` is a lower bound of what any plan misses, given what parents air.
    """

    due: int
    missed: int
    proven: int


def must_runs(problem: Problem, plan: Plan, *, search_seconds: float = 0) -> MustRuns:
    """Count the must-runs that a plan misses, and those that every plan would.

    With `search_seconds`, a station at which the plan misses more than the bound is searched
    for that long in whole items, which may raise the bound.
    """
    world = _World(problem, plan)
    missed = Counter(one.station for one in plan.unplaced if one.rule is Rule.ROOM)
    proven = len(plan.unplaced) - missed.total()
    for code, count in missed.items():
        programme = world.programme(code)
        bound = programme.fewest_missed()
        if bound < count and search_seconds:
            bound = max(bound, programme.fewest_missed(search_seconds))
        proven += min(count, bound)
    return MustRuns(world.due(), len(plan.unplaced), proven)


@dataclass(frozen=True, slots=True)
class _Seat:
    """One item at one position of one slot; `most` is the position's limit in frames."""

    item: str
    slot: str
    position: int
    cost: int
    most: int | None


@dataclass(frozen=True, slots=True)
class _Programme:
    """One station's must-runs, where each may sit, and the room of each slot in frames."""

    items: frozenset[str]
    seats: Sequence[_Seat]
    rooms: dict[str, int]

    def fewest_missed(self, search_seconds: float = 0) -> int:
        """Return a lower bound of the items without a seat: of any fractions, or of whole ones."""
        if not self.seats:
            return len(self.items)
        count = len(self.seats)
        rows, limits = self._limits()
        entries = [(row, n, cost) for row, several in enumerate(rows) for n, cost in several]
        at, of, costs = zip(*entries, strict=True)
        table = coo_array((costs, (at, of)), shape=(len(rows), count)).tocsr()
        found = milp(
            -np.ones(count),
            constraints=LinearConstraint(table, -np.inf, limits),
            integrality=np.full(count, int(search_seconds > 0)),
            bounds=Bounds(0, 1),
            options={"time_limit": search_seconds} if search_seconds else {},
        )
        most = -found.mip_dual_bound if search_seconds else -found.fun
        return len(self.items) - int(most + _ALMOST)

    def _limits(self) -> tuple[list[list[tuple[int, int]]], list[int]]:
        """Return rows of seats with their costs, and what each row may cost together."""
        once: dict[str, list[tuple[int, int]]] = defaultdict(list)
        in_slot: dict[str, list[tuple[int, int]]] = defaultdict(list)
        at_position: dict[tuple[str, int, int], list[tuple[int, int]]] = defaultdict(list)
        for n, seat in enumerate(self.seats):
            once[seat.item].append((n, 1))
            in_slot[seat.slot].append((n, seat.cost))
            if seat.most is not None:
                at_position[seat.slot, seat.position, seat.most].append((n, seat.cost))
        rows = [*once.values(), *in_slot.values(), *at_position.values()]
        limits = [
            *(1 for _ in once),
            *(self.rooms[slot] for slot in in_slot),
            *(most for _slot, _position, most in at_position),
        ]
        return rows, limits


class _World:
    """A problem and what a plan made of it, looked up by station."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._stations = {station.code: station for station in problem.stations}
        self._items = {item.id: item for item in problem.candidates}
        self._clocks = {clock.id: clock for clock in problem.clocks}
        self._slots: dict[str, list[Slot]] = defaultdict(list)
        for slot in problem.slots:
            self._slots[slot.station].append(slot)
        slot_of = {slot.id: slot for slot in problem.slots}
        self._given: dict[str, list[Placement]] = defaultdict(list)
        self._aired: dict[tuple[str, str], list[datetime]] = defaultdict(list)
        self._owed: dict[str, set[str]] = defaultdict(set)
        ends_at = self._ends_at()
        for one in plan.placements:
            station = slot_of[one.slot_id].station
            if one.reason.why not in _OWN:
                self._given[one.slot_id].append(one)
                if one.item_id is not None:
                    self._aired[station, one.item_id].append(one.starts_at)
            elif one.item_id is not None and _is_due(self._items[one.item_id], ends_at):
                self._owed[station].add(one.item_id)
        for missed in plan.unplaced:
            self._owed[missed.station].add(missed.item_id)
        for airing in problem.history:
            self._aired[airing.station, airing.item_id].append(airing.aired_at)

    def due(self) -> int:
        """Return how many must-runs stations have to hear within the horizon, those past too."""
        ends_at = self._ends_at()
        return sum(
            reaches(station, item)
            for item in self._problem.candidates
            if _is_due(item, ends_at)
            for station in self._problem.stations
        )

    def programme(self, code: str) -> _Programme:
        """Return what a station owes, where each item may sit, and the room there is."""
        station = self._stations[code]
        items = frozenset(self._owed[code])
        slots = self._slots[code]
        return _Programme(
            items=items,
            seats=[
                seat
                for item_id in sorted(items)
                for slot in slots
                if self._may_air(station, slot, self._items[item_id])
                for seat in _seats(slot, self._clocks[slot.clock], self._items[item_id])
            ],
            rooms={slot.id: self._room(slot) for slot in slots},
        )

    def _ends_at(self) -> datetime:
        last = max(slot.starts_at for slot in self._problem.slots)
        start = max(station.day_start for station in self._problem.stations)
        day = broadcast_day(last, self._problem.timezone, start) + timedelta(days=1)
        return datetime.combine(day, start, tzinfo=self._problem.timezone)

    def _may_air(self, station: Station, slot: Slot, item: Candidate) -> bool:
        """Return whether an item may air in a slot, by what no plan can change."""
        zone = self._problem.timezone
        day = broadcast_day(slot.starts_at, zone, station.day_start)
        aired = self._aired[station.code, item.id]
        return (
            (item.airable_from is None or item.airable_from <= slot.starts_at)
            and (item.airable_until is None or slot.ends_at <= item.airable_until)
            and (item.deadline is None or slot.ends_at <= item.deadline)
            and suits(slot, item, zone)
            and (item.most_airings is None or len(aired) < item.most_airings)
            and all(
                abs((day - broadcast_day(at, zone, station.day_start)).days) >= item.separation_days
                for at in aired
            )
        )

    def _room(self, slot: Slot) -> int:
        """Return the frames of a slot that a plan could give to must-runs."""
        clock = self._clocks[slot.clock]
        least = -(-clock.least_pause // FRAME)
        relays = (p.duration for p in clock.positions if isinstance(p, Relay))
        given = sum(
            -(-one.duration // FRAME) + least
            for one in self._given[slot.id]
            if one.entry in {Entry.IDENT, Entry.ITEM}
        )
        return max(0, (slot.duration - sum(relays, timedelta())) // FRAME + least - given)


def _is_due(item: Candidate, ends_at: datetime) -> bool:
    return item.must_run and item.deadline is not None and item.deadline <= ends_at


def _seats(slot: Slot, clock: Clock, item: Candidate) -> Iterator[_Seat]:
    least = -(-clock.least_pause // FRAME)
    for number, position in enumerate(clock.positions):
        if picks(position, item):
            yield _Seat(
                item.id,
                slot.id,
                number,
                -(-item.duration // FRAME) + least,
                None if position.most is None else position.most // FRAME + least,
            )
