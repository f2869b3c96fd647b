"""The format a slot is filled by: ordered positions and the pauses between them."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

FRAME = timedelta(milliseconds=24)
"""One house frame. Entries occupy whole frames and pauses are whole frames."""


class Share(StrEnum):
    """What the stations below do with the items at a position."""

    MANDATORY = "mandatory"
    """Whoever carries this station carries these."""
    OFFERED = "offered"
    """Whoever carries all of this station's programme carries these too."""
    OWN = "own"
    """Stays at this station."""


class CarriedPart(StrEnum):
    """How much of its parent's programme a station carries."""

    ALL = "all"
    MANDATORY = "mandatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ident:
    """A signature tune, greeting or closing: fixed, and each station's own."""

    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """One named item, aired wherever the rules on it allow."""

    item_id: str
    share: Share = Share.OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Any number of items the planner chooses. An empty set does not limit.

    `most` limits the items and the least pauses between them.
    """

    kinds: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    most: timedelta | None = None
    share: Share = Share.OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Another broadcaster's live programme: airtime without a file, first or last."""

    source: str
    duration: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Carry:
    """The items the parent station begins during this slot, in its order.

    Mandatory ones are taken first, as many as the slot has room for; then the
    offered ones, if all is carried, while the whole stays within `most`.
    """

    part: CarriedPart = CarriedPart.ALL
    most: timedelta | None = None
    share: Share = Share.OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Music over what is left. It fades by itself, so no pause follows it.

    What is shorter than `least` stays silent: a second of music is a blemish.
    """

    least: timedelta = timedelta(seconds=2)
    most: timedelta = timedelta(seconds=60)


Position = Ident | Fixed | Pick | Relay | Carry | Filler


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Positions in the order they air.

    A position is known by its place in `positions`, counted from 0.
    """

    id: str
    positions: tuple[Position, ...]
    least_pause: timedelta = timedelta(milliseconds=480)
    most_pause: timedelta = timedelta(seconds=2)
