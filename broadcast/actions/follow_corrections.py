"""Follow corrections: what is placed under a superseded clearance airs under the newer one.

What waits is told by the rows alone (`Placement.objects.outdated`), so it is safe to run twice
and at any time. Most placements only change their clearance: one statement, whatever their
number. Where the length or the reach changed, what a scheduler placed or locked is laid out
anew where it stands; the rest, and what no longer fits, is planned again, slot by slot and no
other slot with it. Released days get their new edition from `answer_recalls`.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max, Q

from broadcast.models import Placement
from broadcast.models.placement import STAYING
from broadcast.placing import NotPlaced
from broadcast.planning.candidates import candidates
from broadcast.planning.store import PlanOutdated
from cms.models import Clearance

from .placements import renew_placement
from .plan import PlanUnsound, plan_days
from .take_out import hold_stations, take_out

if TYPE_CHECKING:
    from datetime import date, datetime

    from broadcast.models import PlacementQuerySet, Station
    from broadcast.planner.candidate import Candidate

logger = logging.getLogger(__name__)

# Refills are planned with the seed the planning commands take by default.
SEED = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """How many placements took the newer clearance where they stand, and slots planned anew."""

    renewed: int
    replanned: int


def follow_corrections(*, now: datetime, seed: int = SEED) -> Followed:
    """Let every placement that has not begun air what its item is cleared as now."""
    last = Placement.objects.outdated(now).aggregate(last=Max("starts_at"))["last"]
    if last is None:
        return Followed(0, 0)
    newer = _newer(now, last)
    renewed = _renew_alike(newer, now)
    renewed += _renew_by_hand(newer, now)
    replanned = 0
    for day, slots in sorted(_slots_to_plan(now).items()):
        try:
            replanned += _plan_again(day, slots, seed, now)
        except PlanOutdated:
            # Somebody plans the same slots: the next run sees what they left.
            logger.info("corrections on %s are followed later", day)
        except Exception:
            # One day's fault must not keep the others, or a recall, from going out.
            logger.exception("corrections on %s are not followed yet", day)
    return Followed(renewed, replanned)


def _newer(now: datetime, last: datetime) -> dict[int, tuple[Clearance, Clearance]]:
    """Return by the key of each superseded clearance that is placed the pair of it and its next."""
    outdated = Placement.objects.outdated(now).order_by()
    loaded = Clearance.objects.select_related("rendition", "item__content_type")
    olds = loaded.filter(pk__in=outdated.values("clearance"))
    airable = Clearance.objects.airable_during(now, last + timedelta(microseconds=1))
    news = {
        row.item_id: row
        for row in airable.filter(item__in=[old.item_id for old in olds]).select_related(
            "rendition", "item__content_type"
        )
    }
    return {old.pk: (old, news[old.item_id]) for old in olds if old.item_id in news}


def _renew_alike(newer: dict[int, tuple[Clearance, Clearance]], now: datetime) -> int:
    """Change the clearance alone where no rule could judge the newer one otherwise."""
    renewed = 0
    for old, new in newer.values():
        before, after = candidates([old, new])
        if not _alike(before, after):
            continue
        with transaction.atomic():
            waiting = Placement.objects.outdated(now).filter(clearance=old)
            hold_stations({*waiting.order_by().values_list("slot__station", flat=True)})
            # What was withdrawn meanwhile is nobody's newer clearance.
            if Clearance.objects.standing().filter(pk=new.pk).exists():
                renewed += _in_window(new, waiting).update(clearance=new)
    return renewed


def _alike(before: Candidate, after: Candidate) -> bool:
    """Whether rules ask the same of both, their windows apart; the day only ranks them."""
    same_window = replace(
        after,
        airable_from=before.airable_from,
        airable_until=before.airable_until,
        cleared_on=before.cleared_on,
    )
    return same_window == before


def _in_window(clearance: Clearance, placed: PlacementQuerySet) -> PlacementQuerySet:
    if clearance.air_from is not None:
        placed = placed.filter(starts_at__gte=clearance.air_from)
    if clearance.air_until is not None:
        placed = placed.filter(ends_at__lte=clearance.air_until)
    return placed


def _renew_by_hand(newer: dict[int, tuple[Clearance, Clearance]], now: datetime) -> int:
    """Lay out anew what a scheduler placed or locked; what no longer fits leaves its place."""
    renewed = 0
    held = Placement.objects.outdated(now).staying().filter(from_station=None)
    for row in held.select_related("slot__station").order_by("starts_at", "pk"):
        new = newer.get(row.clearance_id or 0)
        if new is not None and row.slot.starts_at > now:
            try:
                renew_placement(placement=row, clearance=new[1], now=now)
            except NotPlaced as refused:
                logger.warning("%s leaves its place after a correction: %s", row, refused)
            else:
                renewed += 1
    return renewed


def _slots_to_plan(now: datetime) -> dict[date, dict[int, Station]]:
    """Return the slots in which something still waits, by day, each with its station."""
    found: dict[date, dict[int, Station]] = defaultdict(dict)
    waiting = Placement.objects.outdated(now).select_related("slot__station")
    for row in waiting.order_by("slot", "pk"):
        found[row.slot.day][row.slot_id] = row.slot.station
    return found


def _plan_again(day: date, slots: dict[int, Station], seed: int, now: datetime) -> int:
    """Plan these slots of a day and no other, once what the planner would not move is out.

    Planning takes seconds and is no transaction; a run that dies half-way leaves rows that
    wait for the next one.
    """
    waiting = Placement.objects.outdated(now).filter(slot__in=slots)
    _empty(waiting.filter(Q(slot__starts_at__lte=now) | STAYING))
    changed = 0
    try:
        changed = plan_days(
            first=day,
            last=day,
            seed=seed,
            now=now,
            stations={station.pk: station for station in slots.values()}.values(),
            holes=slots,
            only=slots,
        ).changed
    except PlanUnsound:
        # The places stay empty: a release would stop at what is left.
        logger.exception("what was corrected on %s is not planned again", day)
    _empty(waiting)
    return changed


@transaction.atomic
def _empty(placed: PlacementQuerySet) -> None:
    hold_stations({*placed.order_by().values_list("slot__station", flat=True)})
    take_out(placed)
