"""Answer recalls: refill the places they emptied and release each day again without the item.

Safe to run twice and at any time. What waits is told by the rows alone
(`Recall.objects.unanswered()`), so a worker that died half-way is made good by the next
run; each station's day is a transaction of its own.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F

from broadcast.actions.plan import PlanUnsound, plan_days
from broadcast.actions.release import NotReleasable, release_slots, release_without_recalled
from broadcast.models import PlaylistEntry, Recall
from broadcast.planning.store import PlanOutdated

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from broadcast.models import Playlist, Station

logger = logging.getLogger(__name__)

# Refills are planned with the seed the planning commands take by default.
SEED = 0


@dataclass(slots=True)
class Emptied:
    """A station whose newest edition holds something recalled; `slots` are those that held it."""

    station: Station
    slots: set[int] = field(default_factory=set)
    holes: set[int] = field(default_factory=set)


def answer_recalls(*, now: datetime, seed: int = SEED) -> list[Playlist]:
    """Release every day that waits for it without what was recalled; return the new editions.

    Slots that have not begun are planned anew, and only these. Where the new plan cannot be
    released, the edition before is, less the item: an operator is never left with it.
    """
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
        found.setdefault(key, Emptied(row.playlist.station))
    entries = PlaylistEntry.objects.filter(
        playlist__recalls__in=waiting, playlist__recalls__clearance=F("clearance")
    )
    for station, day, slot, starts_at in entries.values_list(
        "playlist__station", "playlist__day", "slot", "slot__starts_at"
    ):
        emptied = found[day, station]
        emptied.slots.add(slot)
        if starts_at > now:
            emptied.holes.add(slot)
    by_day: dict[date, list[Emptied]] = defaultdict(list)
    for (day, _station), emptied in found.items():
        by_day[day].append(emptied)
    return by_day


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
