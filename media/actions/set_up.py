"""The profiles as the settings have them, and what comes round on the timetable."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django_q.models import Schedule

from media.ffmpeg import house, video
from media.models import Profile

# A frame below this has no room for the header a joined file begins with.
LEAST_SMALL_KBPS = 48


@transaction.atomic
def set_up() -> None:
    """Add a new version of a profile where the settings ask for something else."""
    _keep_profile(
        Profile.HOUSE,
        target_lufs=settings.LOA_LOUDNESS_LUFS,
        pipeline=str(house.PIPELINE_VERSION),
    )
    _keep_profile(
        Profile.VIDEO,
        target_lufs=settings.LOA_VIDEO_LOUDNESS_LUFS,
        bitrate_kbps=settings.LOA_VIDEO_MOST_KBPS,
        most_height=settings.LOA_VIDEO_MOST_HEIGHT,
        pipeline=str(video.PIPELINE_VERSION),
    )
    if settings.LOA_SMALL_KBPS:
        _keep_small_profile()
    _timetable()


def _keep_small_profile() -> None:
    if settings.LOA_SMALL_KBPS < LEAST_SMALL_KBPS:
        raise ImproperlyConfigured(f"LOA_SMALL_KBPS is 0 or at least {LEAST_SMALL_KBPS}")
    _keep_profile(
        Profile.SMALL,
        target_lufs=settings.LOA_LOUDNESS_LUFS,
        bitrate_kbps=settings.LOA_SMALL_KBPS,
        pipeline=str(house.PIPELINE_VERSION),
    )


def _timetable() -> None:
    Schedule.objects.update_or_create(
        name="media.tidy",
        defaults={
            "func": "media.tasks.tidy_up",
            "schedule_type": Schedule.HOURLY,
            "repeats": -1,
        },
    )
    Schedule.objects.update_or_create(
        name="media.orphans",
        defaults={
            "func": "media.tasks.clear_away_orphans",
            "schedule_type": Schedule.DAILY,
            "repeats": -1,
        },
    )
    Schedule.objects.update_or_create(
        name="media.sweep",
        defaults={
            "func": "media.tasks.sweep",
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
            "repeats": -1,
        },
    )
    Schedule.objects.update_or_create(
        name="media.small",
        defaults={
            "func": "media.tasks.make_small",
            "schedule_type": Schedule.MINUTES,
            "minutes": 1,
            "repeats": -1,
        },
    )


def _keep_profile(code: str, **wanted: Any) -> None:
    current = Profile.objects.filter(code=code).order_by("-version").first()
    if current is None or any(getattr(current, name) != value for name, value in wanted.items()):
        version = current.version + 1 if current else 1
        Profile.objects.create(code=code, version=version, **wanted)
