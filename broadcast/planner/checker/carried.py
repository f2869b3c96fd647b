"""Whether every slot carries what its parent's programme asks of it, and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from broadcast.planner.candidate import Candidate
from broadcast.planner.clock import FRAME, CarriedPart, Carry, Clock, Fixed, Ident, Pick, Share
from broadcast.planner.outcome import Entry
from broadcast.planner.problem import Admission, Slot
from broadcast.planner.rule import Rule

from .book import Book
from .timing import file_span, whole_frames
from .violation import Violation

_NOTHING = timedelta()


class _Offer(NamedTuple):
    starts_at: datetime
    candidate: Candidate
    share: Share


def check_carrying(book: Book) -> Iterator[Violation]:
    for slot in book.planned_slots():
        carried = [
            one
            for one in book.placements_in[slot.id]
            if one.from_station is not None and not book.is_held(one)
        ]
        expected = _expected(book, slot)
        parent = book.station_of(slot).parent
        found = [(one.item_id, one.position, one.from_station) for one in carried]
        if found != [(item_id, position, parent) for item_id, position in expected]:
            yield book.violation(Rule.CARRY, slot)


def _expected(book: Book, slot: Slot) -> list[tuple[str, int]]:
    """Return the items a slot has to carry, in their order, and the position they go to."""
    clock = book.clock_of(slot)
    for index, position in enumerate(clock.positions):
        if isinstance(position, Carry):
            offers = [one for one in _offers(book, slot) if _may_enter(book, slot, one.candidate)]
            return [(item_id, index) for item_id in _taken(book, slot, clock, position, offers)]
    return []


def _taken(book: Book, slot: Slot, clock: Clock, carry: Carry, offers: list[_Offer]) -> list[str]:
    pause = whole_frames(clock.least_pause)
    begins_at, ends_at = file_span(book, slot)
    held = book.held_in[slot.id]
    files = [p.duration for p in clock.positions if isinstance(p, Ident)]
    files += [one.duration for one in held]
    room = ends_at - begins_at - (ends_at - begins_at) % FRAME + pause
    room -= sum((whole_frames(duration) + pause for duration in files), _NOTHING)
    index = clock.positions.index(carry)
    length = sum(
        (whole_frames(one.duration) + pause for one in held if one.position == index), _NOTHING
    )
    there = {one.item_id for one in held}
    taken: list[tuple[datetime, str]] = []
    for share in (Share.MANDATORY, Share.OFFERED):
        if share is Share.OFFERED and carry.part is CarriedPart.MANDATORY:
            continue
        for offer in offers:
            cost = whole_frames(offer.candidate.duration) + pause
            beyond = (
                share is Share.OFFERED
                and carry.most is not None
                and length + cost - pause > carry.most - carry.most % FRAME
            )
            if offer.share is not share or offer.candidate.id in there or cost > room or beyond:
                continue
            room -= cost
            length += cost
            there.add(offer.candidate.id)
            taken.append((offer.starts_at, offer.candidate.id))
    return [item_id for _, item_id in sorted(taken)]


def _offers(book: Book, slot: Slot) -> list[_Offer]:
    """Return what the parent station begins during a slot, in time order."""
    offers = []
    for above in book.slots_meanwhile(book.station_of(slot).parent or "", slot):
        for position, item_id, starts_at in _programme(book, above):
            if not slot.starts_at <= starts_at < slot.ends_at:
                continue
            candidate = book.candidates.get(item_id)
            share = _share(book.clock_of(above), position)
            if candidate is not None and share is not Share.OWN:
                offers.append(_Offer(starts_at, candidate, share))
    return sorted(offers, key=lambda offer: offer.starts_at)


def _programme(book: Book, slot: Slot) -> Iterator[tuple[int, str, datetime]]:
    if slot.id in book.refused:
        return
    if slot.admits is Admission.NONE:
        for held in book.held_in[slot.id]:
            yield held.position, held.item_id, held.starts_at
        return
    for one in book.placements_in[slot.id]:
        if one.entry is Entry.ITEM and one.item_id is not None:
            yield one.position, one.item_id, one.starts_at


def _share(clock: Clock, index: int) -> Share:
    if not 0 <= index < len(clock.positions):
        return Share.OWN
    position = clock.positions[index]
    return position.share if isinstance(position, Fixed | Pick | Carry) else Share.OWN


def _may_enter(book: Book, slot: Slot, candidate: Candidate) -> bool:
    """Return whether an item may be heard at any moment of a slot."""
    return (
        book.enters(candidate, slot)
        and (candidate.airable_from is None or candidate.airable_from <= slot.starts_at)
        and (candidate.airable_until is None or candidate.airable_until >= slot.ends_at)
    )
