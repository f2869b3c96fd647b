"""The rule book of one planning run, read from the rows people keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.models import PlanningRule, Sort, SpecialDay
from broadcast.planner import rulebook
from broadcast.planner.problem import Quota, QuotaAxis
from broadcast.planner.rule import Rule
from broadcast.planner.score import ScorePart
from cms.models import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable

# A theme's share of every station's item airtime where nobody set another.
THEME_PERCENT = 10


def kept_rules() -> list[PlanningRule]:
    return list(PlanningRule.objects.select_related("area", "station").order_by("pk"))


def special_days() -> list[SpecialDay]:
    return list(SpecialDay.objects.select_related("area", "station").order_by("pk"))


def rule_book(
    rules: Iterable[PlanningRule], days: Iterable[SpecialDay]
) -> tuple[rulebook.RuleBook, tuple[Quota, ...]]:
    """Return what these rows say, and the quotas with the shares that count where none is set."""
    settings: list[rulebook.Setting] = []
    limits: list[rulebook.Limit] = []
    weights: list[rulebook.Weight] = []
    quotas: list[Quota] = []
    for row in rules:
        area, station = _scope(row)
        number = row.number or 0
        if row.sort == Sort.STRICTNESS:
            settings.append(
                rulebook.Setting(
                    rule=Rule(row.about),
                    strength=rulebook.Strength(row.strength),
                    weight=number,
                    area=area,
                    station=station,
                )
            )
        elif row.sort == Sort.LIMIT:
            rule, _slash, kind = row.about.partition("/")
            limits.append(
                rulebook.Limit(
                    rule=Rule(rule), value=number, kind=kind or None, area=area, station=station
                )
            )
        elif row.sort == Sort.WEIGHT:
            weights.append(
                rulebook.Weight(
                    part=ScorePart(row.about), percent=number, area=area, station=station
                )
            )
        else:
            axis, _slash, code = row.about.partition("/")
            quotas.append(
                Quota(axis=QuotaAxis(axis), value=code, percent=number, area=area, station=station)
            )
    book = rulebook.RuleBook(
        settings=tuple(settings),
        limits=tuple(limits),
        weights=tuple(weights),
        special_days=tuple(_special_day(day) for day in days),
    )
    return book, (*quotas, *_usual_shares(quotas))


def _usual_shares(quotas: Iterable[Quota]) -> Iterable[Quota]:
    said = {
        (quota.axis, quota.value)
        for quota in quotas
        if quota.area is None and quota.station is None
    }
    for code in Theme.objects.filter(retired=False).values_list("code", flat=True):
        if (QuotaAxis.THEME, code) not in said:
            yield Quota(axis=QuotaAxis.THEME, value=code, percent=THEME_PERCENT)


def _special_day(row: SpecialDay) -> rulebook.SpecialDay:
    area, station = _scope(row)
    return rulebook.SpecialDay(
        name=row.name,
        first_day=row.first_day,
        last_day=row.last_day,
        bars=frozenset(row.bars),
        wants=frozenset(row.wants),
        area=area,
        station=station,
    )


def _scope(row: PlanningRule | SpecialDay) -> tuple[str | None, str | None]:
    return row.area.code if row.area else None, row.station.code if row.station else None
