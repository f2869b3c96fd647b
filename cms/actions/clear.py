"""Clear an item: what the workflow does when its last step approves.

Wagtail imports this module while it builds its own models (setting
WAGTAIL_FINISH_WORKFLOW_ACTION), so models are imported inside the functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import WorkflowState

    from cms.accounts.models import User
    from cms.models import Clearance, ClearanceEnd, EndReason


@transaction.atomic
def finish_review(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish and clear exactly the revision the last step approved.

    Stock Wagtail would publish the latest revision, whoever saw it. Raise
    `ReviewRefused` where the last step or one that was promised holds no approval (a
    step switched off in mid-review ends a workflow too), or where text or files are no
    longer what was approved; everything is then as before.
    """
    from cms.actions.replace_bulletins import replace_bulletins  # noqa: PLC0415
    from cms.actions.tell import tell_cleared  # noqa: PLC0415
    from cms.models import Approval, Item, Refusal, ReviewRefused, what_airs  # noqa: PLC0415
    from cms.models.audit import record  # noqa: PLC0415

    item = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=workflow_state.object_id)
    last = workflow_state.current_task_state
    approval = (
        Approval.objects.filter(task_state=last).first()
        if last and last.status == last.STATUS_APPROVED
        else None
    )
    if approval is None or user is None or approval.by_id != user.pk:
        raise ReviewRefused(Refusal.NO_APPROVAL)
    if not _steps_promised(workflow_state) <= _steps_approved(workflow_state):
        raise ReviewRefused(Refusal.STEPS_CHANGED)
    shown = what_airs(approval.revision)
    if item.latest_revision_id != approval.revision_id or shown.digest != approval.seen:
        raise ReviewRefused(Refusal.CHANGED)
    approval.revision.publish(user=user, skip_permission_checks=True)
    clearance = _write_clearance(workflow_state, approval)
    record(
        "cleared",
        about=item.title,
        key=f"item:{item.pk}",
        by=user,
        now=approval.at,
        clearance=clearance.pk,
        revision=clearance.revision_id,
        content=clearance.content_sha256,
        file=clearance.house_sha256,
    )
    tell_cleared(clearance=clearance, now=approval.at)
    replace_bulletins(later=clearance, by=user, now=approval.at)


def _steps_promised(workflow_state: WorkflowState) -> set[int]:
    from cms.models import ReviewTerms  # noqa: PLC0415

    terms = ReviewTerms.objects.filter(workflow_state=workflow_state).first()
    return set(terms.steps) if terms else set()


def _steps_approved(workflow_state: WorkflowState) -> set[int]:
    from wagtail.models import TaskState  # noqa: PLC0415

    approved = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
    return set(approved.values_list("task_id", flat=True))


def _write_clearance(workflow_state: WorkflowState, approval: Any) -> Clearance:
    from cms.canonical import without_bookkeeping  # noqa: PLC0415
    from cms.models import Clearance, EndReason, kept_for, what_airs  # noqa: PLC0415
    from media.actions.hold import hold  # noqa: PLC0415
    from media.models import HoldReason  # noqa: PLC0415

    shown = what_airs(approval.revision)
    for standing in Clearance.objects.standing().filter(item_id=approval.item_id):
        end_clearance(
            clearance=standing, reason=EndReason.SUPERSEDED, by=approval.by, now=approval.at
        )
    item = approval.revision.as_object()
    if shown.asset:
        hold(
            assets=[shown.asset.pk],
            until=item.air_until + kept_for(item) if item.air_until else None,
            reason=HoldReason.CLEARED,
            key=str(approval.item_id),
        )
    return Clearance.objects.create(
        item_id=approval.item_id,
        revision=approval.revision,
        workflow_state=workflow_state,
        content=without_bookkeeping(approval.revision.content),
        content_sha256=shown.content_sha256,
        asset=shown.asset,
        asset_sha256=shown.asset_sha256,
        rendition=shown.rendition,
        house_sha256=shown.house_sha256,
        video=shown.video,
        video_sha256=shown.video_sha256,
        steps=_steps(workflow_state),
        cleared_by=approval.by,
        cleared_at=approval.at,
        air_from=item.air_from,
        air_until=item.airable_until,
        levels=item.levels,
    )


def _steps(workflow_state: WorkflowState) -> list[dict[str, Any]]:
    from wagtail.models import TaskState  # noqa: PLC0415

    from cms.models import Approval  # noqa: PLC0415

    approvals = (
        Approval.objects.filter(
            task_state__workflow_state=workflow_state,
            task_state__status=TaskState.STATUS_APPROVED,
        )
        .select_related("by")
        .order_by("at", "pk")
    )
    return [
        {
            "step": approval.step,
            "user": approval.by.get_username(),
            "name": str(approval.by),
            "at": approval.at.isoformat(),
            "revision": approval.revision_id,
            "seen": approval.seen,
        }
        for approval in approvals
    ]


@transaction.atomic
def end_clearance(
    *,
    clearance: Clearance,
    reason: EndReason,
    by: User | None,
    now: datetime,
    note: str = "",
) -> ClearanceEnd:
    """End a standing clearance and tell downstream, in one transaction."""
    from cms.models import ClearanceEnd, kept_for  # noqa: PLC0415
    from cms.models.audit import record  # noqa: PLC0415
    from cms.signals import clearance_ended  # noqa: PLC0415
    from media.actions.hold import let_go  # noqa: PLC0415
    from media.models import HoldReason  # noqa: PLC0415

    end = ClearanceEnd.objects.create(clearance=clearance, reason=reason, note=note, by=by, at=now)
    if clearance.asset_id:
        let_go(
            asset_id=clearance.asset_id,
            reason=HoldReason.CLEARED,
            key=str(clearance.item_id),
            until=now + kept_for(clearance.item),
        )
    record(
        reason.value,
        about=clearance.content.get("title", ""),
        key=f"item:{clearance.item_id}",
        by=by,
        now=now,
        clearance=clearance.pk,
        reason=note,
    )
    clearance_ended.send(sender=type(clearance), clearance=clearance, reason=reason.value)
    return end
