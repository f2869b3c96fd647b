"""The house profile as the settings have it, and what comes round on the timetable."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django_q.models import Schedule

from media.ffmpeg.house import PIPELINE_VERSION
from media.models import Profile


@transaction.atomic
def set_up() -> None:
    """Add a new version of the house profile where the settings ask for another loudness."""
    current = Profile.objects.filter(code=Profile.HOUSE).order_by("-version").first()
    wanted = {"target_lufs": settings.LOA_LOUDNESS_LUFS, "pipeline": str(PIPELINE_VERSION)}
    if current is None or any(getattr(current, name) != value for name, value in wanted.items()):
        version = current.version + 1 if current else 1
        Profile.objects.create(code=Profile.HOUSE, version=version, **wanted)
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
