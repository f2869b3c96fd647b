"""What the rule book says at one station."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from .problem import Quota
from .rule import Rule
from .rulebook import DEFAULTS, RuleBook, Scoped, Setting, SpecialDay, Strength
from .score import ScorePart
from .station import Station

_WHOLE = 100

Row = TypeVar("Row", bound=Scoped)


@dataclass(frozen=True, slots=True)
class Terms:
    """The rows that count at one station, one for each subject."""

    settings: Mapping[Rule, Setting]
    limits: Mapping[tuple[Rule, str | None], tuple[int, int]]
    """By rule and kind, None for all kinds: how near the row is written, and its value."""
    percents: Mapping[ScorePart, int]
    quotas: Mapping[tuple[str, str], int]
    special_days: tuple[SpecialDay, ...]

    @classmethod
    def at(cls, station: Station, book: RuleBook, quotas: Iterable[Quota]) -> "Terms":
        return cls(
            settings={each.rule: each for each in DEFAULTS}
            | _nearest(station, ((each.rule, each) for each in book.settings)),
            limits={
                subject: (nearness(station, each) or 0, each.value)
                for subject, each in _nearest(
                    station, (((e.rule, e.kind), e) for e in book.limits)
                ).items()
            },
            percents={
                part: each.percent
                for part, each in _nearest(station, ((e.part, e) for e in book.weights)).items()
            },
            quotas={
                key: each.percent
                for key, each in _nearest(
                    station, (((q.axis.value, q.value), q) for q in quotas)
                ).items()
            },
            special_days=tuple(
                each for each in book.special_days if nearness(station, each) is not None
            ),
        )

    def is_hard(self, rule: Rule) -> bool:
        return self.settings[rule].strength is Strength.HARD

    def weight(self, rule: Rule) -> int:
        """Return the points that breaking a rule costs; 0 where it is hard or off."""
        setting = self.settings[rule]
        return setting.weight if setting.strength is Strength.SOFT else 0

    def limit(self, rule: Rule, kind: str) -> int | None:
        """Return the bound on items of a kind: the nearest; of equals the one for the kind."""
        said = (self.limits.get((rule, kind)), self.limits.get((rule, None)))
        found = max(
            (each for each in said if each is not None), key=lambda each: each[0], default=None
        )
        return None if found is None else found[1]

    def scaled(self, part: ScorePart, points: int) -> int:
        """Return the points of a part of the score as this station weighs it."""
        return points * self.percents.get(part, _WHOLE) // _WHOLE


def nearness(station: Station, row: Scoped) -> int | None:
    """Return how near to a station a row is written, the nearest highest; None if not for it."""
    if row.station is not None:
        return len(station.area_path) + 1 if row.station == station.code else None
    if row.area is None:
        return 0
    return station.area_path.index(row.area) + 1 if row.area in station.area_path else None


Subject = TypeVar("Subject", bound=Hashable)


def _nearest(station: Station, rows: Iterable[tuple[Subject, Row]]) -> dict[Subject, Row]:
    found: dict[Subject, tuple[int, Row]] = {}
    for subject, row in rows:
        near = nearness(station, row)
        if near is not None and (subject not in found or near > found[subject][0]):
            found[subject] = near, row
    return {subject: row for subject, (_near, row) in found.items()}
