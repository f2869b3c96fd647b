"""Problem and plan, side by side, looked up the way the checks need them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from broadcast.planner.candidate import Candidate, Priority
from broadcast.planner.clock import Clock
from broadcast.planner.outcome import Placement, Plan
from broadcast.planner.problem import Admission, Hold, Problem, Slot, Standing
from broadcast.planner.rule import Rule
from broadcast.planner.rulebook import Setting, Strength
from broadcast.planner.station import Station

from .terms import settings_at
from .violation import Violation


class Book:
    """Everything the checks look up, worked out once."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.stations = {station.code: station for station in problem.stations}
        self.candidates = {candidate.id: candidate for candidate in problem.candidates}
        self.slots = {slot.id: slot for slot in problem.slots}
        self._settings: dict[str, dict[Rule, Setting]] = {}
        self.refused = {refusal.slot_id: refusal for refusal in plan.refusals}
        self._clocks = {clock.id: clock for clock in problem.clocks}
        self.slots_of: dict[str, list[Slot]] = defaultdict(list)
        for slot in sorted(problem.slots, key=lambda slot: slot.starts_at):
            self.slots_of[slot.station].append(slot)
        self.placements_in: dict[str, list[Placement]] = defaultdict(list)
        for placement in sorted(plan.placements, key=lambda one: one.starts_at):
            self.placements_in[placement.slot_id].append(placement)
        self._starts = {
            code: [slot.starts_at for slot in slots] for code, slots in self.slots_of.items()
        }
        self._longest = max((slot.duration for slot in problem.slots), default=timedelta())
        self.held_in: dict[str, list[Standing]] = defaultdict(list)
        for standing in sorted(problem.standing, key=lambda one: one.starts_at):
            slot = self.slots[standing.slot_id]
            if standing.hold is not Hold.PLANNER or not slot.admits.open_to_all:
                self.held_in[slot.id].append(standing)
        self.carriers_of: dict[tuple[str | None, str], list[Slot]] = defaultdict(list)
        """By station and item, the slots below that stand carrying it from there."""
        for standing in problem.standing:
            if standing.from_station is not None:
                carrier = self.slots[standing.slot_id]
                self.carriers_of[standing.from_station, standing.item_id].append(carrier)
        self._held_items = {
            slot_id: {held.item_id for held in several} for slot_id, several in self.held_in.items()
        }

    def is_hard(self, station: Station, rule: Rule) -> bool:
        return self._setting(station, rule).strength is Strength.HARD

    def is_soft(self, station: Station, rule: Rule) -> bool:
        """Return whether breaking a rule has its price at a station."""
        setting = self._setting(station, rule)
        return setting.strength is Strength.SOFT and setting.weight > 0

    def _setting(self, station: Station, rule: Rule) -> Setting:
        found = self._settings.get(station.code)
        if found is None:
            found = self._settings[station.code] = settings_at(self.problem.rules, station)
        return found[rule]

    def station_of(self, slot: Slot) -> Station:
        return self.stations[slot.station]

    def clock_of(self, slot: Slot) -> Clock:
        return self._clocks[slot.clock]

    def is_planned(self, slot: Slot) -> bool:
        return slot.admits is not Admission.NONE and slot.id not in self.refused

    def planned_slots(self) -> Iterator[Slot]:
        return (slot for slot in self.problem.slots if self.is_planned(slot))

    def is_held(self, placement: Placement) -> bool:
        return placement.item_id in self._held_items.get(placement.slot_id, ())

    def slots_meanwhile(self, station: str, slot: Slot) -> Iterator[Slot]:
        """Yield the slots of a station that share a moment with `slot`, in time order."""
        starts = self._starts.get(station, [])
        first = bisect_left(starts, slot.starts_at - self._longest)
        for one in self.slots_of[station][first : bisect_left(starts, slot.ends_at)]:
            if one.ends_at > slot.starts_at:
                yield one

    def item_placements(self, slot: Slot) -> Iterator[tuple[Placement, Candidate]]:
        """Yield the items the plan itself decided on in a slot: not the held ones."""
        for placement in self.placements_in[slot.id]:
            candidate = self.candidates.get(placement.item_id or "")
            if candidate is not None and not self.is_held(placement):
                yield placement, candidate

    def day(self, station: Station, moment: datetime) -> date:
        """Return the broadcast day of a moment at a station."""
        local = moment.astimezone(self.problem.timezone)
        before = timedelta(
            hours=station.day_start.hour,
            minutes=station.day_start.minute,
            seconds=station.day_start.second,
        )
        return (local.replace(tzinfo=None) - before).date()

    def day_ends_at(self, slot: Slot) -> datetime:
        """Return the last moment of the broadcast day a slot belongs to."""
        station = self.station_of(slot)
        next_day = self.day(station, slot.starts_at) + timedelta(days=1)
        return datetime.combine(next_day, station.day_start, tzinfo=self.problem.timezone)

    def enters(self, candidate: Candidate, slot: Slot) -> bool:
        """Return whether a slot admits a new item of this priority."""
        if slot.admits is Admission.URGENT:
            return candidate.priority is Priority.URGENT
        return slot.admits.open_to_all

    def violation(
        self, rule: Rule, slot: Slot, placement: Placement | Standing | None = None
    ) -> Violation:
        item_id = None if placement is None else placement.item_id
        return Violation(rule=rule, station=slot.station, slot_id=slot.id, item_id=item_id)
