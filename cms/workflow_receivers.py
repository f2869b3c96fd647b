"""What the newsroom hears from Wagtail's workflow: a step that begins, an item that is returned.

Both are sent inside the transaction, whoever moved the workflow: our own actions or Wagtail's
views. Wagtail's own mails, in English and not to be switched off one by one, are unplugged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_approved,
    task_cancelled,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from cms.actions.read_notices import settle_notices
from cms.actions.tell import tell_returned, tell_reviewers
from cms.models import Item, ReviewTask

if TYPE_CHECKING:
    from cms.accounts.models import User

STOCK_MAILS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


def connect() -> None:
    for signal, sender, uid in STOCK_MAILS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
    task_submitted.connect(on_submitted, sender=TaskState, dispatch_uid="cms.tell_reviewers")
    task_rejected.connect(on_returned, sender=TaskState, dispatch_uid="cms.tell_returned")
    for over in (task_approved, task_rejected, task_cancelled):
        over.connect(on_over, sender=TaskState, dispatch_uid="cms.settle_notices")


def on_submitted(*, instance: TaskState, user: User | None = None, **_kwargs: Any) -> None:
    if _is_review(instance):
        tell_reviewers(step=instance, by=user, now=timezone.now())


def on_returned(*, instance: TaskState, user: User | None = None, **_kwargs: Any) -> None:
    if _is_review(instance):
        tell_returned(step=instance, by=user, now=timezone.now())


def on_over(*, instance: TaskState, **_kwargs: Any) -> None:
    settle_notices(step=instance, now=timezone.now())


def _is_review(step: TaskState) -> bool:
    return (
        isinstance(step.task.specific, ReviewTask)
        and Item.objects.filter(pk=step.workflow_state.object_id).exists()
    )
