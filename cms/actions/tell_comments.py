"""Who hears of comments: authors, who spoke in the thread, who asked for it in the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply, PageSubscription, TaskState

from cms.actions.tell import authors_of
from cms.models import Item, NoticeKind

from .notify import notify

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Notice


def tell_commented(*, comment: Comment, by: User, now: datetime) -> list[Notice]:
    return _tell(comment, f"comment:{comment.pk}", comment.text, by, now)


def tell_answered(*, reply: CommentReply, by: User, now: datetime) -> list[Notice]:
    return _tell(reply.comment, f"reply:{reply.pk}", reply.text, by, now)


def tell_resolved(*, comment: Comment, by: User, now: datetime) -> list[Notice]:
    note = _("Resolved: %(text)s") % {"text": comment.text}
    return _tell(comment, f"resolved:{comment.pk}", note, by, now)


@transaction.atomic
def tell_changes(
    *,
    written: Iterable[Comment],
    answered: Iterable[CommentReply],
    resolved: Iterable[Comment],
    by: User,
    now: datetime,
) -> list[Notice]:
    """Tell of what one save in the editor did to comments."""
    return [
        *(notice for each in written for notice in tell_commented(comment=each, by=by, now=now)),
        *(notice for each in answered for notice in tell_answered(reply=each, by=by, now=now)),
        *(notice for each in resolved for notice in tell_resolved(comment=each, by=by, now=now)),
    ]


def _tell(comment: Comment, key: str, note: str, by: User, now: datetime) -> list[Notice]:
    item = Item.objects.filter(pk=comment.page_id).first()
    if item is None:
        return []
    spoke = CommentReply.objects.filter(comment=comment.pk).values_list("user", flat=True)
    asked = PageSubscription.objects.filter(page=item.pk, comment_notifications=True)
    return notify(
        kind=NoticeKind.COMMENT,
        to={*authors_of(item), comment.user_id, *spoke, *asked.values_list("user", flat=True)},
        key=key,
        item=item.specific.get_latest_revision_as_object(),
        path=_page_of(item),
        note=note,
        by=by,
        now=now,
    )


def _page_of(item: Item) -> str:
    """Return where comments are read and answered: the newest review, or before one the editor."""
    steps = TaskState.objects.filter(
        workflow_state__object_id=str(item.pk),
        workflow_state__base_content_type=item.get_base_content_type(),
    )
    step = steps.order_by("-pk").values_list("pk", flat=True).first()
    if step is None:
        return reverse("wagtailadmin_pages:edit", args=[item.pk])
    return reverse("cms:review", args=[step])
