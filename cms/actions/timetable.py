"""What comes round in the newsroom: the name, what it runs, and after how many minutes again."""

from __future__ import annotations

from django_q.models import Schedule

TIMETABLE = (
    ("cms.mails", "cms.tasks.send_mails", 5),
    ("cms.daily", "cms.tasks.tell_daily", 30),
)


def keep_timetable() -> None:
    for name, task, minutes in TIMETABLE:
        Schedule.objects.update_or_create(
            name=name,
            defaults={
                "func": task,
                "schedule_type": Schedule.MINUTES,
                "minutes": minutes,
                "repeats": -1,
            },
        )
