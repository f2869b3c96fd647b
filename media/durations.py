"""Durations as people here write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


def on_screen(duration: timedelta | None) -> str:
    """Return 5'30" or 1h05'30", rounded to the second; nothing where there is no duration."""
    if duration is None:
        return ""
    seconds = round(duration.total_seconds())
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}h{minutes:02}'{seconds:02}\"" if hours else f"{minutes}'{seconds:02}\""
