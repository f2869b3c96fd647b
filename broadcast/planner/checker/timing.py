"""Whether the entries of a slot follow one another as they must, to the frame."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from broadcast.planner.clock import FRAME, Carry, Filler, Fixed, Ident, Pick, Position, Relay
from broadcast.planner.outcome import Entry, Placement
from broadcast.planner.problem import Slot
from broadcast.planner.rule import Rule

from .book import Book
from .violation import Violation

_NOTHING = timedelta()
_ENTRIES: dict[type[Position], Entry] = {
    Ident: Entry.IDENT,
    Relay: Entry.RELAY,
    Filler: Entry.FILLER,
    Fixed: Entry.ITEM,
    Pick: Entry.ITEM,
    Carry: Entry.ITEM,
}


def check_timing(book: Book) -> Iterator[Violation]:
    for slot in book.planned_slots():
        placements = book.placements_in[slot.id]
        yield from _inside(book, slot, placements)
        yield from _as_the_clock_says(book, slot, placements)
        yield from _pauses(book, slot, placements)


def whole_frames(duration: timedelta) -> timedelta:
    """Return the time an entry occupies: whole frames."""
    rest = duration % FRAME
    return duration + (FRAME - rest if rest else _NOTHING)


def file_span(book: Book, slot: Slot) -> tuple[datetime, datetime]:
    """Return the part of a slot that has files: all but its relays."""
    positions = book.clock_of(slot).positions
    begins_at, ends_at = slot.starts_at, slot.ends_at
    for index, position in enumerate(positions):
        if isinstance(position, Relay):
            if index == 0:
                begins_at += position.duration
            else:
                ends_at -= position.duration
    return begins_at, ends_at


def _inside(book: Book, slot: Slot, placements: Sequence[Placement]) -> Iterator[Violation]:
    begins_at, ends_at = file_span(book, slot)
    for placement in placements:
        first, last = begins_at, ends_at
        if placement.entry is Entry.RELAY:
            first, last = slot.starts_at, slot.ends_at
        if placement.starts_at < first or placement.starts_at + placement.duration > last:
            yield book.violation(Rule.FITS, slot, placement)
    for earlier, later in pairwise(placements):
        if earlier.starts_at + earlier.duration > later.starts_at:
            yield book.violation(Rule.FITS, slot, later)
        if earlier.position > later.position:
            yield book.violation(Rule.ORDER, slot, later)


def _as_the_clock_says(
    book: Book, slot: Slot, placements: Sequence[Placement]
) -> Iterator[Violation]:
    positions = book.clock_of(slot).positions
    for placement in placements:
        if not 0 <= placement.position < len(positions):
            yield book.violation(Rule.CLOCK, slot, placement)
            continue
        position = positions[placement.position]
        if placement.entry is not _ENTRIES[type(position)]:
            yield book.violation(Rule.CLOCK, slot, placement)
        elif isinstance(position, Filler):
            if not position.least <= placement.duration <= position.most:
                yield book.violation(Rule.FILLER, slot, placement)
        elif placement.duration != _duration(book, slot, placement, position):
            yield book.violation(Rule.LENGTH, slot, placement)
    for index, position in enumerate(positions):
        there = [placement for placement in placements if placement.position == index]
        least, most = _how_many(position)
        right = least <= len(there) and (most is None or len(there) <= most)
        if not right and not (there and all(book.is_held(placement) for placement in there)):
            yield book.violation(Rule.CLOCK, slot)


def _how_many(position: Position) -> tuple[int, int | None]:
    """Return the least and most entries a position takes."""
    if isinstance(position, Ident | Relay):
        return 1, 1
    return 0, 1 if isinstance(position, Fixed | Filler) else None


def _duration(book: Book, slot: Slot, placement: Placement, position: Position) -> timedelta | None:
    """Return how long a placement has to be, or None where nothing says so."""
    if isinstance(position, Ident | Relay):
        return position.duration
    for held in book.held_in[slot.id]:
        if held.item_id == placement.item_id:
            return held.duration
    candidate = book.candidates.get(placement.item_id or "")
    return placement.duration if candidate is None else candidate.duration


def _pauses(book: Book, slot: Slot, placements: Sequence[Placement]) -> Iterator[Violation]:
    """Check the time between entries; filler lies inside a pause and is no part of it."""
    clock = book.clock_of(slot)
    least = whole_frames(clock.least_pause)
    most = max(clock.most_pause, least)
    begins_at, _ = file_span(book, slot)
    files = [one for one in placements if one.entry in {Entry.IDENT, Entry.ITEM}]
    music = [one for one in placements if one.entry is Entry.FILLER]
    for placement in (*files, *music):
        if (placement.starts_at - begins_at) % FRAME:
            yield book.violation(Rule.PAUSE, slot, placement)
    for earlier, later in pairwise(files):
        ends_at = earlier.starts_at + whole_frames(earlier.duration)
        between = later.starts_at - ends_at
        between -= sum(
            (one.duration for one in music if ends_at <= one.starts_at < later.starts_at), _NOTHING
        )
        overlap = earlier.starts_at + earlier.duration > later.starts_at
        if not overlap and not least <= between <= most:
            yield book.violation(Rule.PAUSE, slot, later)
