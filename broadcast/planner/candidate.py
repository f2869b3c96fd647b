"""What may be aired: an item as planning sees it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from .station import Medium


class Priority(StrEnum):
    """How an item stands against others (circular 39/2020).

    A normal one airs as the schedule has room, a priority one has to be placed, and an urgent
    one airs at once: the first slot it may enter makes room for it.
    """

    NORMAL = "normal"
    PRIORITY = "priority"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Daypart:
    """A stretch of local time; past midnight if it ends before it begins."""

    begins_at: time
    ends_at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One airable item and every limit on where and when it may air.

    An empty `levels`, `areas` or `media` means no limit. An area stands for its whole
    subtree: an item aimed at a district reaches the stations of its communes.
    """

    id: str
    duration: timedelta
    kind: str
    language: str
    cleared_on: date
    themes: frozenset[str] = frozenset()
    conventions: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    media: frozenset[Medium] = frozenset()
    airable_from: datetime | None = None
    """The first moment it may be on air."""
    airable_until: datetime | None = None
    """The first moment it may no longer be on air."""
    work: str | None = None
    """What language versions of one piece share."""
    author: str | None = None
    body: str | None = None
    """The body that supplied it."""
    serial: str | None = None
    episode: int = 0
    """Its number in its serial; versions in other languages are serials of their own."""
    dayparts: frozenset[Daypart] = frozenset()
    """The times of day at which it may air, within one of them; none: at any."""
    priority: Priority = Priority.NORMAL
    deadline: datetime | None = None
    """With a priority above normal: heard, to its end, by this moment.

    Without one, before it may no longer be on air.
    """
    separation_days: int = 1
    """Broadcast days from one airing at a station to the next, at least.

    1 is "once a day"; 0 lets it air in every slot of a day.
    """
    most_airings: int | None = None
    """Airings at one station, those already past included."""
    repeat_every: timedelta | None = None
    """Of an urgent one that repeats until its window closes: from slot to slot, at least.

    Its separation does not count then, nor do the rule book's limits; its own most airings do.
    """

    @property
    def must_run(self) -> bool:
        """Whether every station it is aimed at has to air it: an order, not an offer."""
        return self.priority is not Priority.NORMAL
