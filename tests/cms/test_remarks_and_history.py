"""Comments nobody has resolved, and what became of an item, as the review page tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import Comment, CommentReply

from cms.actions.withdraw import withdraw
from cms.models import Item
from cms.views.comments import open_remarks
from cms.views.history import history
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import (
    approve_as,
    clear,
    current_step,
    decide,
    edit_data,
    formset,
    open_to_edits,
    send,
    signed_in,
)
from tests.conftest import NOW
from tests.pressing import says

if TYPE_CHECKING:
    from cms.accounts.models import User


@pytest.fixture
def item(lan: User) -> Item:
    drafted: Item = make.drafted_item(title="Lớp học bên sông")
    draft = drafted.specific
    draft.script = [("line", {"speaker": "Cô Hoa", "text": "Các em đến lớp bằng ghe."})]
    draft.save_revision(user=lan)
    return drafted


def commented(item: Item, by: User, text: str, path: str = "title", **fields: Any) -> Comment:
    return Comment.objects.create(
        page_id=item.pk, user=by, text=text, contentpath=path, position="", **fields
    )


def revised(item: Item) -> Item:
    latest: Item = Item.objects.get(pk=item.pk).specific.get_latest_revision_as_object()
    return latest


def test_a_comment_shows_the_field_the_line_and_its_replies(
    item: Item, lan: User, minh: User, quynh: User
) -> None:
    line = revised(item).script[0].id
    comment = commented(item, quynh, "Ghe máy hay ghe chèo?", f"script.{line}.value.text")
    CommentReply.objects.create(comment=comment, user=lan, text="Ghe máy ạ.")
    commented(item, quynh, "Đã sửa.", resolved_at=NOW)
    send(lan, item)
    page = signed_in(minh).get(reverse("cms:review", args=[current_step(item).pk]))
    for words in (
        "Ghe máy hay ghe chèo?",
        "Cô Hoa: Các em đến lớp bằng ghe.",
        "Ghe máy ạ.",
        "Kịch bản",
    ):
        assert says(page, words), words
    assert not says(page, "Đã sửa.")


def test_a_comment_whose_line_or_field_is_gone_is_still_told(item: Item, quynh: User) -> None:
    commented(item, quynh, "Câu này thừa.", "script.gone.value.text")
    commented(item, quynh, "Ô cũ.", "khong_con")
    assert [(remark.quote, remark.field) for remark in open_remarks(revised(item))] == [
        ("", "Kịch bản"),
        ("", "một ô không còn nữa"),
    ]


def test_a_comment_is_written_in_the_editor_beside_its_field(item: Item, lan: User) -> None:
    new = {
        **formset("comments"),
        "comments-TOTAL_FORMS": "1",
        "comments-0-id": "",
        "comments-0-text": "Tít dài quá.",
        "comments-0-contentpath": "title",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
    }
    signed_in(lan).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]), edit_data(revised(item), **new)
    )
    assert [remark.comment.text for remark in open_remarks(revised(item))] == ["Tít dài quá."]


def test_the_history_tells_every_step_the_newest_first(
    item: Item, lan: User, minh: User, thao: User
) -> None:
    send(lan, item)
    decide(minh, item, comment="Sửa tít.", **{"return": "1"})
    send(lan, item)
    approve_as(minh, item)
    decide(thao, item, comment="Tốt.", approve="1")
    assert [(event.who, event.note, event.mark) for event in history(item)] == [
        (str(thao), "Tốt.", "good"),
        (str(thao), "", "good"),
        (str(minh), "", "good"),
        (str(lan), "", ""),
        (str(minh), "Sửa tít.", "bad"),
        (str(lan), "", ""),
    ]
    withdraw(item=item, by=thao, reason="Số liệu sai.", now=NOW)
    assert (str(thao), "Số liệu sai.", "bad") in [
        (event.who, event.note, event.mark) for event in history(item)
    ]


def test_comments_and_history_cost_the_same_however_long_they_are(
    item: Item, lan: User, minh: User, thao: User, django_assert_num_queries: Any
) -> None:
    clear(item, lan, minh, thao)
    CommentReply.objects.create(comment=commented(item, lan, "Một"), user=minh, text="Vâng.")
    shown = revised(item)
    with django_assert_num_queries(2):
        assert len(open_remarks(shown)) == 1
    with django_assert_num_queries(4):
        short = len(history(item))
    for number in range(2):
        open_to_edits(item)
        clear(item, lan, minh, thao)
        comment = commented(item, lan, f"Thêm {number}")
        CommentReply.objects.create(comment=comment, user=thao, text="Vâng.")
    with django_assert_num_queries(2):
        assert len(open_remarks(shown)) == 3
    with django_assert_num_queries(4):
        assert len(history(item)) > short
