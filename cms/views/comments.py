"""Comments that are not resolved yet, each with what it is about, as a reviewer reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from cms.places import lines_of, words_at

if TYPE_CHECKING:
    from cms.models import Item


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment: the field it is about, the line it stands at if that is still there."""

    comment: Comment
    field: str
    quote: str
    replies: list[CommentReply]


def open_remarks(item: Item) -> list[Remark]:
    """Return the unresolved comments on `item`, which is as its revision has it."""
    comments = (
        Comment.objects.filter(page_id=item.pk, resolved_at__isnull=True)
        .select_related("user")
        .prefetch_related(
            Prefetch("replies", CommentReply.objects.select_related("user").order_by("pk"))
        )
        .order_by("pk")
    )
    lines = lines_of(item)
    return [
        Remark(
            comment,
            _label(item, comment.contentpath),
            words_at(lines, comment.contentpath, comment.position),
            list(comment.replies.all()),
        )
        for comment in comments
    ]


def _label(item: Item, contentpath: str) -> str:
    name = contentpath.split(".", maxsplit=1)[0]
    try:
        label = str(item._meta.get_field(name).verbose_name)  # noqa: SLF001 - Django's API
    except FieldDoesNotExist:
        return str(_("a field that is not there any more"))
    return label[:1].upper() + label[1:]
