"""Whether what gave way to a must-run might, and had to."""

from collections.abc import Iterator
from datetime import timedelta

from broadcast.planner.candidate import Candidate, Priority
from broadcast.planner.clock import Pick
from broadcast.planner.outcome import Entry, Placement, Why
from broadcast.planner.problem import Admission, Hold, Slot, Standing
from broadcast.planner.rule import Rule

from .book import Book
from .terms import most_airings, separation_days
from .timing import file_span, whole_frames
from .violation import Violation

_NOTHING = timedelta()


def check_gave_way(book: Book) -> Iterator[Violation]:
    """Check each placement that is said to have given way.

    It was an ordinary one of the planner's own, in a slot open to all, carried by nobody;
    a must-run came instead; and the slot could not have held both. Or it was a must-run
    that came too late, and now airs in time; and the rules keep the two airings apart.
    """
    before = {(one.slot_id, one.item_id): one for one in book.problem.standing}
    for dropped in book.plan.dropped:
        if dropped.rule is not Rule.MUST_RUN:
            continue
        slot = book.slots.get(dropped.slot_id)
        standing = before.get((dropped.slot_id, dropped.item_id))
        if slot is None or standing is None:
            yield Violation(rule=Rule.ACCOUNT, station="", slot_id=dropped.slot_id)
        elif not _might(book, slot, standing):
            yield book.violation(Rule.STANDING, slot, standing)
        elif not (_had_to(book, slot, standing) or _comes_sooner(book, slot, standing)):
            yield book.violation(Rule.ACCOUNT, slot, standing)


def _might(book: Book, slot: Slot, standing: Standing) -> bool:
    candidate = book.candidates.get(standing.item_id)
    return (
        slot.admits is Admission.ALL
        and standing.hold is Hold.PLANNER
        and standing.from_station is None
        and isinstance(book.clock_of(slot).positions[standing.position], Pick)
        and not (candidate is not None and _has_to_run(candidate) and _in_time(candidate, standing))
        and not is_carried(book, slot, standing)
    )


def _has_to_run(candidate: Candidate) -> bool:
    return candidate.priority in {Priority.URGENT, Priority.PRIORITY}


def _in_time(candidate: Candidate, one: Standing | Placement) -> bool:
    due_at = candidate.airable_until if candidate.deadline is None else candidate.deadline
    return due_at is None or one.starts_at + one.duration <= due_at


def _comes_sooner(book: Book, slot: Slot, standing: Standing) -> bool:
    """Return whether a must-run airs in time elsewhere, and may not air here as well."""
    candidate = book.candidates.get(standing.item_id)
    station = book.station_of(slot)
    aired = [
        one
        for other in book.slots_of[slot.station]
        for one in book.placements_in[other.id]
        if one.item_id == standing.item_id
    ]
    if candidate is None or not any(_came(book, one) and _in_time(candidate, one) for one in aired):
        return False
    most = most_airings(book.problem.rules, station, candidate)
    apart = separation_days(book.problem.rules, station, candidate)
    day, every = book.day(station, slot.starts_at), candidate.repeat_every
    if every is not None and any(
        abs(book.slots[one.slot_id].starts_at - slot.starts_at) < every for one in aired
    ):
        return True
    return (most is not None and len(aired) >= most) or any(
        abs((book.day(station, one.starts_at) - day).days) < apart for one in aired
    )


def is_carried(book: Book, slot: Slot, standing: Standing) -> bool:
    carriers = book.carriers_of.get((slot.station, standing.item_id), ())
    return any(one.starts_at <= standing.starts_at < one.ends_at for one in carriers)


def _had_to(book: Book, slot: Slot, standing: Standing) -> bool:
    """Return whether a must-run came, and the slot or the position is too short for both."""
    stayed = [
        one
        for one in book.placements_in[slot.id]
        if one.entry in {Entry.ITEM, Entry.IDENT} and one.reason.why is not Why.RANKED
    ]
    if not any(_came(book, one) for one in stayed):
        return False
    clock = book.clock_of(slot)
    pause = whole_frames(clock.least_pause)
    begins_at, ends_at = file_span(book, slot)
    position = clock.positions[standing.position]
    there = [one for one in stayed if one.position == standing.position]
    most = position.most if isinstance(position, Pick) else None
    candidate = book.candidates.get(standing.item_id)
    lasts = standing.duration if candidate is None else candidate.duration
    return together(stayed, lasts, pause) > ends_at - begins_at or (
        most is not None and together(there, lasts, pause) > most
    )


def _came(book: Book, placement: Placement) -> bool:
    candidate = book.candidates.get(placement.item_id or "")
    return placement.hold is None and candidate is not None and _has_to_run(candidate)


def together(stayed: list[Placement], lasts: timedelta, pause: timedelta) -> timedelta:
    files = [one.duration for one in stayed] + [lasts]
    return sum(map(whole_frames, files), _NOTHING) + (len(files) - 1) * pause
