"""How often and how close together a station airs an item."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from broadcast.planner.problem import Slot
from broadcast.planner.rule import Rule

from .book import Book
from .terms import most_airings, separation_days
from .violation import Violation


@dataclass(frozen=True, slots=True)
class _Heard:
    """An airing. `decided` is the slot of one that the plan itself decided on."""

    day: date
    decided: Slot | None


def check_airings(book: Book) -> Iterator[Violation]:
    for slot in book.planned_slots():
        items = Counter(one.item_id for one in book.placements_in[slot.id] if one.item_id)
        for item_id, times in items.items():
            if times > 1:
                yield Violation(
                    rule=Rule.ONCE_PER_SLOT,
                    station=slot.station,
                    slot_id=slot.id,
                    item_id=item_id,
                )
    for (code, item_id), heard in _heard(book).items():
        candidate = book.candidates.get(item_id)
        if candidate is None:
            continue
        decided = [one for one in heard if one.decided is not None]
        station, rules = book.stations[code], book.problem.rules
        most = most_airings(rules, station, candidate)
        apart = separation_days(rules, station, candidate)
        if decided and most is not None and len(heard) > most:
            yield Violation(rule=Rule.MOST_AIRINGS, station=code, item_id=item_id)
        for first, second in combinations(heard, 2):
            slot_ = second.decided or first.decided
            if slot_ is None or first.decided is second.decided:
                continue
            if abs((second.day - first.day).days) < apart:
                yield Violation(
                    rule=Rule.SEPARATION, station=code, slot_id=slot_.id, item_id=item_id
                )


def _heard(book: Book) -> dict[tuple[str, str], list[_Heard]]:
    """Return every airing by station and item: past, held, carried and decided."""
    heard: dict[tuple[str, str], list[_Heard]] = defaultdict(list)
    for airing in book.problem.history:
        station = book.stations.get(airing.station)
        if station is not None:
            day = book.day(station, airing.aired_at)
            heard[station.code, airing.item_id].append(_Heard(day, None))
    for slot in book.problem.slots:
        day = book.day(book.station_of(slot), slot.starts_at)
        if not book.is_planned(slot):
            for held in book.held_in[slot.id]:
                heard[slot.station, held.item_id].append(_Heard(day, None))
            continue
        for placement in book.placements_in[slot.id]:
            if placement.item_id is not None:
                given = book.is_held(placement) or placement.from_station is not None
                heard[slot.station, placement.item_id].append(_Heard(day, None if given else slot))
    return heard
