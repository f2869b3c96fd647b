"""The parts of the score by which candidates are ranked."""

from enum import StrEnum


class ScorePart(StrEnum):
    """A part of a score. Codes are stored and exchanged: rename none."""

    QUOTA = "quota"
    ROTATION = "rotation"
    LAST_DAYS = "last_days"
    FRESHNESS = "freshness"
    SCARCITY = "scarcity"
    PRIORITY = "priority"
    SPECIAL_DAY = "special_day"
    """Whether the day asks for one of its themes."""
    AIM = "aim"
    """Whether the stations that carry it may air it."""
    LEAST_CHANGE = "least_change"
    """What it would push out of the stations that carry it."""
    SOFT_RULES = "soft_rules"
    """The soft rules it would break here."""
    DRAW = "draw"
