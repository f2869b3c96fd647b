"""Who is told what: of a review's steps, of clearances and of what ends them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from wagtail.models import Revision, TaskState

from cms.models import Clearance, Item, NoticeKind
from cms.models.review import reviewers_of

from .notify import notify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import ClearanceEnd, Correction, CorrectionEnd, Notice


def tell_reviewers(*, step: TaskState, by: User | None, now: datetime) -> list[Notice]:
    """Tell who may decide at this step that it waits for them: not those who took part."""
    item = Item.objects.get(pk=step.workflow_state.object_id)
    return notify(
        kind=NoticeKind.SUBMITTED,
        to=who_may_decide(step, item),
        key=f"submitted:{step.pk}",
        item=_as_written(item),
        path=reverse("cms:review", args=[step.pk]),
        note=step.task.name,
        by=by,
        now=now,
    )


def tell_returned(*, step: TaskState, by: User | None, now: datetime) -> list[Notice]:
    """Tell its authors that the item came back, with the reason."""
    item = Item.objects.get(pk=step.workflow_state.object_id)
    return notify(
        kind=NoticeKind.RETURNED,
        to={*authors_of(item), step.workflow_state.requested_by_id},
        key=f"returned:{step.pk}",
        item=_as_written(item),
        note=step.comment,
        by=by,
        now=now,
    )


def tell_cleared(*, clearance: Clearance, now: datetime) -> list[Notice]:
    """Tell its authors; after a correction also those whose pieces were made from it."""
    item = clearance.item
    notices = notify(
        kind=NoticeKind.CLEARED,
        to={*authors_of(item), clearance.workflow_state.requested_by_id},
        key=f"cleared:{clearance.pk}",
        item=item,
        by=clearance.cleared_by,
        now=now,
    )
    if Clearance.objects.filter(item=item, pk__lt=clearance.pk).exists():
        notices += _tell_of_original(item, f"cleared:{clearance.pk}", clearance.cleared_by, now)
    return notices


def tell_withdrawn(*, end: ClearanceEnd, now: datetime) -> list[Notice]:
    """Tell its authors, with the reason, and those whose pieces were made from it."""
    item = end.clearance.item
    notices = notify(
        kind=NoticeKind.WITHDRAWN,
        to=authors_of(item),
        key=f"withdrawn:{end.pk}",
        item=item,
        note=end.note,
        by=end.by,
        now=now,
    )
    return notices + _tell_of_original(item, f"withdrawn:{end.pk}", end.by, now)


def tell_open(*, correction: Correction, now: datetime) -> list[Notice]:
    """Tell its authors that they may mend it, and what."""
    item = correction.clearance.item
    return notify(
        kind=NoticeKind.CORRECTION,
        to=authors_of(item),
        key=f"correction:{correction.pk}",
        item=item,
        note=correction.reason,
        by=correction.by,
        now=now,
    )


def tell_called_off(*, end: CorrectionEnd, authors: Iterable[int | None]) -> list[Notice]:
    """Tell `authors`, those of the item before it was put back, that it is closed again."""
    item = end.correction.clearance.item
    return notify(
        kind=NoticeKind.CALLED_OFF,
        to=authors,
        key=f"called_off:{end.pk}",
        item=item,
        note=end.reason,
        by=end.by,
        now=end.at,
    )


def _tell_of_original(item: Item, key: str, by: User | None, now: datetime) -> list[Notice]:
    notices = []
    for piece in Item.objects.filter(Q(version_of=item) | Q(derived_from=item)).order_by("pk"):
        notices += notify(
            kind=NoticeKind.ORIGINAL,
            to=authors_of(piece),
            key=f"original:{key}:{piece.pk}",
            item=item,
            path=reverse("cms:item", args=[piece.pk]),
            note=piece.title,
            by=by,
            now=now,
        )
    return notices


def _as_written(item: Item) -> Item:
    """Return the item as its newest revision has it: the title may be another than on air."""
    return item.specific.get_latest_revision_as_object()  # type: ignore[no-any-return]


def authors_of(item: Item) -> set[int | None]:
    """Return who owns the item or wrote a revision of it."""
    wrote = Revision.objects.for_instance(item).exclude(user=None).values_list("user", flat=True)
    return {item.owner_id, *wrote.distinct().order_by()}


def who_may_decide(step: TaskState, item: Item) -> set[int | None]:
    """Return the step's reviewers less everybody who took part and so may not approve."""
    approved = step.workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
    took_part = {
        *authors_of(item),
        step.workflow_state.requested_by_id,
        *approved.values_list("finished_by", flat=True),
    }
    people = reviewers_of(step.task.specific, item).values_list("pk", flat=True)
    return {pk for pk in people if pk not in took_part}
