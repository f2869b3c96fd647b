"""Comments that come from elsewhere while an item stands open in the editor: none is lost.

Wagtail saves a page together with the comments it was loaded with. What was written on the review
page meanwhile would be deleted by that, what was resolved meanwhile would come back, as a
comment of whoever saves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.forms.comments import CommentForm, CommentFormSet
from wagtail.admin.panels import CommentPanel
from wagtail.models import COMMENTS_RELATION_NAME, Comment, CommentReply, Page

if TYPE_CHECKING:
    from cms.models import Item


class OwnCommentFormSet(CommentFormSet):
    @property
    def initial_forms(self) -> list[CommentForm]:
        """Leave out what was resolved or deleted after the editor opened."""
        return [form for form in super().initial_forms if form.instance.pk is not None]


class OwnCommentPanel(CommentPanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][COMMENTS_RELATION_NAME]["formset"] = OwnCommentFormSet
        return options


def note_comments(item: Item) -> None:
    """Remember which comments `item` was loaded with, and which answers to them there were."""
    known = {comment.pk for comment in getattr(item, COMMENTS_RELATION_NAME).all()}
    answers = (
        CommentReply.objects.filter(comment__in=known) if known else CommentReply.objects.none()
    )
    item.comments_known = known
    item.answers_known = {*answers.values_list("pk", flat=True)}


def keep_comments(item: Item) -> None:
    """Before `item` is saved, take over what became of its comments since it was loaded.

    Holds the page's row until the end of the transaction, as writing a comment does.
    """
    known = getattr(item, "comments_known", None)
    held = getattr(item, "_cluster_related_objects", {}).get(COMMENTS_RELATION_NAME)
    if known is None or held is None:
        return
    Page.objects.select_for_update().filter(pk=item.pk).exists()
    mine = {comment.pk: comment for comment in held if comment.pk is not None}
    for comment in Comment.objects.filter(page_id=item.pk):
        if comment.pk not in known:
            held.append(comment)
        elif comment.resolved_at and comment.pk in mine and not mine[comment.pk].resolved_at:
            mine[comment.pk].resolved_at = comment.resolved_at
            mine[comment.pk].resolved_by_id = comment.resolved_by_id
    new = CommentReply.objects.filter(comment__in=mine).exclude(pk__in=item.answers_known)
    for answer in new if mine else ():
        answers = mine[answer.comment_id].__dict__.get("_cluster_related_objects", {})
        if "replies" in answers and answer not in answers["replies"]:
            answers["replies"].append(answer)
