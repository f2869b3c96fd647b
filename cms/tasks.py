"""What the workers run for the newsroom. Each makes one call and may run twice."""

from __future__ import annotations

from django.utils import timezone

from cms.actions.send_mails import send_mails as send
from cms.actions.tell_daily import tell_daily as tell


def send_mails() -> int:
    """Send the mails that wait; on the timetable too, for what a dead worker left."""
    return send(clock=timezone.now)


def tell_daily() -> int:
    return tell(now=timezone.now())
