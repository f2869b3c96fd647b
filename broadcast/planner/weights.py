"""What each part of a score counts: the defaults, and as one station weighs them."""

from collections.abc import Mapping
from dataclasses import dataclass

from .candidate import Priority
from .score import ScorePart
from .terms import Terms

HUNDRED = 100
_QUOTA = 900
"""Points for a quota that is behind by a whole slot."""
_AIRING = 60
"""Points for being one airing behind, up to four."""
_LAST_DAYS = (60, 45, 30, 15)
"""Points with 0, 1, 2, 3 days to spare before an airing is lost."""
FRESH_DAYS = 14
_FRESH_DAY = 3
SCARCE_SLOTS = 8
_SCARCE_SLOT = 5
_PRIORITY = {Priority.NORMAL: 0, Priority.PRIORITY: 80, Priority.URGENT: 1_000}
_SPECIAL_DAY = 150
"""Points for a theme that a special day asks for."""
SPARE_DAYS = len(_LAST_DAYS)


@dataclass(frozen=True, slots=True)
class Weights:
    """The points of each part as one station weighs them, worked out once."""

    quota: int
    airing: int
    last_days: tuple[int, ...]
    freshness: tuple[int, ...]
    """By the days since an item was cleared."""
    scarcity: tuple[int, ...]
    """By the slots of the station that could still take an item."""
    priority: Mapping[Priority, int]
    special_day: int
    aim_percent: int

    @classmethod
    def of(cls, terms: Terms) -> "Weights":
        scaled = terms.scaled
        return cls(
            quota=scaled(ScorePart.QUOTA, _QUOTA),
            airing=scaled(ScorePart.ROTATION, _AIRING),
            last_days=tuple(scaled(ScorePart.LAST_DAYS, points) for points in _LAST_DAYS),
            freshness=tuple(
                scaled(ScorePart.FRESHNESS, (FRESH_DAYS - age) * _FRESH_DAY)
                for age in range(FRESH_DAYS)
            ),
            scarcity=tuple(
                scaled(ScorePart.SCARCITY, (SCARCE_SLOTS - slots) * _SCARCE_SLOT)
                for slots in range(SCARCE_SLOTS)
            ),
            priority={
                priority: scaled(ScorePart.PRIORITY, points)
                for priority, points in _PRIORITY.items()
            },
            special_day=scaled(ScorePart.SPECIAL_DAY, _SPECIAL_DAY),
            aim_percent=scaled(ScorePart.AIM, HUNDRED),
        )
