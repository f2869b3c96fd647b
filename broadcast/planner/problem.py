"""Everything one planning run knows, as plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from .candidate import Candidate
from .clock import Clock
from .rulebook import NOTHING_SET, RuleBook, Scoped
from .station import Station


class Admission(StrEnum):
    """What may still enter a slot."""

    ALL = "all"
    REFILL = "refill"
    """A withdrawal emptied a place: all may enter, but nothing gives way to a must-run."""
    URGENT = "urgent"
    """What stands there stays; only urgent items enter."""
    NONE = "none"
    """Read, never planned: it counts for the rules and may be carried."""

    @property
    def open_to_all(self) -> bool:
        """Whether items of any priority may enter."""
        return self in {Admission.ALL, Admission.REFILL}


class Hold(StrEnum):
    """Why an item already stands in a slot."""

    LOCKED = "locked"
    FROZEN = "frozen"
    SCHEDULER = "scheduler"
    PLANNER = "planner"
    """Stays while the rules allow it; the other three stay whatever they say."""


class QuotaAxis(StrEnum):
    THEME = "theme"
    CONVENTION = "convention"
    LANGUAGE = "language"
    KIND = "kind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A dated stretch of a station's airtime."""

    id: str
    station: str
    starts_at: datetime
    duration: timedelta
    clock: str
    admits: Admission = Admission.ALL

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + self.duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Airing:
    """A past airing, wherever it came from."""

    item_id: str
    station: str
    aired_at: datetime
    slot_at: datetime | None = None
    """When the slot that held it began; unknown: when it aired."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An item already placed in a slot.

    Items only: idents, relays and filler follow from the clock. What stays
    keeps its slot, its position and its place in the order; the second it
    begins may move with the pauses, unless the slot admits nothing.
    """

    slot_id: str
    position: int
    item_id: str
    starts_at: datetime
    duration: timedelta
    hold: Hold
    from_station: str | None = None
    """The station it was carried from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota(Scoped):
    """A share of a station's item airtime, over the horizon, that one value should get.

    Of several for one value the nearest to the station counts.
    """

    axis: QuotaAxis
    value: str
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The input of `plan`. The order of its tuples never changes the plan.

    The slots are whole broadcast days of their stations, so that sessions can
    be counted. A station's parent belongs to the problem too, with slots that
    admit nothing when it was planned before.
    """

    timezone: tzinfo
    stations: tuple[Station, ...]
    clocks: tuple[Clock, ...]
    slots: tuple[Slot, ...]
    candidates: tuple[Candidate, ...]
    history: tuple[Airing, ...] = ()
    standing: tuple[Standing, ...] = ()
    quotas: tuple[Quota, ...] = ()
    rules: RuleBook = NOTHING_SET
