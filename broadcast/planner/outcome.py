"""What planning returns: placements, and the reason for each of them and for each gap.

Reasons are codes and facts. Sentences are made by whoever shows them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .problem import Hold
from .rule import Rule
from .score import ScorePart

_ENOUGH_MS = 1_000


class Entry(StrEnum):
    """What a placement is, in the words of the playlist."""

    ITEM = "item"
    IDENT = "ident"
    RELAY = "relay"
    FILLER = "filler"


class Why(StrEnum):
    """How a placement came about."""

    CLOCK = "clock"
    """The clock names it: ident, relay, fixed item."""
    STANDING = "standing"
    CARRIED = "carried"
    MUST_RUN = "must_run"
    REPEAT = "repeat"
    """A bulletin that repeats, in a slot that begins its interval or more after its last."""
    RANKED = "ranked"
    LEFT_OVER = "left_over"
    """Filler over time that nothing else could use."""


@dataclass(frozen=True, slots=True)
class Points:
    part: ScorePart
    points: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A soft rule that a placement breaks; `beside` is the item that it breaks it with."""

    rule: Rule
    beside: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one placement stands where it does.

    `rank` counts from 1 among `candidates`, the items that could have stood
    there; `score` holds the parts that mattered, weightiest first. `chances`
    is how many slots a must-run had left when its turn came. `breaks` are the
    soft rules that the placement breaks, whoever placed it.
    """

    why: Why
    rank: int | None = None
    candidates: int | None = None
    score: tuple[Points, ...] = ()
    chances: int | None = None
    breaks: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One entry of a slot, at the moment it begins."""

    slot_id: str
    position: int
    entry: Entry
    starts_at: datetime
    duration: timedelta
    reason: Reason
    item_id: str | None = None
    from_station: str | None = None
    hold: Hold | None = None
    """Why it stood there before, if it did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The smallest change of one rule that would help, and what it would do.

    `items` would then air. `days`, `airings` and `length_ms` say by how much: days that
    separation is shorter, the window longer or the deadline later; airings more; time that a
    slot is longer or the item shorter, or the interval of a repeating one is. `now` and `then`
    are the days of separation of `items` where they are all the same. With `leaves_ms` at most
    a second it is enough.
    """

    rule: Rule
    items: tuple[str, ...] = ()
    days: int | None = None
    now: int | None = None
    then: int | None = None
    airings: int | None = None
    length_ms: int | None = None
    fill_ms: int = 0
    leaves_ms: int = 0

    @property
    def is_enough(self) -> bool:
        return self.leaves_ms <= _ENOUGH_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOut:
    """Items that one rule alone kept out of a gap they would have fitted.

    `fill_ms` is how much of the gap they would fill together. `days_short` is
    for separation only: by how many days it would have to be shorter for that.
    Under `fits` stand the items every rule allows but the time left does not;
    `shortest_ms` is the shortest of them.
    """

    rule: Rule
    items: int
    fill_ms: int
    days_short: int | None = None
    shortest_ms: int | None = None
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Airtime of a slot that no item, ident or relay fills beyond the pauses' most.

    `wanted_ms` is the longest item that would still fit: one as long would fill it. `change` is
    the smallest change of a rule that would fill most of it with what there is.
    """

    slot_id: str
    gap_ms: int
    filler_ms: int
    silence_ms: int
    kept_out: tuple[KeptOut, ...]
    wanted_ms: int = 0
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A fixed or carried item that could not stand where the clock asks for it."""

    slot_id: str
    position: int
    item_id: str
    rule: Rule
    from_station: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """A must-run due in the horizon that a station will not air in time, or a repeat that is owed.

    `rule` closed its last chance; `slots` is how many slots of the station lie
    inside its window and before its deadline; `change` the smallest change that would seat it.
    Of a bulletin that has aired and is due again, `due_in` is the slot it should have entered,
    `rule` and `change` speak of that slot, and `slots` is how many it has to pass.
    """

    item_id: str
    station: str
    rule: Rule
    slots: int
    change: Change | None = None
    due_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A slot left unplanned, and the limit it breaks.

    `limit` and `found` are milliseconds, for sessions a count; quiet hours and
    weekdays have neither.
    """

    slot_id: str
    rule: Rule
    limit: int | None = None
    found: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An earlier placement of the planner's that a rule no longer allows."""

    slot_id: str
    position: int
    item_id: str
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan for every slot that admits something and was not refused."""

    placements: tuple[Placement, ...]
    gaps: tuple[Gap, ...]
    unmet: tuple[Unmet, ...]
    unplaced: tuple[Unplaced, ...]
    refusals: tuple[Refusal, ...]
    dropped: tuple[Dropped, ...]

    @property
    def gap_ms(self) -> int:
        return sum(gap.gap_ms for gap in self.gaps)

    @property
    def filler_ms(self) -> int:
        return sum(gap.filler_ms for gap in self.gaps)

    @property
    def silence_ms(self) -> int:
        return sum(gap.silence_ms for gap in self.gaps)
