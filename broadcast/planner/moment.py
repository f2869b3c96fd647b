"""Moments and durations as the planner counts them: milliseconds, frames, broadcast days."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from .clock import FRAME

MILLISECOND = timedelta(milliseconds=1)
FRAME_MS = FRAME // MILLISECOND
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)


def in_ms(duration: timedelta) -> int:
    return duration // MILLISECOND


def epoch_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // MILLISECOND


def frames_within(duration: timedelta) -> int:
    """Whole frames that fit into `duration`."""
    return duration // FRAME


def frames_occupied(duration: timedelta) -> int:
    """Whole frames that `duration` needs: a part of a frame takes the whole of it."""
    return -(-duration // FRAME)


def broadcast_day(moment: datetime, timezone: tzinfo, day_start: time) -> date:
    """Return the day a moment belongs to, counting days from `day_start` local time.

    What airs after midnight belongs to the evening before.
    """
    local = moment.astimezone(timezone)
    return local.date() if local.time() >= day_start else local.date() - _DAY


def day_end(moment: datetime, timezone: tzinfo, day_start: time) -> datetime:
    """Return when the broadcast day of a moment ends, which is when the next begins."""
    next_day = broadcast_day(moment, timezone, day_start) + _DAY
    return datetime.combine(next_day, day_start, tzinfo=timezone)
