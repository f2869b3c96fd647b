"""The codes by which the planner and its checker name what kept an item from air."""

from enum import StrEnum


class Rule(StrEnum):
    """A hard rule, or the limit that closed an item's last chance.

    Codes are stored and exchanged: rename none. The sentence a person reads is
    made from the code and its facts by whoever shows it.
    """

    # The item at this station.
    LEVEL = "level"
    AREA = "area"
    LANGUAGE = "language"
    MEDIUM = "medium"
    # The item in this slot.
    WINDOW = "window"
    ONCE_PER_SLOT = "once_per_slot"
    SEPARATION = "separation"
    REPEAT = "repeat"
    MOST_AIRINGS = "most_airings"
    ADMISSION = "admission"
    DAYPART = "daypart"
    SPECIAL_DAY = "special_day"
    SERIAL = "serial"
    SAME_TIME = "same_time"
    # The item at this position of the clock.
    KIND = "kind"
    THEME = "theme"
    CLOCK = "clock"
    POSITION_LENGTH = "position_length"
    # Time inside the slot.
    FITS = "fits"
    PAUSE = "pause"
    ORDER = "order"
    LENGTH = "length"
    FILLER = "filler"
    # What stands beside it.
    VERSIONS_APART = "versions_apart"
    AUTHOR_APART = "author_apart"
    BODY_APART = "body_apart"
    # What others put there.
    CARRY = "carry"
    STANDING = "standing"
    # The station's airtime rules.
    QUIET_HOURS = "quiet_hours"
    WEEKDAY = "weekday"
    SESSIONS = "sessions"
    SESSION_MINUTES = "session_minutes"
    DAY_MINUTES = "day_minutes"
    # Must-runs.
    DEADLINE = "deadline"
    ROOM = "room"
    MUST_RUN = "must_run"
    # The plan's account of itself.
    UNKNOWN = "unknown"
    ACCOUNT = "account"
    UNREPORTED = "unreported"


AIRTIME_RULES = frozenset(
    {
        Rule.QUIET_HOURS,
        Rule.WEEKDAY,
        Rule.SESSIONS,
        Rule.SESSION_MINUTES,
        Rule.DAY_MINUTES,
    }
)
