"""Whether the plan's account of itself is true: gaps, filler, refusals, must-runs."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from broadcast.planner.candidate import Candidate, Priority
from broadcast.planner.clock import FRAME, Ident
from broadcast.planner.outcome import Entry
from broadcast.planner.problem import Admission, Hold, Slot
from broadcast.planner.rule import AIRTIME_RULES, Rule

from .book import Book
from .reach import reaches
from .timing import file_span, whole_frames
from .violation import Violation

_NOTHING = timedelta()
_MILLISECOND = timedelta(milliseconds=1)


def check_accounts(book: Book) -> Iterator[Violation]:
    yield from _gaps(book)
    yield from _refusals(book)
    yield from _drops(book)
    yield from _must_runs(book)


def _gaps(book: Book) -> Iterator[Violation]:
    told = defaultdict(list)
    for gap in book.plan.gaps:
        told[gap.slot_id].append((gap.gap_ms, gap.filler_ms, gap.silence_ms))
    for slot in book.planned_slots():
        found = _leftover(book, slot)
        if told.pop(slot.id, []) != ([found] if found != (0, 0, 0) else []):
            yield book.violation(Rule.ACCOUNT, slot)
    for slot_id in told:
        yield Violation(rule=Rule.ACCOUNT, station=_station_code(book, slot_id), slot_id=slot_id)


def _leftover(book: Book, slot: Slot) -> tuple[int, int, int]:
    """Return a slot's gap, filler and silence in milliseconds, by their definitions.

    The silence is what really follows the last entry: if the pauses have not
    taken what they could, it is longer than the gap less the filler.
    """
    begins_at, ends_at = file_span(book, slot)
    placements = [one for one in book.placements_in[slot.id] if one.entry is not Entry.RELAY]
    files = [one for one in placements if one.entry is not Entry.FILLER]
    filler = sum((one.duration for one in placements if one.entry is Entry.FILLER), _NOTHING)
    used = sum((whole_frames(one.duration) for one in files), _NOTHING)
    clock = book.clock_of(slot)
    most_pause = max(clock.most_pause - clock.most_pause % FRAME, whole_frames(clock.least_pause))
    beyond = ends_at - begins_at - used - max(0, len(files) - 1) * most_pause
    gap = max((ends_at - begins_at) % FRAME, beyond)
    over_at = max(
        (one.starts_at + whole_frames(one.duration) for one in placements), default=begins_at
    )
    silence = max(_NOTHING, ends_at - over_at)
    return gap // _MILLISECOND, filler // _MILLISECOND, silence // _MILLISECOND


def _refusals(book: Book) -> Iterator[Violation]:
    """Check refusals for want of room; those by airtime rules are checked with the rules."""
    for refusal in book.plan.refusals:
        slot = book.slots.get(refusal.slot_id)
        known = refusal.rule is Rule.FITS or refusal.rule in AIRTIME_RULES
        if slot is None or not known or book.placements_in[slot.id]:
            code = _station_code(book, refusal.slot_id)
            yield Violation(rule=Rule.ACCOUNT, station=code, slot_id=refusal.slot_id)
        elif refusal.rule is Rule.FITS and _must_hold(book, slot) <= slot.duration:
            yield book.violation(Rule.ACCOUNT, slot)


def _must_hold(book: Book, slot: Slot) -> timedelta:
    """Return the least time that relay, idents, held items and their pauses take."""
    begins_at, ends_at = file_span(book, slot)
    clock = book.clock_of(slot)
    files = [p.duration for p in clock.positions if isinstance(p, Ident)]
    files += [held.duration for held in book.held_in[slot.id]]
    pauses = max(0, len(files) - 1) * whole_frames(clock.least_pause)
    whole = (ends_at - begins_at) % FRAME if files else _NOTHING
    return slot.duration - (ends_at - begins_at) + sum(map(whole_frames, files), pauses) + whole


def _drops(book: Book) -> Iterator[Violation]:
    """Check that an earlier placement of the planner's stays, or is named as dropped.

    A dropped item may come back elsewhere in the slot; one that stays has the length its item
    has today; a carried one follows its parent without being named.
    """
    dropped = {(drop.slot_id, drop.item_id) for drop in book.plan.dropped}
    for standing in book.problem.standing:
        slot = book.slots[standing.slot_id]
        if standing.hold is not Hold.PLANNER or not slot.admits.open_to_all:
            continue
        same = [one for one in book.placements_in[slot.id] if one.item_id == standing.item_id]
        stays = any(
            standing.from_station is not None or one.position == standing.position for one in same
        )
        told = (slot.id, standing.item_id) in dropped
        if not stays and not told:
            yield book.violation(Rule.UNREPORTED, slot, standing)


def _must_runs(book: Book) -> Iterator[Violation]:
    planned = [slot for slot in book.problem.slots if slot.admits is not Admission.NONE]
    if not planned:
        return
    begins_at = min(slot.starts_at for slot in planned)
    ends_at = max(max(slot.ends_at, book.day_ends_at(slot)) for slot in planned)
    told = {(one.station, one.item_id) for one in book.plan.unplaced if one.due_in is None}
    heard_at = _first_heard(book)
    for code in sorted({slot.station for slot in planned}):
        for item in book.problem.candidates:
            if not reaches(book.stations[code], item):
                continue
            due_at = _due_at(item, ends_at)
            if due_at is None or not begins_at < due_at <= ends_at:
                continue
            first = heard_at.get((code, item.id))
            by = item.airable_until if item.deadline is None else item.deadline
            heard = first is not None and (by is None or first <= by)
            if heard == ((code, item.id) in told):
                rule = Rule.ACCOUNT if heard else Rule.UNREPORTED
                yield Violation(rule=rule, station=code, item_id=item.id)


def _due_at(item: Candidate, ends_at: datetime) -> datetime | None:
    if item.priority is Priority.URGENT:
        moments = (item.deadline, item.airable_until, ends_at)
        return min(moment for moment in moments if moment is not None)
    if item.priority is Priority.PRIORITY:
        return item.airable_until if item.deadline is None else item.deadline
    return None


def _first_heard(book: Book) -> dict[tuple[str, str], datetime]:
    """Return when each item was first heard to its end at each station."""
    first: dict[tuple[str, str], datetime] = {}

    def hear(station: str, item_id: str | None, at: datetime) -> None:
        key = (station, item_id or "")
        first[key] = min(at, first.get(key, at))

    for airing in book.problem.history:
        hear(airing.station, airing.item_id, airing.aired_at)
    for slot in book.problem.slots:
        if slot.admits is Admission.NONE and slot.id not in book.refused:
            for held in book.held_in[slot.id]:
                hear(slot.station, held.item_id, held.starts_at + held.duration)
    for one in book.plan.placements:
        if one.slot_id in book.slots:
            hear(book.slots[one.slot_id].station, one.item_id, one.starts_at + one.duration)
    return first


def _station_code(book: Book, slot_id: str) -> str:
    slot = book.slots.get(slot_id)
    return "" if slot is None else slot.station
