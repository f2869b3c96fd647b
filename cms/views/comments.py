"""Comments that are not resolved yet, each with what it is about, as a reviewer reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from cms.views.changes import script_line

if TYPE_CHECKING:
    from cms.models import Item

_LONGEST_QUOTE = 160


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
    lines = {str(block.id): block for block in getattr(item, "script", ())}
    return [
        Remark(
            comment,
            _label(item, comment.contentpath),
            _quote(lines, comment.contentpath),
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


def _quote(lines: dict[str, Any], contentpath: str) -> str:
    """Return the line of the script a comment stands at, or nothing where it is gone."""
    _name, _dot, rest = contentpath.partition(".")
    block = lines.get(rest.split(".", maxsplit=1)[0]) if rest else None
    return script_line(block)[:_LONGEST_QUOTE] if block is not None else ""
