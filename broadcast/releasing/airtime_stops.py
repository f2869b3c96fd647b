"""The stops of law 5: slots outside the airtime rules without an order that lifts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from broadcast.planner import problem as planner
from broadcast.planner.airtime import refuse_slots
from broadcast.planner.rule import Rule
from broadcast.planning.stations import planned_stations

from .stops import Stop, StopCode, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from broadcast.models import Slot
    from broadcast.planner.outcome import Refusal

    from .station_day import StationDay

_MINUTE_MS = 60_000


def airtime_stops(day: StationDay, slots: Collection[Slot]) -> Iterator[Stop]:
    """Yield what breaks a rule among `slots`; what aired earlier in the day counts with them."""
    asked = {str(slot.pk): slot for slot in slots}
    (station,) = planned_stations([day.station])
    refusals = refuse_slots(
        station=station,
        slots=[
            planner.Slot(
                id=str(slot.pk),
                station=station.code,
                starts_at=slot.starts_at,
                duration=slot.duration,
                clock="",
            )
            for slot in day.slots
        ],
        timezone=timezone.get_default_timezone(),
    )
    for refusal in refusals:
        slot = asked.get(refusal.slot_id)
        if slot is not None:
            words = {"title": slot.title, "time": moment(slot.starts_at), **_facts(refusal)}
            yield Stop(StopCode.AIRTIME, _sentence(refusal.rule) % words, slot.pk)


def _facts(refusal: Refusal) -> dict[str, int]:
    limit, found = refusal.limit or 0, refusal.found or 0
    if refusal.rule is Rule.SESSIONS:
        return {"limit": limit, "found": found}
    return {"limit": limit // _MINUTE_MS, "found": -(-found // _MINUTE_MS)}


def _sentence(rule: Rule) -> str:
    match rule:
        case Rule.QUIET_HOURS:
            return _(
                "“%(title)s” at %(time)s is in the quiet hours: "
                "move it or enter the order that allows it."
            )
        case Rule.WEEKDAY:
            return _(
                "“%(title)s” at %(time)s is on a weekday without airtime: "
                "cancel it or enter the order that allows it."
            )
        case Rule.SESSIONS:
            return _(
                "“%(title)s” at %(time)s is session %(found)d of at most %(limit)d a day: "
                "cancel one or enter the order that allows it."
            )
        case Rule.SESSION_MINUTES:
            return _(
                "“%(title)s” at %(time)s lasts %(found)d minutes of at most %(limit)d a session, "
                "relay included: shorten it or enter the order that allows it."
            )
        case _:
            return _(
                "With “%(title)s” at %(time)s the day has %(found)d minutes of at most %(limit)d: "
                "shorten it or enter the order that allows it."
            )
