"""Small problems to plan, told by what is special about them."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from broadcast.planner import (
    FRAME,
    Candidate,
    Clock,
    Entry,
    Hold,
    Ident,
    Pick,
    Placement,
    Plan,
    Position,
    Problem,
    Slot,
    Standing,
    Station,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2025, 3, 3)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
JINGLE = 10 * SECOND - (10 * SECOND) % FRAME


def at(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute), tzinfo=ZONE)


def in_frames(duration: timedelta) -> timedelta:
    """Return a duration as house files have it: whole frames."""
    return duration - duration % FRAME


def item(item_id: str, duration: timedelta = MINUTE, **facts: Any) -> Candidate:
    defaults: dict[str, Any] = {"kind": "news", "language": "vi", "cleared_on": MONDAY}
    return Candidate(id=item_id, duration=in_frames(duration), **{**defaults, **facts})


def items(count: int, duration: timedelta = MINUTE, **facts: Any) -> tuple[Candidate, ...]:
    """Return items each a second longer than the last, so that some of them fill any slot."""
    return tuple(item(f"item-{n:02}", duration + n * SECOND, **facts) for n in range(count))


def commune(code: str = "tan-ha", **facts: Any) -> Station:
    defaults: dict[str, Any] = {
        "area_path": ("province", "district", code),
        "level": "commune",
        "languages": frozenset({"vi"}),
    }
    return Station(code=code, **{**defaults, **facts})


def clock(*positions: Position, clock_id: str = "clock", **facts: Any) -> Clock:
    """Return a clock of these positions, by default a jingle and whatever fits."""
    found = positions or (Ident(duration=JINGLE), Pick())
    return Clock(id=clock_id, positions=found, **facts)


def slot(starts_at: datetime, duration: timedelta = 10 * MINUTE, **facts: Any) -> Slot:
    station = facts.pop("station", "tan-ha")
    defaults: dict[str, Any] = {
        "id": f"{station}-{starts_at:%d-%H%M}",
        "station": station,
        "clock": "clock",
    }
    return Slot(starts_at=starts_at, duration=duration, **{**defaults, **facts})


def daily(days: int, *hours: int, **facts: Any) -> tuple[Slot, ...]:
    return tuple(slot(at(hour, day=day), **facts) for day in range(days) for hour in hours)


def problem(**parts: Any) -> Problem:
    """Return a problem of one commune with one slot, but for the parts given."""
    defaults: dict[str, Any] = {
        "timezone": ZONE,
        "stations": (commune(),),
        "clocks": (clock(),),
        "slots": (slot(at(17)),),
        "candidates": (),
    }
    return Problem(**{**defaults, **parts})


def item_ids(plan: Plan, slot_id: str | None = None) -> list[str]:
    """Return the items of a plan, or of one of its slots, in the order they air."""
    placed = sorted(plan.placements, key=lambda one: (one.slot_id, one.starts_at))
    return [
        one.item_id for one in placed if one.item_id is not None and slot_id in {None, one.slot_id}
    ]


def times(plan: Plan) -> list[tuple[Any, ...]]:
    """Return what airs when, without the reasons."""
    return [
        (one.slot_id, one.position, one.entry, one.item_id, one.starts_at, one.duration)
        for one in plan.placements
    ]


def standing(placement: Placement, hold: Hold = Hold.PLANNER) -> Standing:
    """Return a placement as the next planning finds it."""
    assert placement.item_id is not None
    return Standing(
        slot_id=placement.slot_id,
        position=placement.position,
        item_id=placement.item_id,
        starts_at=placement.starts_at,
        duration=placement.duration,
        hold=placement.hold or hold,
        from_station=placement.from_station,
    )


def planned(before: Problem, plan: Plan) -> Problem:
    """Return the problem as it is once the plan is stored."""
    stored = tuple(standing(one) for one in plan.placements if one.entry is Entry.ITEM)
    gone = {(one.slot_id, one.item_id) for one in stored}
    gone |= {(one.slot_id, one.item_id) for one in plan.dropped}
    kept = tuple(one for one in before.standing if (one.slot_id, one.item_id) not in gone)
    return replace(before, standing=(*kept, *stored))
