"""Rules, limits and weights as data: what a province sets, and what a district or station does.

Every row says where it counts. Of the rows on one subject the nearest to a station decides:
its own, then that of its own area, then those of the areas above, then the one for all.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .rule import Rule
from .score import ScorePart


class Strength(StrEnum):
    """What a rule may do to a plan."""

    HARD = "hard"
    """Never broken."""
    SOFT = "soft"
    """Weighed against the other goals; a placement that breaks it says so."""
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoped:
    """Where a row counts: at one station, in an area and all below it, or everywhere."""

    area: str | None = None
    station: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Scoped):
    """How strictly a rule is kept, and the points a soft one weighs."""

    rule: Rule
    strength: Strength
    weight: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit(Scoped):
    """A bound on what items ask for themselves, of all kinds or of one.

    For `separation` the least days between two airings of an item at a station; for
    `most_airings` the most airings of an item there. The nearest decides for each kind;
    of two for the same place the one for the kind.
    """

    rule: Rule
    value: int
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight(Scoped):
    """How much a part of the score counts, in hundredths of what it counts by default."""

    part: ScorePart
    percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay(Scoped):
    """Broadcast days with rules of their own: an anniversary, an election, days of mourning.

    `bars` are kinds that do not air then; items with one of the `wants` themes go first.
    Special days add up: none replaces another.
    """

    name: str
    first_day: date
    last_day: date
    bars: frozenset[str] = frozenset()
    wants: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """Everything a province and those below it have set; nothing set leaves the defaults."""

    settings: tuple[Setting, ...] = ()
    limits: tuple[Limit, ...] = ()
    weights: tuple[Weight, ...] = ()
    special_days: tuple[SpecialDay, ...] = ()


NOTHING_SET = RuleBook()

_BOTH = frozenset(Strength)
_NEVER_HARD = _BOTH - {Strength.HARD}
"""What stands side by side is a matter of order; no item is kept from air for it."""
SETTABLE: dict[Rule, frozenset[Strength]] = {
    Rule.DAYPART: _BOTH,
    Rule.SPECIAL_DAY: _BOTH,
    Rule.SERIAL: _BOTH,
    Rule.SAME_TIME: _BOTH,
    Rule.VERSIONS_APART: _NEVER_HARD,
    Rule.AUTHOR_APART: _NEVER_HARD,
    Rule.BODY_APART: _NEVER_HARD,
}
"""The rules a scheduler may set, and to what. All others come from law or from approval."""
DEFAULTS = (
    Setting(rule=Rule.DAYPART, strength=Strength.HARD),
    Setting(rule=Rule.SPECIAL_DAY, strength=Strength.HARD),
    Setting(rule=Rule.SERIAL, strength=Strength.HARD),
    Setting(rule=Rule.SAME_TIME, strength=Strength.OFF),
    Setting(rule=Rule.VERSIONS_APART, strength=Strength.SOFT, weight=200),
    Setting(rule=Rule.AUTHOR_APART, strength=Strength.SOFT, weight=100),
    Setting(rule=Rule.BODY_APART, strength=Strength.SOFT, weight=50),
)
WEIGHABLE = frozenset(ScorePart) - {ScorePart.SOFT_RULES, ScorePart.LEAST_CHANGE, ScorePart.DRAW}
"""Soft rules have weights of their own; change and chance are not goals of a scheduler's."""
