"""What the workers run. Each makes one call and may run twice."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from broadcast.actions.answer_recalls import answer_recalls as answer
from broadcast.actions.desk_runs import carry_out, requeue_lost
from broadcast.actions.mail_news import mail_news as mail
from broadcast.actions.slots import open_slots
from broadcast.actions.small_copies import offer_small_copies as offer


def open_slots_ahead() -> int:
    """Open the dated slots up to the horizon; what is open already stays as it is."""
    now = timezone.now()
    today = timezone.localdate(now)
    last = today + timedelta(days=settings.LOA_HORIZON_DAYS - 1)
    return len(open_slots(first=today, last=last, now=now).made)


def answer_recalls() -> int:
    """Release again what recalls wait for; on the timetable too, for what a dead worker left."""
    return len(answer(now=timezone.now()))


def mail_news() -> int:
    """Mail what is new for stations to the operators who asked for that."""
    return mail(clock=timezone.now)


def work_on_run(run_id: int) -> str:
    """Plan or release what the desk asked for."""
    return str(carry_out(run_id=run_id, clock=timezone.now))


def sweep_runs() -> int:
    """Put back in the queue what a dead worker left."""
    return requeue_lost(now=timezone.now())


def offer_small_copies() -> int:
    """Offer small files that were made after the editions they belong to were released."""
    return offer(now=timezone.now())
