"""What a parent knows of the stations that carry it, before any of them is planned.

For each of its slots: who carries what it airs there, directly or through a station in
between; which items these may not air by choice; which must-runs they still lack; and what
already stands there that another airing would push out.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta, tzinfo

from .catalogue import Catalogue
from .clock import CarriedPart, Share
from .moment import broadcast_day
from .open_slot import OpenSlot
from .problem import Admission, Airing, Hold, Slot, Standing
from .sheet import ClockSheet
from .station import Station

_OFF_TARGET = 120
"""Points against an item that none of the stations that carry it may air by choice."""
_PUSHES_OUT = 1_000
"""Points against an item that pushes out what stands below; as many again if everywhere."""


@dataclass(frozen=True, slots=True, order=True)
class Carrier:
    """A station that carries a slot: all of it, or what is mandatory alone."""

    station: str
    mandatory_only: bool


Carriers = Mapping[str, tuple[Carrier, ...]]
"""Who carries each slot, by its id; slots that nobody carries are left out."""
Points = tuple[Sequence[int], Sequence[int]]
"""For each item, the points for its aim and those for what it pushes out."""


def who_carries(
    stations: Iterable[Station],
    slots: Mapping[str, Sequence[Slot]],
    sheets: Mapping[str, ClockSheet],
) -> Carriers:
    """Return who carries each slot; `stations` are parents first, `slots` by station."""
    found: dict[str, set[tuple[Carrier, Slot]]] = defaultdict(set)
    for station in reversed(list(stations)):
        above = sorted(slots.get(station.parent or "", ()), key=lambda slot: slot.starts_at)
        starts = [slot.starts_at for slot in above]
        longest = max((slot.duration for slot in above), default=timedelta())
        for slot in slots.get(station.code, ()):
            carry = sheets[slot.clock].carry
            if carry is None or slot.admits is Admission.NONE:
                continue
            part, share = carry[1].part, carry[1].share
            first = bisect_left(starts, slot.starts_at - longest)
            for parent in above[first : bisect_left(starts, slot.ends_at)]:
                if parent.ends_at > slot.starts_at:
                    alone = part is CarriedPart.MANDATORY
                    found[parent.id].add((Carrier(station.code, alone), slot))
                    found[parent.id] |= _through(found[slot.id], parent, share, alone=alone)
    return {
        slot_id: tuple(sorted({carrier for carrier, _slot in carriers}))
        for slot_id, carriers in found.items()
        if carriers
    }


def _through(
    further: Iterable[tuple[Carrier, Slot]], parent: Slot, share: Share, *, alone: bool
) -> set[tuple[Carrier, Slot]]:
    """Return who carries a slot from the one that carries it, passing it on as `share`."""
    return {
        (Carrier(carrier.station, alone), slot)
        for carrier, slot in further
        if slot.starts_at < parent.ends_at and parent.starts_at < slot.ends_at
        if share is Share.MANDATORY or (share is Share.OFFERED and not carrier.mandatory_only)
    }


class Standings:
    """What stands at each station by the planner's own choice, and what it has heard."""

    def __init__(
        self,
        catalogue: Catalogue,
        stations: Iterable[Station],
        slots: Iterable[Slot],
        timezone: tzinfo,
    ) -> None:
        self._index = catalogue.index
        self._starts = {station.code: station.day_start for station in stations}
        self._slots = {slot.id: slot for slot in slots}
        self._timezone = timezone
        self.own: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        """By station and day, the items that another airing of theirs would push out."""
        self.aired: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        """By station and item, how often it airs, all told."""

    def read(self, standing: Iterable[Standing], history: Iterable[Airing]) -> None:
        for one in standing:
            i = self._index.get(one.item_id)
            if i is None:
                continue
            slot = self._slots[one.slot_id]
            self.aired[slot.station][i] += 1
            own = one.hold is Hold.PLANNER and one.from_station is None
            if own and slot.admits.open_to_all:
                day = broadcast_day(slot.starts_at, self._timezone, self._starts[slot.station])
                self.own[slot.station][day.toordinal()].append(i)
        for airing in history:
            i = self._index.get(airing.item_id)
            if i is not None:
                self.aired[airing.station][i] += 1


class Below:
    """What the stations that carry one another make of each item, slot by slot."""

    def __init__(
        self,
        catalogue: Catalogue,
        stations: Iterable[Station],
        carriers: Carriers,
        standings: Standings,
    ) -> None:
        self._catalogue = catalogue
        self._stations = {station.code: station for station in stations}
        self._carriers = carriers
        self._standings = standings
        self._aims: dict[tuple[str, tuple[Carrier, ...]], list[int]] = {}
        self._served: dict[tuple[int, str, tuple[Carrier, ...]], int] = {}
        self._none = [0] * len(catalogue)
        self._reach_days = max(
            (
                days
                for each in self._stations.values()
                for days in catalogue.limits_at(each).separation
            ),
            default=1,
        )

    def points(self, slot: OpenSlot) -> Points:
        """Return the points of every item in a slot for its aim and for what it moves below."""
        carriers = self._carriers.get(slot.slot.id, ())
        if not carriers:
            return self._none, self._none
        key = (slot.sheet.clock.id, carriers)
        aims = self._aims.get(key)
        if aims is None:
            aims = self._aims[key] = list(self._aim(slot.sheet, carriers))
        return aims, self._pushed_out(slot, carriers) if self._standings.own else self._none

    def serves(self, i: int, slot: OpenSlot) -> int:
        """Return how many stations that still lack a must-run would carry it from a slot."""
        carriers = self._carriers.get(slot.slot.id)
        if not carriers:
            return 0
        key = (i, slot.sheet.clock.id, carriers)
        served = self._served.get(key)
        if served is None:
            served = self._served[key] = sum(
                not self._catalogue.barred_at(self._stations[carrier.station])[i]
                and not self._standings.aired[carrier.station].get(i)
                for carrier in carriers
                if slot.sheet.passes_on(i, carrier.mandatory_only)
            )
        return served

    def _aim(self, sheet: ClockSheet, carriers: tuple[Carrier, ...]) -> Iterator[int]:
        barred = [
            (self._catalogue.barred_at(self._stations[carrier.station]), carrier.mandatory_only)
            for carrier in carriers
        ]
        for i in range(len(self._catalogue)):
            if sheet.admits[i]:
                aimed = [bool(rules[i]) for rules, alone in barred if sheet.passes_on(i, alone)]
                yield -_OFF_TARGET * sum(aimed) // len(aimed) if aimed else 0
            else:
                yield 0

    def _pushed_out(self, slot: OpenSlot, carriers: tuple[Carrier, ...]) -> list[int]:
        passes_on = slot.sheet.passes_on
        moved = [0] * len(self._catalogue)
        for carrier in carriers:
            limits = self._catalogue.limits_at(self._stations[carrier.station])
            own, aired = self._standings.own[carrier.station], self._standings.aired
            pushed = set()
            for day in range(slot.day - self._reach_days, slot.day + self._reach_days + 1):
                for i in own.get(day, ()):
                    most = limits.most_airings[i]
                    near = abs(day - slot.day) < max(1, limits.separation[i])
                    if near or (most is not None and aired[carrier.station][i] >= most):
                        pushed.add(i)
            for i in pushed:
                moved[i] += passes_on(i, carrier.mandatory_only)
        return [-_PUSHES_OUT * (len(carriers) + n) // len(carriers) if n else 0 for n in moved]


def nobody_below(catalogue: Catalogue) -> Below:
    """Return what is known where nobody carries anything."""
    return Below(catalogue, (), {}, Standings(catalogue, (), (), UTC))
