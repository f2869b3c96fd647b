"""Refuses a problem that contradicts itself, before anything is planned from it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from .candidate import Priority
from .clock import Carry, Clock, Filler, Fixed, Ident, Pick, Relay
from .problem import Problem, Slot
from .rule_faults import rule_faults, rule_subjects
from .station import Station

_NOTHING = timedelta()


class InvalidProblemError(ValueError):
    """The input names something that is not there, or cannot be true."""


def validate(problem: Problem) -> None:
    """Raise `InvalidProblemError` naming everything that is wrong."""
    faults = [
        *_repeated("station", (station.code for station in problem.stations)),
        *_repeated("clock", (clock.id for clock in problem.clocks)),
        *_repeated("slot", (slot.id for slot in problem.slots)),
        *_repeated("candidate", (candidate.id for candidate in problem.candidates)),
        *_repeated("standing item", ((s.slot_id, s.item_id) for s in problem.standing)),
        *_station_faults(problem),
        *(fault for clock in problem.clocks for fault in _clock_faults(clock)),
        *_slot_faults(problem),
        *_candidate_faults(problem),
        *_repeated("episode", _episodes(problem)),
        *_standing_faults(problem),
        *_history_faults(problem),
        *_repeated("the", ((name, row.area, row.station) for name, row in rule_subjects(problem))),
        *rule_faults(problem),
    ]
    if faults:
        raise InvalidProblemError("; ".join(faults))


def _repeated(what: str, keys: Iterable[Hashable]) -> Iterator[str]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield f"{what} {key} is given {count} times"


def _station_faults(problem: Problem) -> Iterator[str]:
    stations = {station.code: station for station in problem.stations}
    for station in problem.stations:
        if station.parent is not None and station.parent not in stations:
            yield f"station {station.code} has an unknown parent {station.parent}"
        elif _is_own_ancestor(station, stations):
            yield f"station {station.code} is its own ancestor"


def _is_own_ancestor(station: Station, stations: dict[str, Station]) -> bool:
    seen = set()
    above: Station | None = station
    while above is not None and above.code not in seen:
        seen.add(above.code)
        above = stations.get(above.parent) if above.parent is not None else None
    return above is station


def _clock_faults(clock: Clock) -> Iterator[str]:
    last = len(clock.positions) - 1
    for kind in (Carry, Filler):
        if sum(isinstance(position, kind) for position in clock.positions) > 1:
            yield f"clock {clock.id} has more than one {kind.__name__.lower()} position"
    for index, position in enumerate(clock.positions):
        if isinstance(position, Relay) and index not in {0, last}:
            yield f"clock {clock.id} has a relay in its midst, at position {index}"
        if isinstance(position, Ident | Relay) and position.duration <= _NOTHING:
            yield f"clock {clock.id} has an empty position {index}"
    if not _NOTHING <= clock.least_pause <= clock.most_pause:
        yield f"clock {clock.id} has a least pause above its most"


def _slot_faults(problem: Problem) -> Iterator[str]:
    stations = {station.code for station in problem.stations}
    clocks = {clock.id for clock in problem.clocks}
    by_station: dict[str, list[Slot]] = {}
    for slot in problem.slots:
        if slot.station not in stations:
            yield f"slot {slot.id} is of an unknown station {slot.station}"
        if slot.clock not in clocks:
            yield f"slot {slot.id} has an unknown clock {slot.clock}"
        if slot.duration <= _NOTHING:
            yield f"slot {slot.id} has no duration"
        if _is_naive(slot.starts_at):
            yield f"slot {slot.id} starts at a time without a zone"
        else:
            by_station.setdefault(slot.station, []).append(slot)
    for slots in by_station.values():
        slots.sort(key=lambda slot: slot.starts_at)
        for earlier, later in pairwise(slots):
            if earlier.ends_at > later.starts_at:
                yield f"slots {earlier.id} and {later.id} overlap"


def _candidate_faults(problem: Problem) -> Iterator[str]:
    for candidate in problem.candidates:
        if candidate.duration <= _NOTHING:
            yield f"candidate {candidate.id} has no duration"
        if candidate.separation_days < 0:
            yield f"candidate {candidate.id} has a negative separation"
        if candidate.repeat_every is not None and candidate.repeat_every <= _NOTHING:
            yield f"candidate {candidate.id} repeats after no time"
        if candidate.repeat_every is not None and candidate.priority is not Priority.URGENT:
            yield f"candidate {candidate.id} repeats and is not urgent"
        if candidate.most_airings is not None and candidate.most_airings < 1:
            yield f"candidate {candidate.id} may never air"
        if candidate.episode and candidate.serial is None:
            yield f"candidate {candidate.id} is an episode of no serial"
        if any(each.begins_at == each.ends_at for each in candidate.dayparts):
            yield f"candidate {candidate.id} has an empty daypart"
        moments = (candidate.airable_from, candidate.airable_until, candidate.deadline)
        if any(moment is not None and _is_naive(moment) for moment in moments):
            yield f"candidate {candidate.id} has a time without a zone"


def _episodes(problem: Problem) -> Iterator[Hashable]:
    for item in problem.candidates:
        if item.serial is not None:
            yield item.serial, item.language, item.episode


def _standing_faults(problem: Problem) -> Iterator[str]:
    clocks = {clock.id: clock for clock in problem.clocks}
    clock_of = {slot.id: clocks.get(slot.clock) for slot in problem.slots}
    for standing in problem.standing:
        clock = clock_of.get(standing.slot_id)
        if standing.slot_id not in clock_of:
            yield f"item {standing.item_id} stands in an unknown slot {standing.slot_id}"
        if clock is None:
            continue
        if not 0 <= standing.position < len(clock.positions):
            yield f"item {standing.item_id} stands at no position of slot {standing.slot_id}"
        elif not isinstance(clock.positions[standing.position], Fixed | Pick | Carry):
            yield f"item {standing.item_id} stands where slot {standing.slot_id} takes no items"
        if _is_naive(standing.starts_at):
            yield f"item {standing.item_id} stands at a time without a zone"


def _history_faults(problem: Problem) -> Iterator[str]:
    for airing in problem.history:
        if any(at is not None and _is_naive(at) for at in (airing.aired_at, airing.slot_at)):
            yield f"item {airing.item_id} aired at a time without a zone"


def _is_naive(moment: datetime) -> bool:
    return moment.utcoffset() is None
