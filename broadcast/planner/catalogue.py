"""The candidates in one fixed order, with what every station needs to know about them.

Inside the planner a candidate is its index here: lists beat dictionaries in
the loops that look at every candidate of every slot.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .candidate import Candidate, Priority
from .draw import salt
from .moment import epoch_ms, frames_occupied, in_ms
from .problem import Quota, QuotaAxis
from .rule import Rule
from .rulebook import RuleBook
from .station import Station
from .terms import Terms

FOREVER = 1 << 62


class Catalogue:
    """Every candidate, sorted by id, each property a list of its own."""

    def __init__(
        self,
        candidates: Iterable[Candidate],
        quotas: Iterable[Quota],
        *,
        seed: int,
        rules: RuleBook,
    ) -> None:
        self.seed = seed
        self._rules = rules
        self._quotas = list(quotas)
        self.items = sorted(candidates, key=lambda candidate: candidate.id)
        self.index: dict[str | None, int] = {item.id: i for i, item in enumerate(self.items)}
        self.frames = [frames_occupied(item.duration) for item in self.items]
        self.airable = [_airable_ms(item) for item in self.items]
        self.deadline = [_deadline_ms(item) for item in self.items]
        self.urgent = [item.priority is Priority.URGENT for item in self.items]
        self.must_run_index: dict[str | None, int] = {
            item.id: i for i, item in enumerate(self.items) if item.must_run
        }
        self.salts = [salt(seed, item.id) for item in self.items]
        self._separation = [item.separation_days for item in self.items]
        self._most_airings = [item.most_airings for item in self.items]
        self.repeats = {
            i: in_ms(item.repeat_every)
            for i, item in enumerate(self.items)
            if item.repeat_every is not None
        }
        """The interval of each bulletin that repeats, in milliseconds."""
        self.earlier_episodes = _earlier_episodes(self.items)
        """For each episode that has any, the earlier ones of its serial, the nearest first."""
        self.works = _numbered(item.work for item in self.items)
        self.authors = _numbered(item.author for item in self.items)
        self.bodies = _numbered(item.body for item in self.items)
        self._barred_at: dict[str, list[list[Rule]]] = {}
        self._terms_at: dict[str, Terms] = {}
        self._limits_at: dict[str, Limits] = {}
        self.quotas = sorted({(quota.axis, quota.value) for quota in self._quotas})
        """What has a quota anywhere, each once."""
        self.counts_for = [tuple(_quotas_of(item, self.quotas)) for item in self.items]
        self.quota_sets = sorted(set(self.counts_for))
        self.quota_set = [self.quota_sets.index(quotas) for quotas in self.counts_for]

    def barred_at(self, station: Station) -> list[list[Rule]]:
        """Return, for each item, the rules by which a station never airs it by choice."""
        found = self._barred_at.get(station.code)
        if found is None:
            found = [barred(station, item) for item in self.items]
            self._barred_at[station.code] = found
        return found

    def terms_at(self, station: Station) -> Terms:
        """Return what the rule book says at a station."""
        found = self._terms_at.get(station.code)
        if found is None:
            found = self._terms_at[station.code] = Terms.at(station, self._rules, self._quotas)
        return found

    def limits_at(self, station: Station) -> "Limits":
        """Return each item's separation and most airings at a station."""
        found = self._limits_at.get(station.code)
        if found is None:
            terms = self.terms_at(station)
            separation, most_airings = self._separation, self._most_airings
            if terms.limits:
                least, bounds = (
                    self._bounds(terms, Rule.SEPARATION),
                    self._bounds(terms, Rule.MOST_AIRINGS),
                )
                separation = [
                    max(days, bound or 0) for days, bound in zip(separation, least, strict=True)
                ]
                most_airings = [
                    _fewer(most, bound) for most, bound in zip(most_airings, bounds, strict=True)
                ]
            if self.repeats:
                separation, most_airings = list(separation), list(most_airings)
                for i in self.repeats:
                    separation[i], most_airings[i] = 0, self.items[i].most_airings
            found = self._limits_at[station.code] = Limits(separation, most_airings)
        return found

    def _bounds(self, terms: Terms, rule: Rule) -> list[int | None]:
        by_kind = {kind: terms.limit(rule, kind) for kind in {item.kind for item in self.items}}
        return [by_kind[item.kind] for item in self.items]

    def __len__(self) -> int:
        return len(self.items)


@dataclass(frozen=True, slots=True)
class Limits:
    """For each item, the days from one airing to the next, and the most airings."""

    separation: Sequence[int]
    most_airings: Sequence[int | None]


def _fewer(most: int | None, bound: int | None) -> int | None:
    return min((each for each in (most, bound) if each is not None), default=None)


def barred(station: Station, item: Candidate) -> list[Rule]:
    """Return the rules by which a station never airs an item unless it carries it."""
    rules = []
    if item.levels and station.level not in item.levels:
        rules.append(Rule.LEVEL)
    if item.areas and item.areas.isdisjoint(station.area_path):
        rules.append(Rule.AREA)
    if item.language not in station.languages:
        rules.append(Rule.LANGUAGE)
    if item.media and station.medium not in item.media:
        rules.append(Rule.MEDIUM)
    return rules


def _deadline_ms(item: Candidate) -> int:
    """Return by when an item has to be heard: what must air and names no time, while it may."""
    moment = item.deadline
    if moment is None and item.must_run:
        moment = item.airable_until
    return FOREVER if moment is None else epoch_ms(moment)


def _airable_ms(item: Candidate) -> tuple[int, int]:
    return (
        -FOREVER if item.airable_from is None else epoch_ms(item.airable_from),
        FOREVER if item.airable_until is None else epoch_ms(item.airable_until),
    )


def _earlier_episodes(items: Sequence[Candidate]) -> dict[int, list[int]]:
    serials: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for i, item in enumerate(items):
        if item.serial is not None:
            serials[item.serial, item.language].append((item.episode, i))
    found = {}
    for episodes in serials.values():
        episodes.sort()
        for number, (_episode, i) in enumerate(episodes[1:], 1):
            found[i] = [earlier for _, earlier in reversed(episodes[:number])]
    return found


def _numbered(names: Iterable[str | None]) -> list[int]:
    """Return a number for each name, the same for the same; whoever has none is alone."""
    numbers: dict[str, int] = {}
    return [
        -1 - place if name is None else numbers.setdefault(name, len(numbers))
        for place, name in enumerate(names)
    ]


def _quotas_of(item: Candidate, quotas: Sequence[tuple[QuotaAxis, str]]) -> Iterator[int]:
    values = {
        QuotaAxis.THEME: item.themes,
        QuotaAxis.CONVENTION: item.conventions,
        QuotaAxis.LANGUAGE: frozenset({item.language}),
        QuotaAxis.KIND: frozenset({item.kind}),
    }
    for q, (axis, value) in enumerate(quotas):
        if value in values[axis]:
            yield q
