"""Who airs: a station, the area it speaks to and the rules on its airtime."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from .rule import Rule

EVERY_WEEKDAY = frozenset(range(7))


class Medium(StrEnum):
    RADIO = "radio"
    TELEVISION = "television"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Local time of day in which nothing airs; past midnight if it ends before it begins."""

    begins_at: time
    ends_at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class AirtimeException:
    """A written order that lifts some airtime rules on some broadcast days."""

    first_day: date
    last_day: date
    order_number: str
    lifts: frozenset[Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class AirtimeRules:
    """When a station may be on air, and for how long. Nothing said, nothing limited.

    A session is one slot, its relay included. `weekdays` counts Monday as 0.
    """

    quiet_hours: tuple[QuietHours, ...] = ()
    most_sessions_per_day: int | None = None
    most_per_session: timedelta | None = None
    most_per_day: timedelta | None = None
    weekdays: frozenset[int] = EVERY_WEEKDAY
    exceptions: tuple[AirtimeException, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station. Stations are planned by depth below the root, then by code."""

    code: str
    area_path: tuple[str, ...]
    """Area codes from the province down to the station's own."""
    level: str
    languages: frozenset[str]
    parent: str | None = None
    """Code of the station whose programme this one carries."""
    medium: Medium = Medium.RADIO
    day_start: time = time(4)
    """When its broadcast day begins, local time."""
    airtime: AirtimeRules = AirtimeRules()
