"""Plan stations' days: read, decide, check, store."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from broadcast.planner.checker import check
from broadcast.planner.difference import Difference, difference
from broadcast.planner.planning import plan
from broadcast.planning.collector import collector_paused
from broadcast.planning.problem import load_problem
from broadcast.planning.store import store_plan

from .slots import missing_slots, open_slots

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date, datetime

    from broadcast.models import Station
    from broadcast.planner.checker import Violation
    from broadcast.planner.outcome import Plan
    from broadcast.planning.problem import Loaded


class PlanUnsound(Exception):
    """Raised where the independent checker finds a broken rule; nothing was stored."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} violations, first: {violations[0]}")
        self.violations = violations


@dataclass(frozen=True)
class Planned:
    """What a planning run decided; `changed` slots were written (none on a dry run)."""

    loaded: Loaded
    plan: Plan
    changed: int
    seconds: float

    @cached_property
    def difference(self) -> Difference:
        """What it changes of what was placed before, slot by slot."""
        return difference(self.loaded.problem, self.plan)


@collector_paused()
def plan_days(
    *,
    first: date,
    last: date,
    seed: int,
    now: datetime,
    stations: Collection[Station] | None = None,
    holes: Collection[int] = (),
    only: Collection[int] | None = None,
    dry_run: bool = False,
    tell: Callable[[int, int], None] | None = None,
    processes: int = 1,
) -> Planned:
    """Plan the broadcast days from `first` to `last` of `stations` (all active ones by default).

    Opens the slots that are missing, in memory on a dry run. What is locked, placed
    by a scheduler, frozen or released stays; `holes` are keys of slots that a
    withdrawal emptied and that may be refilled all the same. With `only`, no slot but
    these is planned. Planning again with the same seed changes nothing, nor does the
    number of `processes` that decide. Raise `PlanUnsound` or `PlanOutdated` and store
    nothing of the station concerned.
    """
    begun = time.monotonic()
    unsaved = []
    if dry_run:
        unsaved = missing_slots(first=first, last=last, stations=stations).made
    else:
        open_slots(first=first, last=last, now=now, stations=stations)
    loaded = load_problem(
        first=first,
        last=last,
        stations=stations,
        unsaved=unsaved,
        holes=holes,
        only=only,
        now=now,
    )
    decided = plan(loaded.problem, seed=seed, processes=processes)
    violations = check(loaded.problem, decided)
    if violations:
        raise PlanUnsound(violations)
    changed = 0 if dry_run else store_plan(loaded=loaded, plan=decided, now=now, tell=tell)
    return Planned(loaded, decided, changed, time.monotonic() - begun)
