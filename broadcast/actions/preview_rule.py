"""What a rule would change next week, worked out in memory; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from broadcast.actions.slots import missing_slots
from broadcast.models import Station
from broadcast.planner.difference import difference_between
from broadcast.planner.planning import plan
from broadcast.planner.problem import Admission, Hold
from broadcast.planning.collector import collector_paused
from broadcast.planning.problem import load_problem
from broadcast.planning.rules import kept_rules, rule_book, special_days

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from broadcast.models import PlanningRule
    from broadcast.planner.outcome import Plan
    from broadcast.planner.problem import Problem

DAYS = 7
# Items that a preview names as airing more or less often.
NAMED = 10


@dataclass(frozen=True, slots=True)
class Side:
    """What one plan comes to."""

    placements: int
    gap: timedelta
    unplaced: int
    broken: int
    """Placements that break a soft rule."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Next week planned afresh, as the rules are and as they would be."""

    stations: int
    slots: int
    changed_slots: int
    before: Side
    after: Side
    more: tuple[tuple[str, int], ...]
    """Titles that would air more often, and by how many airings; the most first."""
    less: tuple[tuple[str, int], ...]


@collector_paused()
def preview_rule(
    *, rule: PlanningRule, now: datetime, removed: bool = False, seed: int = 0
) -> Preview:
    """Compare the seven days from tomorrow with the rules as kept and with `rule` among them.

    Both sides are planned afresh, without the planner's own placements: planning again
    leaves standing what is still allowed, so a goal would seem to change nothing. What
    is locked, placed by hand, frozen or released stays on both.
    """
    first = timezone.localdate(now) + timedelta(days=1)
    last = first + timedelta(days=DAYS - 1)
    stations = _concerned(rule)
    loaded = load_problem(
        first=first,
        last=last,
        stations=stations,
        unsaved=missing_slots(first=first, last=last, stations=stations).made,
        holes=(),
        now=now,
    )
    kept = kept_rules()
    others = [row for row in kept if row.pk != rule.pk]
    afresh = _afresh(loaded.problem)
    before = _planned(afresh, kept, seed)
    after = _planned(afresh, others if removed else [*others, rule], seed)
    titles = {pk: str(row.content.get("title", "")) for pk, row in loaded.clearances.items()}
    return _compared(afresh, before, after, titles, len(stations))


def _concerned(rule: PlanningRule) -> list[Station]:
    stations = Station.objects.active()
    if rule.station_id:
        return list(stations.filter(pk=rule.station_id))
    if rule.area is not None:
        return list(stations.filter(area__path__startswith=rule.area.path))
    return list(stations)


def _afresh(problem: Problem) -> Problem:
    """Return the problem without the planner's own placements where all may enter."""
    open_slots = {slot.id for slot in problem.slots if slot.admits is Admission.ALL}
    stays = tuple(
        one
        for one in problem.standing
        if one.hold is not Hold.PLANNER or one.slot_id not in open_slots
    )
    return replace(problem, standing=stays)


def _planned(problem: Problem, rules: Collection[PlanningRule], seed: int) -> Plan:
    book, quotas = rule_book(rules, special_days())
    return plan(replace(problem, rules=book, quotas=quotas), seed=seed)


def _compared(
    problem: Problem, before: Plan, after: Plan, titles: Mapping[str, str], stations: int
) -> Preview:
    airings: dict[str, int] = defaultdict(int)
    for side, sign in ((before, -1), (after, 1)):
        for placement in side.placements:
            if placement.item_id is not None:
                airings[placement.item_id] += sign
    ranked = sorted(airings.items(), key=lambda each: (-abs(each[1]), titles.get(each[0], "")))
    return Preview(
        stations=stations,
        slots=len(problem.slots),
        changed_slots=len(difference_between(problem, before, after).changed_slots),
        before=_side(before),
        after=_side(after),
        more=tuple((titles.get(pk, pk), n) for pk, n in ranked if n > 0)[:NAMED],
        less=tuple((titles.get(pk, pk), -n) for pk, n in ranked if n < 0)[:NAMED],
    )


def _side(side: Plan) -> Side:
    return Side(
        placements=sum(each.item_id is not None for each in side.placements),
        gap=timedelta(milliseconds=side.gap_ms),
        unplaced=len(side.unplaced),
        broken=sum(bool(each.reason.breaks) for each in side.placements),
    )
