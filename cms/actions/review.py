"""Submit, approve, return: each one call, whoever makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import WorkflowState

from cms.checks import missing_in
from cms.models import Item

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import TaskState

    from cms.accounts.models import User
    from cms.checks import Finding


class NotSubmittable(Exception):
    """Raised where an item lacks something or is in review already; nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.message for finding in findings))
        self.findings = findings


@transaction.atomic
def submit(*, item: Item, by: User) -> WorkflowState:
    """Send the item's latest revision to review; after a return, to the first step again."""
    locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk).specific
    latest = locked.get_latest_revision_as_object()
    found = list(missing_in(latest))
    state = locked.current_workflow_state
    if found or (state and state.status == WorkflowState.STATUS_IN_PROGRESS):
        raise NotSubmittable(found)
    if state:
        state.resume(by)
        return state
    return locked.get_workflow().start(locked, by)


@transaction.atomic
def approve(
    *, task_state: TaskState, by: User, seen: str, now: datetime, comment: str = ""
) -> None:
    """Approve what `seen` stands for. Raise `ReviewRefused` and change nothing otherwise."""
    task_state.task.specific.act(task_state, by, "approve", seen=seen, comment=comment, now=now)


@transaction.atomic
def return_item(*, task_state: TaskState, by: User, reason: str, now: datetime) -> None:
    """Give the item back to its author with a reason. Raise `ReviewRefused` without one."""
    task_state.task.specific.act(task_state, by, "reject", comment=reason, now=now)
