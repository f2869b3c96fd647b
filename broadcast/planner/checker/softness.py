"""Whether each placement names the soft rules it breaks, all of them and no others."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from broadcast.planner.candidate import Candidate
from broadcast.planner.outcome import Entry, Placement
from broadcast.planner.problem import Slot
from broadcast.planner.rule import Rule

from .book import Book
from .serials import Serials
from .terms import is_barred_on, suits_time_of_day
from .violation import Violation

_Told = Counter[tuple[str, Rule, str | None]]


def check_softness(book: Book) -> Iterator[Violation]:
    serials = Serials(book)
    for slot in book.planned_slots():
        told: _Told = Counter(
            (one.item_id or "", broken.rule, broken.beside)
            for one in book.placements_in[slot.id]
            for broken in one.reason.breaks
        )
        expected: _Told = Counter()
        for placement in book.placements_in[slot.id]:
            candidate = book.candidates.get(placement.item_id or "")
            if candidate is not None and placement.from_station is None:
                for rule in _alone(book, serials, slot, placement, candidate):
                    if book.is_soft(book.station_of(slot), rule):
                        expected[candidate.id, rule, None] += 1
        expected.update(_beside(book, slot))
        for item_id in sorted({key[0] for key in (told - expected) + (expected - told)}):
            yield Violation(
                rule=Rule.ACCOUNT, station=slot.station, slot_id=slot.id, item_id=item_id
            )


def time_rules_broken(book: Book, slot: Slot, candidate: Candidate) -> Iterator[Rule]:
    """Yield the rules on times and days that a slot breaks for an item, strict or not."""
    if candidate.dayparts:
        local = slot.starts_at.astimezone(book.problem.timezone)
        if not suits_time_of_day(candidate, local, slot.duration):
            yield Rule.DAYPART
    if book.problem.rules.special_days:
        station = book.station_of(slot)
        day = book.day(station, slot.starts_at)
        if is_barred_on(book.problem.rules, station, candidate.kind, day):
            yield Rule.SPECIAL_DAY


def _alone(
    book: Book, serials: Serials, slot: Slot, placement: Placement, candidate: Candidate
) -> Iterator[Rule]:
    yield from time_rules_broken(book, slot, candidate)
    yield from serials.broken(slot, candidate, placement.starts_at)


def _beside(book: Book, slot: Slot) -> Iterator[tuple[str, Rule, str | None]]:
    """Yield what neighbours break: the later one tells, unless it is the parent's."""
    station = book.station_of(slot)
    files = [one for one in book.placements_in[slot.id] if one.entry in {Entry.ITEM, Entry.IDENT}]
    for earlier, later in pairwise(files):
        first = book.candidates.get(earlier.item_id or "")
        second = book.candidates.get(later.item_id or "")
        if first is None or second is None:
            continue
        tells, other = (later, first) if later.from_station is None else (earlier, second)
        if tells.from_station is not None:
            continue
        shared = {
            Rule.VERSIONS_APART: (first.work, second.work),
            Rule.AUTHOR_APART: (first.author, second.author),
            Rule.BODY_APART: (first.body, second.body),
        }
        for rule, (one, two) in shared.items():
            if one is not None and one == two and book.is_soft(station, rule):
                yield tells.item_id or "", rule, other.id
