"""Once a day, after a set hour: what is due tomorrow, and what somebody has not read yet."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from cms.models import Clearance, Item, Notice, NoticeKind, ReviewTerms

from .notify import notify
from .tell import who_may_decide

if TYPE_CHECKING:
    from datetime import date


def tell_daily(*, now: datetime) -> int:
    """Write the notices of the day whose hour has come; return how many.

    Safe to run at any time and as often as wished: each has its day in its key.
    """
    local = timezone.localtime(now)
    written = 0
    if local.hour >= settings.LOA_DUE_TOLD_FROM_HOUR:
        written += _tell_due(local.date() + timedelta(days=1), now)
    if local.hour >= settings.LOA_DIGEST_FROM_HOUR:
        written += _tell_unread(local.date(), now)
    return written


def _tell_due(day: date, now: datetime) -> int:
    begins = timezone.make_aware(datetime.combine(day, time.min))
    ends = begins + timedelta(days=1)
    return _tell_reviews(begins, ends, now) + _tell_items(begins, ends, now)


def _tell_reviews(begins: datetime, ends: datetime, now: datetime) -> int:
    """Tell the reviewers of what should be decided that day."""
    terms = ReviewTerms.objects.in_progress().filter(due_at__gte=begins, due_at__lt=ends)
    written = 0
    for row in terms.select_related("workflow_state__current_task_state__task"):
        step = row.workflow_state.current_task_state
        item = Item.objects.filter(pk=row.workflow_state.object_id).first()
        if step is None or item is None:
            continue
        written += len(
            notify(
                kind=NoticeKind.DUE,
                to=who_may_decide(step, item),
                key=f"due:review:{step.pk}:{begins:%Y-%m-%d}",
                item=item.specific.get_latest_revision_as_object(),
                path=reverse("cms:review", args=[step.pk]),
                due_at=row.due_at,
                now=now,
            )
        )
    return written


def _tell_items(begins: datetime, ends: datetime, now: datetime) -> int:
    """Tell the owners of what must air by that day and is not cleared yet."""
    cleared = Clearance.objects.standing().filter(item_id=OuterRef("pk"))
    items = Item.objects.filter(
        ~Exists(cleared), deadline__gte=begins, deadline__lt=ends, owner__isnull=False
    )
    written = 0
    for item in items:
        written += len(
            notify(
                kind=NoticeKind.DUE,
                to=[item.owner_id],
                key=f"due:item:{item.pk}:{begins:%Y-%m-%d}",
                item=item,
                due_at=item.deadline,
                now=now,
            )
        )
    return written


def _tell_unread(day: date, now: datetime) -> int:
    """Mail those who asked for it a sum of what they have not read."""
    unread = Notice.objects.unread().filter(to=OuterRef("pk"))
    asked = User.objects.filter(
        Exists(unread),
        notice_choices__kind=NoticeKind.DIGEST,
        notice_choices__mail=True,
    )
    return len(
        notify(
            kind=NoticeKind.DIGEST,
            to=asked.values_list("pk", flat=True),
            key=f"digest:{day:%Y-%m-%d}",
            now=now,
        )
    )
