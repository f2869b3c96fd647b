"""Answer recalls: refill the places they emptied and release each day again without the item.

What was corrected is let in again first, under its newer clearance. Safe to run twice and at
any time: what waits is told by the rows alone (`Recall.objects.unanswered()`), so a worker
that died half-way is made good by the next run. Each station's day is a transaction of its own.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F

from broadcast.actions.follow_corrections import SEED, follow_corrections
from broadcast.actions.plan import PlanUnsound, plan_days
from broadcast.actions.release import NotReleasable, release_slots, release_without_recalled
from broadcast.models import Placement, PlaylistEntry, Recall
from broadcast.planning.store import PlanOutdated
from cms.models import EndReason

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from broadcast.models import Playlist, Station

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Emptied:
    """A station whose newest edition holds something recalled; `slots` are those that held it.

    `ended` are the clearances that were recalled for another reason than a correction.
    """

    station: Station
    ended: set[int] = field(default_factory=set)
    slots: set[int] = field(default_factory=set)
    holes: set[int] = field(default_factory=set)


def answer_recalls(*, now: datetime, seed: int = SEED) -> list[Playlist]:
    """Release every day that waits for it without what was recalled; return the new editions.

    Slots that have not begun are planned anew, and only these. Where the new plan cannot be
    released, the edition before is, less the item: an operator is never left with it.
    """
    follow_corrections(now=now, seed=seed)
    answers = []
    for day, emptied in sorted(_waiting(now).items()):
        _refill(day, emptied, seed, now)
        for each in emptied:
            try:
                answers.append(_answer(each, day, now))
            except Exception:
                # One station's broken file must not keep the item on air at the others.
                logger.exception("recall at %s on %s is not answered yet", each.station, day)
    return answers


def _waiting(now: datetime) -> dict[date, list[Emptied]]:
    found: dict[tuple[date, int], Emptied] = {}
    waiting = list(
        Recall.objects.unanswered()
        .select_related("playlist__station")
        .order_by("playlist__station", "pk")
    )
    if not waiting:
        return {}
    for row in waiting:
        key = (row.playlist.day, row.playlist.station_id)
        emptied = found.setdefault(key, Emptied(row.playlist.station))
        if row.reason != EndReason.SUPERSEDED:
            emptied.ended.add(row.clearance_id)
    entries = PlaylistEntry.objects.filter(
        playlist__recalls__in=waiting, playlist__recalls__clearance=F("clearance")
    )
    for station, day, slot, starts_at, clearance in entries.values_list(
        "playlist__station", "playlist__day", "slot", "slot__starts_at", "clearance"
    ):
        emptied = found[day, station]
        emptied.slots.add(slot)
        if starts_at > now and clearance in emptied.ended:
            emptied.holes.add(slot)
    to_follow = _to_follow(now)
    by_day: dict[date, list[Emptied]] = defaultdict(list)
    for (day, station), emptied in found.items():
        # A day whose corrected item is not placed anew yet would lose it: the next run has it.
        if emptied.ended or (day, station) not in to_follow:
            by_day[day].append(emptied)
    return by_day


def _to_follow(now: datetime) -> set[tuple[date, int]]:
    outdated = Placement.objects.outdated(now)
    return set(outdated.values_list("slot__day", "slot__station"))


def _refill(day: date, emptied: Collection[Emptied], seed: int, now: datetime) -> None:
    holes = {slot for each in emptied for slot in each.holes}
    if not holes:
        return
    try:
        plan_days(
            first=day,
            last=day,
            seed=seed,
            now=now,
            stations=[each.station for each in emptied if each.holes],
            holes=holes,
        )
    except (PlanUnsound, PlanOutdated):
        # The places stay empty: what counts is that the item goes.
        logger.exception("what was recalled on %s is not refilled", day)


def _answer(emptied: Emptied, day: date, now: datetime) -> Playlist:
    try:
        return release_slots(
            station=emptied.station, day=day, slots=emptied.slots, by=None, now=now
        )
    except NotReleasable as refused:
        logger.warning("%s %s is released with a hole: %s", emptied.station, day, refused)
        return release_without_recalled(station=emptied.station, day=day, by=None, now=now)
