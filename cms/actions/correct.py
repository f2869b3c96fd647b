"""Open a cleared item for correction, or call the correction off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import WorkflowState

from cms.access import may_correct
from cms.actions.tell import authors_of, tell_called_off, tell_open
from cms.models import Clearance, Correction, CorrectionEnd, Item
from cms.models.audit import record
from cms.models.correction import open_correction_of

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

# A review that has not come to its end: it ends with the correction it is of.
_UNFINISHED = frozenset({WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES})


class NotCorrectable(Exception):
    """Raised with one plain sentence; nothing was written."""


@transaction.atomic
def correct(*, item: Item, by: User, reason: str, now: datetime) -> Correction:
    """Open `item` to edits until its next clearance, which supersedes the standing one.

    What is cleared airs on meanwhile. Raise PermissionDenied for who may not,
    `NotCorrectable` where the item is not cleared or open already, or no reason is given.
    """
    locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk).specific
    if not may_correct(by, locked):
        raise PermissionDenied
    if not reason.strip():
        raise NotCorrectable(_("Say what is to be corrected, so that its author knows."))
    standing = Clearance.objects.standing().filter(item_id=locked.pk).first()
    if standing is None:
        raise NotCorrectable(_("This item is not cleared any more: edit it and submit it again."))
    if open_correction_of(locked) is not None:
        raise NotCorrectable(_("This item is open for correction already: go on in the editor."))
    correction = Correction.objects.create(clearance=standing, reason=reason.strip(), by=by, at=now)
    record(
        "correction",
        about=standing.content["title"],
        key=f"item:{locked.pk}",
        by=by,
        now=now,
        clearance=standing.pk,
        reason=correction.reason,
    )
    tell_open(correction=correction, now=now)
    return correction


@transaction.atomic
def call_off_correction(*, item: Item, by: User, reason: str, now: datetime) -> CorrectionEnd:
    """Close `item` again as it is cleared: end a review of the correction, put the text back.

    Airtime knows nothing of a correction before it is cleared, so nothing changes there; from
    then on the way back is another correction. What was written stays among the revisions. Raise
    PermissionDenied for who may not, `NotCorrectable` where none is open or no reason is given.
    """
    locked = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=item.pk).specific
    if not may_correct(by, locked):
        raise PermissionDenied
    correction = open_correction_of(locked)
    if correction is None:
        raise NotCorrectable(
            _("No correction is open any more: what was cleared airs. Open the item anew.")
        )
    if not reason.strip():
        raise NotCorrectable(_("Say why the correction is called off, so that its author knows."))
    authors = authors_of(locked)
    review = locked.current_workflow_state
    if review and review.status in _UNFINISHED:
        review.cancel(user=by)
    _put_back(locked, correction.clearance, by)
    end = CorrectionEnd.objects.create(correction=correction, reason=reason.strip(), by=by, at=now)
    record(
        "correction_off",
        about=correction.clearance.content["title"],
        key=f"item:{locked.pk}",
        by=by,
        now=now,
        clearance=correction.clearance_id,
        reason=end.reason,
    )
    tell_called_off(end=end, authors=authors)
    return end


def _put_back(item: Item, clearance: Clearance, by: User) -> None:
    """Make what is cleared the latest revision again, where something was written since.

    The revision is nobody's: whoever calls a correction off has written nothing, and may approve
    the next one.
    """
    if item.latest_revision_id == clearance.revision_id:
        return
    restored = clearance.revision.as_object().save_revision(user=None, clean=False, changed=False)
    Item.objects.filter(pk=item.pk).update(has_unpublished_changes=False)
    log(instance=item, action="cms.call_off_correction", user=by, revision=restored)
