"""Submit, approve, return: each one call, whoever makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from cms.actions.review_terms import write_terms
from cms.checks import Finding, Weight, findings, stopping
from cms.models import Item, what_airs
from cms.models.correction import is_closed

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import TaskState

    from cms.accounts.models import User


class NotSubmittable(Exception):
    """Raised where an item lacks something or is in review already; nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        told = " ".join(finding.message for finding in findings)
        super().__init__(told or _("The item is in review already."))
        self.findings = findings


@transaction.atomic
def submit(
    *,
    item: Item,
    by: User,
    now: datetime,
    priority: str = "",
    due_at: datetime | None = None,
) -> WorkflowState:
    """Send the item's latest revision to review; after a return, to the first step again.

    Without them, the review is as urgent as the item and due as set for that. Raise
    `NotSubmittable` with the findings that stop it, `TermsRefused` for a due time that is over.
    """
    locked = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=item.pk).specific
    shown = what_airs(locked.get_latest_revision())
    found = list(stopping(findings(shown.revision.as_object(), shown, now=now, submitting=True)))
    if is_closed(locked):
        told = _("This item is cleared: have it opened for correction before you submit it again.")
        found.append(Finding(Weight.STOPS, "title", told))
    state = locked.current_workflow_state
    if found or (state and state.status == WorkflowState.STATUS_IN_PROGRESS):
        raise NotSubmittable(found)
    if state:
        state.resume(by)
    else:
        state = locked.get_workflow().start(locked, by)
    write_terms(
        state=state,
        item=locked,
        priority=priority or shown.revision.content["priority"],
        due_at=due_at,
        by=by,
        now=now,
    )
    return state


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
