"""Everything a database needs before people can work, in the order the stages stand."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.db import transaction
from django_q.models import Schedule

from broadcast.access import DESK_PERMISSIONS, REPORT_PERMISSIONS, STATION_PERMISSIONS
from broadcast.models import AirtimeRule
from cms.actions import set_up as newsroom
from media.actions import set_up as files

if TYPE_CHECKING:
    from cms.access import Role

# What comes round: the name, what it runs, and after how many minutes again.
TIMETABLE = (
    ("broadcast.open_slots", "broadcast.tasks.open_slots_ahead", 24 * 60),
    ("broadcast.runs", "broadcast.tasks.sweep_runs", 1),
    ("broadcast.recalls", "broadcast.tasks.answer_recalls", 1),
    ("broadcast.news", "broadcast.tasks.mail_news", 5),
    ("broadcast.small_copies", "broadcast.tasks.offer_small_copies", 3),
)


@transaction.atomic
def set_up() -> None:
    """Add what is missing; running it again changes nothing."""
    files.set_up()
    newsroom.set_up()
    for role, names in _permissions().items():
        newsroom.grant(Group.objects.get(name=role.value), names)
    AirtimeRule.objects.get_or_create(
        station=None, defaults={"most_sessions": 3, "most_session": timedelta(minutes=45)}
    )
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


def _permissions() -> dict[Role, tuple[str, ...]]:
    granted: dict[Role, tuple[str, ...]] = defaultdict(tuple)
    for each in (STATION_PERMISSIONS, DESK_PERMISSIONS, REPORT_PERMISSIONS):
        for role, names in each.items():
            granted[role] += names
    return granted
