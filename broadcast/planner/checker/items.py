"""Whether each item may stand where it stands, and what stood there before still does."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from broadcast.planner.candidate import Candidate
from broadcast.planner.clock import Carry, Clock, Fixed, Pick
from broadcast.planner.outcome import Entry, Placement
from broadcast.planner.problem import Admission, Slot
from broadcast.planner.rule import Rule

from .book import Book
from .softness import time_rules_broken
from .timing import whole_frames
from .violation import Violation

_NOTHING = timedelta()


def check_items(book: Book) -> Iterator[Violation]:
    yield from _strangers(book)
    for slot in book.planned_slots():
        clock = book.clock_of(slot)
        for placement, candidate in book.item_placements(slot):
            rules = list(_in_slot(book, slot, placement, candidate))
            if placement.from_station is None:
                rules += _at_station(book, slot, candidate)
                rules += _at_position(clock, placement, candidate)
                rules += _at_that_time(book, slot, candidate)
            for rule in rules:
                yield book.violation(rule, slot, placement)
        yield from _position_lengths(book, slot, clock)
        yield from _held(book, slot)


def _strangers(book: Book) -> Iterator[Violation]:
    """Find what is placed in no slot, in a closed one, or is no candidate."""
    for placement in book.plan.placements:
        slot = book.slots.get(placement.slot_id)
        if slot is None:
            yield Violation(rule=Rule.UNKNOWN, station="", slot_id=placement.slot_id)
        elif slot.admits is Admission.NONE:
            yield book.violation(Rule.ADMISSION, slot, placement)
        elif (
            placement.entry is Entry.ITEM
            and placement.item_id not in book.candidates
            and not book.is_held(placement)
        ):
            yield book.violation(Rule.UNKNOWN, slot, placement)


def _in_slot(book: Book, slot: Slot, placement: Placement, candidate: Candidate) -> Iterator[Rule]:
    if not book.enters(candidate, slot):
        yield Rule.ADMISSION
    ends_at = placement.starts_at + placement.duration
    opens_at, closes_at = candidate.airable_from, candidate.airable_until
    if (opens_at is not None and placement.starts_at < opens_at) or (
        closes_at is not None and ends_at > closes_at
    ):
        yield Rule.WINDOW


def _at_station(book: Book, slot: Slot, candidate: Candidate) -> Iterator[Rule]:
    station = book.station_of(slot)
    if candidate.levels and station.level not in candidate.levels:
        yield Rule.LEVEL
    if candidate.areas and not any(code in candidate.areas for code in station.area_path):
        yield Rule.AREA
    if candidate.language not in station.languages:
        yield Rule.LANGUAGE
    if candidate.media and station.medium not in candidate.media:
        yield Rule.MEDIUM


def _at_that_time(book: Book, slot: Slot, candidate: Candidate) -> Iterator[Rule]:
    station = book.station_of(slot)
    for rule in time_rules_broken(book, slot, candidate):
        if book.is_hard(station, rule):
            yield rule


def _at_position(clock: Clock, placement: Placement, candidate: Candidate) -> Iterator[Rule]:
    if not 0 <= placement.position < len(clock.positions):
        return
    position = clock.positions[placement.position]
    if isinstance(position, Carry):
        yield Rule.CARRY
    elif isinstance(position, Fixed) and position.item_id != candidate.id:
        yield Rule.CLOCK
    elif isinstance(position, Pick):
        if position.kinds and candidate.kind not in position.kinds:
            yield Rule.KIND
        if position.themes and not any(theme in position.themes for theme in candidate.themes):
            yield Rule.THEME
        if position.languages and candidate.language not in position.languages:
            yield Rule.LANGUAGE


def _position_lengths(book: Book, slot: Slot, clock: Clock) -> Iterator[Violation]:
    for index, position in enumerate(clock.positions):
        if not isinstance(position, Pick) or position.most is None:
            continue
        there = [one for one in book.placements_in[slot.id] if one.position == index]
        length = sum((whole_frames(one.duration) for one in there), _NOTHING)
        length += max(0, len(there) - 1) * whole_frames(clock.least_pause)
        if length > position.most and not all(book.is_held(one) for one in there):
            yield book.violation(Rule.POSITION_LENGTH, slot)


def _held(book: Book, slot: Slot) -> Iterator[Violation]:
    """Find what a scheduler, a lock or a release put there and the plan moved or lost."""
    held = book.held_in[slot.id]
    there = [one for one in book.placements_in[slot.id] if book.is_held(one)]
    for standing in held:
        same = [one for one in there if one.item_id == standing.item_id]
        wanted = [(standing.position, standing.duration, standing.from_station)]
        if [(one.position, one.duration, one.from_station) for one in same] != wanted:
            yield book.violation(Rule.STANDING, slot, standing)
    before = {one.item_id: (one.position, one.starts_at) for one in held}
    for earlier, later in pairwise(there):
        if before[earlier.item_id or ""] > before[later.item_id or ""]:
            yield book.violation(Rule.STANDING, slot, later)
