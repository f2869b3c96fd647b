"""End what may air of an item for good: its clearance, its page, a review of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import WorkflowState

from cms.actions.clear import end_clearance

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Clearance, ClearanceEnd, EndReason, Item


def take_off(
    *,
    item: Item,
    standing: Clearance,
    reason: EndReason,
    note: str,
    by: User,
    now: datetime,
) -> ClearanceEnd:
    """End the standing clearance of a locked item, take its page off and stop a review of it.

    A review that went on would clear again what is not to air any more.
    """
    review = item.current_workflow_state
    if review and review.status in {
        WorkflowState.STATUS_IN_PROGRESS,
        WorkflowState.STATUS_NEEDS_CHANGES,
    }:
        review.cancel(user=by)
    UnpublishPageAction(item, user=by).execute(skip_permission_checks=True)
    return end_clearance(clearance=standing, reason=reason, by=by, now=now, note=note)
