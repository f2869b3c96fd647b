"""Say how urgent a review is and by when it is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from cms.access import may_set_terms
from cms.models import Item, ReviewTerms
from cms.models.review_terms import begin_terms, due_of

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User


class TermsRefused(Exception):
    """Raised where such terms cannot be; nothing was written."""


@transaction.atomic
def set_terms(
    *, review: WorkflowState, priority: str, due_at: datetime | None, by: User, now: datetime
) -> ReviewTerms:
    """Give a review in progress another urgency and due time; without a time, the usual one.

    For its reviewers and for editors: an author's word counts when the item is
    submitted. The steps stay, they follow the item's own priority.
    """
    state = WorkflowState.objects.select_for_update().get(pk=review.pk)
    item = Item.objects.get(pk=state.object_id).specific
    if not may_set_terms(by, state, item):
        raise PermissionDenied
    if state.status != WorkflowState.STATUS_IN_PROGRESS:
        raise TermsRefused(_("The review is over, so there is nothing to wait for."))
    return write_terms(state=state, item=item, priority=priority, due_at=due_at, by=by, now=now)


def write_terms(
    *,
    state: WorkflowState,
    item: Item,
    priority: str,
    due_at: datetime | None,
    by: User,
    now: datetime,
) -> ReviewTerms:
    """Write the terms of a locked review. Raise `TermsRefused` for a time that is over."""
    if due_at is not None and due_at <= now:
        raise TermsRefused(_("That time is over: give one that is still to come."))
    if not ReviewTerms.objects.filter(workflow_state=state).exists():
        # A step of Wagtail's own kind begins without them.
        begin_terms(state, by, now)
    terms: ReviewTerms = ReviewTerms.objects.get(workflow_state=state)
    terms.priority = priority
    latest = item.get_latest_revision_as_object()
    terms.due_at = due_at or due_of(latest, priority, now)
    terms.set_by, terms.set_at = by, now
    terms.save(update_fields=["priority", "due_at", "set_by", "set_at"])
    return terms
