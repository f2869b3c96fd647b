"""Whether repeating bulletins come again as often as they should, and no more often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from broadcast.planner.candidate import Candidate
from broadcast.planner.clock import Pick
from broadcast.planner.outcome import Entry, Placement, Why
from broadcast.planner.problem import Admission, Airing, Hold, Slot
from broadcast.planner.rule import Rule
from broadcast.planner.station import Station

from .book import Book
from .gave_way import is_carried, together
from .reach import reaches
from .softness import time_rules_broken
from .terms import most_airings
from .timing import file_span, whole_frames
from .violation import Violation


@dataclass(frozen=True, slots=True)
class _Heard:
    """An airing by the beginning of its slot; `decided` is the slot if the plan itself chose it."""

    slot_at: datetime
    decided: Slot | None


def check_repeats(book: Book, *, complete: bool) -> Iterator[Violation]:
    told = {
        (one.station, one.item_id, one.due_in)
        for one in book.plan.unplaced
        if one.due_in is not None
    }
    for item in book.problem.candidates:
        if item.repeat_every is None:
            continue
        history = [airing for airing in book.problem.history if airing.item_id == item.id]
        for station in book.problem.stations:
            heard = sorted(_heard(book, station, item, history), key=lambda one: one.slot_at)
            yield from _too_near(station, item, item.repeat_every, heard)
            if item.serial is not None:
                # What an episode waits for is another rule's to say.
                told = {one for one in told if one[:2] != (station.code, item.id)}
                continue
            owed = _owed(book, station, item, item.repeat_every, heard)
            for slot in owed:
                key = (station.code, item.id, slot.id)
                if key not in told:
                    yield _violation(Rule.UNREPORTED, slot, item)
                elif complete and _had_room(book, slot, item):
                    yield _violation(Rule.REPEAT, slot, item)
                told.discard(key)
    for code, item_id, slot_id in sorted(told):
        yield Violation(rule=Rule.ACCOUNT, station=code, slot_id=slot_id, item_id=item_id)


def _violation(rule: Rule, slot: Slot, item: Candidate) -> Violation:
    return Violation(rule=rule, station=slot.station, slot_id=slot.id, item_id=item.id)


def _heard(
    book: Book, station: Station, item: Candidate, history: list[Airing]
) -> Iterator[_Heard]:
    for airing in history:
        if airing.station == station.code:
            yield _Heard(airing.slot_at or airing.aired_at, None)
    for slot in book.slots_of[station.code]:
        if not book.is_planned(slot):
            if any(held.item_id == item.id for held in book.held_in[slot.id]):
                yield _Heard(slot.starts_at, None)
            continue
        for one in book.placements_in[slot.id]:
            if one.item_id == item.id:
                given = book.is_held(one) or one.from_station is not None
                yield _Heard(slot.starts_at, None if given else slot)


def _too_near(
    station: Station, item: Candidate, every: timedelta, heard: list[_Heard]
) -> Iterator[Violation]:
    for first, second in combinations(heard, 2):
        slot = second.decided or first.decided
        if slot is not None and second.slot_at - first.slot_at < every:
            yield Violation(
                rule=Rule.REPEAT, station=station.code, slot_id=slot.id, item_id=item.id
            )


def _owed(
    book: Book, station: Station, item: Candidate, every: timedelta, heard: list[_Heard]
) -> Iterator[Slot]:
    """Yield the slots in which a repeat was due and did not come: one for each airing before."""
    most = most_airings(book.problem.rules, station, item)
    if not reaches(station, item) or (most is not None and len(heard) >= most):
        return
    after: set[datetime] = set()
    for slot in book.slots_of[station.code]:
        near = any(abs(slot.starts_at - one.slot_at) < every for one in heard)
        if near or not book.is_planned(slot) or not _may_enter(book, slot, item):
            continue
        last = max((one.slot_at for one in heard if one.slot_at < slot.starts_at), default=None)
        if last is not None and last not in after:
            after.add(last)
            yield slot


def _may_enter(book: Book, slot: Slot, item: Candidate) -> bool:
    station = book.station_of(slot)
    return (
        book.enters(item, slot)
        and (item.airable_from is None or item.airable_from <= slot.starts_at)
        and (item.airable_until is None or item.airable_until >= slot.ends_at)
        and not any(book.is_hard(station, rule) for rule in time_rules_broken(book, slot, item))
        and any(_takes(position, item) for position in book.clock_of(slot).positions)
    )


def _takes(position: object, item: Candidate) -> bool:
    return (
        isinstance(position, Pick)
        and (not position.kinds or item.kind in position.kinds)
        and (not position.themes or not position.themes.isdisjoint(item.themes))
        and (not position.languages or item.language in position.languages)
    )


def _had_room(book: Book, slot: Slot, item: Candidate) -> bool:
    """Return whether an item fits with what stays whatever comes: then something could give way."""
    pause = whole_frames(book.clock_of(slot).least_pause)
    begins_at, ends_at = file_span(book, slot)
    stays = [
        one
        for one in book.placements_in[slot.id]
        if one.entry in {Entry.ITEM, Entry.IDENT} and not _might_leave(book, slot, one)
    ]
    if together(stays, item.duration, pause) > ends_at - begins_at:
        return False
    for index, position in enumerate(book.clock_of(slot).positions):
        if isinstance(position, Pick) and _takes(position, item):
            there = [one for one in stays if one.position == index]
            if position.most is None or together(there, item.duration, pause) <= position.most:
                return True
    return False


def _might_leave(book: Book, slot: Slot, one: Placement) -> bool:
    """Return whether a placement came after the repeats, or might have given way to one."""
    if one.reason.why is Why.RANKED and one.hold is None:
        return True
    candidate = book.candidates.get(one.item_id or "")
    before = [
        standing
        for standing in book.problem.standing
        if (standing.slot_id, standing.item_id) == (slot.id, one.item_id)
    ]
    return (
        slot.admits is Admission.ALL
        and one.hold is Hold.PLANNER
        and one.from_station is None
        and isinstance(book.clock_of(slot).positions[one.position], Pick)
        and candidate is not None
        and not candidate.must_run
        and candidate.serial is None
        and not any(is_carried(book, slot, standing) for standing in before)
    )
