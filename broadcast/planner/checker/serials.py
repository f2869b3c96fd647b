"""Whether an episode airs after the one before it, and at the same time where that is asked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property

from broadcast.planner.candidate import Candidate
from broadcast.planner.problem import Slot
from broadcast.planner.rule import Rule
from broadcast.planner.station import Station

from .book import Book
from .reach import reaches
from .violation import Violation


def check_serials(book: Book) -> Iterator[Violation]:
    if not any(candidate.serial for candidate in book.problem.candidates):
        return
    serials = Serials(book)
    for slot in book.planned_slots():
        for placement, candidate in book.item_placements(slot):
            if placement.from_station is None:
                for rule in serials.broken(slot, candidate, placement.starts_at):
                    if book.is_hard(book.station_of(slot), rule):
                        yield book.violation(rule, slot, placement)


class Serials:
    """Every airing of every episode, and the slot it is in; None for one of the past."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def _aired(self) -> dict[tuple[str, str], list[tuple[datetime, Slot | None]]]:
        book = self._book
        aired: dict[tuple[str, str], list[tuple[datetime, Slot | None]]] = defaultdict(list)
        for airing in book.problem.history:
            aired[airing.station, airing.item_id].append((airing.aired_at, None))
        for slot in book.problem.slots:
            if book.is_planned(slot):
                for one in book.placements_in[slot.id]:
                    aired[slot.station, one.item_id or ""].append((one.starts_at, slot))
            else:
                for held in book.held_in[slot.id]:
                    aired[slot.station, held.item_id].append((held.starts_at, slot))
        return aired

    def broken(self, slot: Slot, candidate: Candidate, starts_at: datetime) -> Iterator[Rule]:
        """Yield what an episode that begins at a moment breaks, however strictly it is kept."""
        if candidate.serial is None:
            return
        station = self._book.station_of(slot)
        before = self._before(station, candidate)
        if before is None:
            return
        aired = self._aired[station.code, before.id]
        if not any(at < starts_at for at, _slot in aired):
            yield Rule.SERIAL
        if not any(self._leads_to(station, at, other, slot) for at, other in aired):
            yield Rule.SAME_TIME

    def _before(self, station: Station, candidate: Candidate) -> Candidate | None:
        earlier = [
            other
            for other in self._book.problem.candidates
            if other.serial is not None
            and (other.serial, other.language) == (candidate.serial, candidate.language)
            and other.episode < candidate.episode
            and reaches(station, other)
        ]
        return max(earlier, key=lambda other: other.episode, default=None)

    def _leads_to(self, station: Station, at: datetime, other: Slot | None, slot: Slot) -> bool:
        """Return whether a slot is at the time of an airing on an earlier day."""
        day = self._book.day
        if day(station, at if other is None else other.starts_at) >= day(station, slot.starts_at):
            return False
        local = at if other is None else other.starts_at
        since = _time_of(self._book, local) - _time_of(self._book, slot.starts_at)
        return timedelta() <= since < slot.duration


def _time_of(book: Book, moment: datetime) -> timedelta:
    local = moment.astimezone(book.problem.timezone).time()
    return timedelta(
        hours=local.hour,
        minutes=local.minute,
        seconds=local.second,
        microseconds=local.microsecond,
    )
