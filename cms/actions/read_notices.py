"""What a person does with their own notices: read them, choose what to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from cms.models import Notice, NoticeChoice, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from wagtail.models import TaskState

    from cms.accounts.models import User


def read_notices(*, by: User, now: datetime, notice: Notice | None = None) -> int:
    """Mark one notice of `by`, or all, as read; what was read before keeps its time."""
    mine = Notice.objects.unread().filter(to=by)
    return (mine.filter(pk=notice.pk) if notice else mine).update(read_at=now)


def settle_notices(*, step: TaskState, now: datetime) -> int:
    """Take for read what asks for the decision at a step that is over, whoever decided it."""
    asked = Q(key=f"submitted:{step.pk}") | Q(key__startswith=f"due:review:{step.pk}:")
    return Notice.objects.unread().filter(asked).update(read_at=now)


@transaction.atomic
def choose_notices(*, by: User, inbox: Collection[str], mail: Collection[str]) -> None:
    """Keep of which kinds `by` wants to know in the inbox and by mail; of the others not."""
    NoticeChoice.objects.bulk_create(
        [
            NoticeChoice(user=by, kind=kind, inbox=kind in inbox, mail=kind in mail)
            for kind in NoticeKind.values
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["inbox", "mail"],
    )
