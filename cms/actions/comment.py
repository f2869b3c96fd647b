"""Comment on an item without editing it: from its review page, in rows that the editor shows too.

No revision is made and nothing is written that counts as work on the item, so who comments may
still approve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from cms.actions.tell_comments import tell_answered, tell_commented, tell_resolved
from cms.models import Item
from cms.places import place_of

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

# As long as a page of script: what is longer is another text.
MOST = 5000


class NotCommented(Exception):
    """Raised with one plain sentence; nothing was written."""


@transaction.atomic
def write_comment(*, item: Item, place: str, text: str, by: User, now: datetime) -> Comment:
    """Comment at `place`, a key of `cms.places`, of the item as its latest revision has it.

    Raise `NotCommented` without words, or where the place is gone.
    """
    said = _said(text)
    revision = _locked(item).get_latest_revision()
    found = place_of(revision.as_object(), place)
    if found is None:
        raise NotCommented(
            _("The line you comment on is not there any more: choose another place.")
        )
    comment = Comment.objects.create(
        page_id=item.pk,
        user=by,
        text=said,
        contentpath=found.contentpath,
        position=found.position,
        revision_created=revision,
    )
    Comment.objects.filter(pk=comment.pk).update(created_at=now, updated_at=now)
    comment.log_create(page_revision=revision, user=by)
    tell_commented(comment=comment, by=by, now=now)
    return comment


@transaction.atomic
def answer_comment(*, item: Item, comment: int, text: str, by: User, now: datetime) -> CommentReply:
    """Answer an unresolved comment on `item`. Raise `NotCommented` without words or comment."""
    said = _said(text)
    asked = _open_comment(item, comment)
    reply = CommentReply.objects.create(comment=asked, user=by, text=said)
    CommentReply.objects.filter(pk=reply.pk).update(created_at=now, updated_at=now)
    reply.log_create(user=by)
    tell_answered(reply=reply, by=by, now=now)
    return reply


@transaction.atomic
def resolve_comment(*, item: Item, comment: int, by: User, now: datetime) -> Comment:
    """Close a comment on `item` with its answers. Raise `NotCommented` where it is closed."""
    closed = _open_comment(item, comment)
    closed.resolved_at, closed.resolved_by = now, by
    closed.save()
    closed.log_resolve(user=by)
    tell_resolved(comment=closed, by=by, now=now)
    return closed


def _locked(item: Item) -> Item:
    """Hold the item until the end: a save in the editor keeps the comments it finds."""
    locked = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=item.pk)
    return locked.specific  # type: ignore[no-any-return]


def _open_comment(item: Item, pk: int) -> Comment:
    found = Comment.objects.filter(page_id=_locked(item).pk, pk=pk, resolved_at=None).first()
    if found is None:
        raise NotCommented(_("This comment is resolved or deleted: write a new one if need be."))
    return found


def _said(text: str) -> str:
    said = text.strip()
    if not said:
        raise NotCommented(_("Write what you have to say first."))
    if len(said) > MOST:
        raise NotCommented(
            _("A comment has at most %(most)s characters: shorten it or write two.")
            % {"most": MOST}
        )
    return said
