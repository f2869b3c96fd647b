"""Comments written, answered and resolved on the review page: no editing, and nothing gets lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import Comment, CommentReply, PageLogEntry, PageSubscription, Revision

from cms.actions.comment import write_comment
from cms.models import Article, Item, Notice
from cms.views.comments import open_remarks
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import (
    approve_as,
    current_step,
    decide,
    edit_data,
    formset,
    seen_now,
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
    draft.script = [
        ("line", {"speaker": "Cô Hoa", "text": "Các em đến lớp bằng ghe."}),
        ("cue", "Im lặng."),
    ]
    draft.save_revision(user=lan)
    return drafted


def revised(item: Item) -> Any:
    return Item.objects.get(pk=item.pk).specific.get_latest_revision_as_object()


def say(user: User, item: Item, text: str, place: str = "title", **data: str) -> Any:
    address = reverse("cms:comment", args=[current_step(item).pk])
    return signed_in(user).post(address, {"text": text, "place": place, **data}, follow=True)


def comments() -> list[tuple[str, bool]]:
    return [(each.text, each.resolved_at is not None) for each in Comment.objects.order_by("pk")]


def edit(user: User, item: Item, *, opened: list[Comment], **changes: str) -> None:
    """Save in an editor that was opened when `opened` were the comments on the item."""
    known = {
        **formset("comments"),
        "comments-TOTAL_FORMS": str(len(opened)),
        "comments-INITIAL_FORMS": str(len(opened)),
    }
    for number, comment in enumerate(opened):
        known |= formset(f"comments-{number}-replies") | {
            f"comments-{number}-id": str(comment.pk),
            f"comments-{number}-text": comment.text,
            f"comments-{number}-contentpath": comment.contentpath,
            f"comments-{number}-position": comment.position,
        }
    signed_in(user).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(revised(item), **{**known, **changes}),
    )


def test_who_comments_answers_and_resolves_still_approves_the_same_revision(
    item: Item, lan: User, minh: User
) -> None:
    send(lan, item)
    revisions, seen = list(Revision.objects.values()), seen_now(item)
    line, cue = (block.id for block in revised(item).script)

    say(minh, item, " Ghe máy hay ghe chèo? ", f"script.{line}.text")
    asked = Comment.objects.get()
    say(lan, item, "Ghe máy ạ.", comment=str(asked.pk), answer="1")
    page = say(minh, item, "Im lặng bao lâu?", f"script.{cue}")
    assert says(page, "Cô Hoa: Các em đến lớp bằng ghe.")
    assert says(page, "Nhận xét của bạn hiện ở bên dưới")
    page = say(minh, item, "", comment=str(asked.pk), resolve="1")
    assert not says(page, "Ghe máy hay ghe chèo?")

    asked.refresh_from_db()
    assert (asked.contentpath, asked.user, asked.resolved_by) == (
        f"script.{line}.text",
        minh,
        minh,
    )
    assert all(each.has_valid_contentpath(revised(item)) for each in Comment.objects.all())
    assert CommentReply.objects.values_list("user", "text").get() == (lan.pk, "Ghe máy ạ.")
    assert comments() == [("Ghe máy hay ghe chèo?", True), ("Im lặng bao lâu?", False)]
    assert (list(Revision.objects.values()), seen_now(item)) == (revisions, seen)
    assert [
        *PageLogEntry.objects.filter(action__startswith="wagtail.comments")
        .order_by("pk")
        .values_list("action", "user")
    ] == [
        ("wagtail.comments.create", minh.pk),
        ("wagtail.comments.create_reply", lan.pk),
        ("wagtail.comments.create", minh.pk),
        ("wagtail.comments.resolve", minh.pk),
    ]
    decide(minh, item, seen=seen, approve="1")
    assert item.approvals.get().by == minh


def test_a_comment_stands_at_a_paragraph_as_the_editor_counts_it(item: Item, lan: User) -> None:
    body = '<p data-block-key="a1">Một.</p><p data-block-key="b2">Trống  <b>tan</b> trường 🥁.</p>'
    article = item.get_parent().add_child(
        instance=Article(
            title="Bài viết", owner=lan, live=False, language=item.language, author="Lan", body=body
        )
    )
    article.save_revision(user=lan)
    write_comment(item=article, place="body#b2", text="Mấy giờ?", by=lan, now=NOW)
    comment = Comment.objects.get()
    assert (comment.contentpath, json.loads(comment.position), comment.created_at) == (
        "body",
        [{"key": "b2", "start": 0, "end": 20}],
        NOW,
    )
    assert [remark.quote for remark in open_remarks(revised(article))] == ["Trống tan trường 🥁."]


def test_what_is_not_taken_is_kept_as_typed(item: Item, lan: User, minh: User) -> None:
    send(lan, item)
    page = say(minh, item, "Câu này thừa.", "script.gone.text")
    assert says(page, "Dòng bạn nhận xét không còn nữa")
    assert page.context["commenting"]["text"] == "Câu này thừa."
    assert says(say(minh, item, "  "), "Hãy viết nội dung nhận xét trước đã.")
    gone = say(minh, item, "Vâng.", comment="99", answer="1")
    assert says(gone, "đã được xử lý hoặc đã bị xóa")
    long = say(minh, item, "a" * 5001)
    assert long.context["commenting"]["text"] == "a" * 5001
    for odd in ("x", "-1", "9" * 30):
        say(minh, item, "Vâng.", comment=odd, answer="1")
    assert (comments(), CommentReply.objects.count()) == ([], 0)
    again = signed_in(minh).get(reverse("cms:review", args=[current_step(item).pk]))
    assert again.context["commenting"]["text"] == ""


def test_a_comment_on_another_item_is_not_answered_through_this_one(
    item: Item, lan: User, minh: User
) -> None:
    other = make.drafted_item(title="Bài khác")
    send(lan, item)
    theirs = Comment.objects.create(page_id=other.pk, user=lan, text="Của bài khác", position="")
    for verb in ("answer", "resolve"):
        say(minh, item, "Vâng.", comment=str(theirs.pk), **{verb: "1"})
    assert (comments(), CommentReply.objects.count()) == ([("Của bài khác", False)], 0)


def test_who_may_not_see_the_review_says_nothing(item: Item, lan: User, tuan: User) -> None:
    send(lan, item)
    say(tuan, item, "Xin chào.")
    assert comments() == []


def test_its_authors_and_who_spoke_are_told_and_nobody_of_their_own_words(
    item: Item, lan: User, minh: User, thao: User, hoa: User
) -> None:
    send(lan, item)
    PageSubscription.objects.create(page_id=item.pk, user=hoa, comment_notifications=True)
    Notice.objects.all().delete()
    say(minh, item, "Ghe máy hay ghe chèo?")
    asked = str(Comment.objects.get().pk)
    say(thao, item, "Tôi cũng muốn biết.", comment=asked, answer="1")
    say(lan, item, "", comment=asked, resolve="1")
    told = Notice.objects.order_by("pk").values_list("to__username", "note", "path")
    here = reverse("cms:review", args=[current_step(item).pk])
    assert {*told} == {
        ("lan", "Ghe máy hay ghe chèo?", here),
        ("hoa", "Ghe máy hay ghe chèo?", here),
        ("lan", "Tôi cũng muốn biết.", here),
        ("minh", "Tôi cũng muốn biết.", here),
        ("hoa", "Tôi cũng muốn biết.", here),
        ("minh", "Đã xử lý: Ghe máy hay ghe chèo?", here),
        ("thao", "Đã xử lý: Ghe máy hay ghe chèo?", here),
        ("hoa", "Đã xử lý: Ghe máy hay ghe chèo?", here),
    }
    assert len(told) == 8
    sentence = Notice.objects.filter(to=lan).earliest("pk").sentence
    assert sentence == "Nguyễn Văn Minh đã nhận xét “Lớp học bên sông”."


def test_a_comment_in_the_editor_is_told_in_the_inbox_and_not_by_wagtails_mail(
    item: Item, lan: User, quynh: User, mailoutbox: list[Any]
) -> None:
    quynh.email = "quynh@loa.test"
    quynh.save()
    asked = Comment.objects.create(
        page_id=item.pk, user=quynh, text="Tít dài quá.", contentpath="title", position=""
    )
    reply = formset("comments-0-replies") | {
        "comments-0-replies-TOTAL_FORMS": "1",
        "comments-0-replies-0-id": "",
        "comments-0-replies-0-text": "Em rút gọn rồi ạ.",
    }
    edit(lan, item, opened=[asked], **reply)
    notice = Notice.objects.get()
    assert (notice.to, notice.note, notice.path) == (
        quynh,
        "Em rút gọn rồi ạ.",
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
    )
    assert [letter.subject for letter in mailoutbox if "[Loa]" not in letter.subject] == []


def test_a_save_in_an_editor_that_stood_open_loses_no_comment_and_brings_none_back(
    item: Item, lan: User, minh: User
) -> None:
    kept = Comment.objects.create(
        page_id=item.pk, user=minh, text="Giữ", contentpath="title", position=""
    )
    ended = Comment.objects.create(
        page_id=item.pk, user=minh, text="Xong", contentpath="title", position=""
    )
    send(lan, item)
    say(minh, item, "Mới")
    say(minh, item, "", comment=str(ended.pk), resolve="1")
    decide(minh, item, comment="Sửa.", **{"return": "1"})
    for title in ("Tít một", "Tít hai"):
        edit(lan, item, opened=[kept, ended], title=title)
        assert revised(item).title == title
        assert comments() == [("Giữ", False), ("Xong", True), ("Mới", False)]
    assert {*Comment.objects.values_list("user", flat=True)} == {minh.pk}


def test_what_is_said_between_loading_and_saving_an_item_stays(
    item: Item, lan: User, minh: User
) -> None:
    send(lan, item)
    say(minh, item, "Cũ")
    loaded = revised(item)
    # As the editor's form does with an answer that was typed in it.
    loaded.wagtail_admin_comments.get().replies.add(CommentReply(user=lan, text="Trong trang sửa"))
    cited = str(Comment.objects.get().pk)
    say(minh, item, "Trong trang thẩm định", comment=cited, answer="1")
    say(minh, item, "Mới")
    say(minh, item, "", comment=str(Comment.objects.get(text="Cũ").pk), resolve="1")
    loaded.save_revision(user=lan)
    assert comments() == [("Cũ", True), ("Mới", False)]
    assert {*CommentReply.objects.values_list("text", flat=True)} == {
        "Trong trang sửa",
        "Trong trang thẩm định",
    }


def test_the_last_approval_keeps_the_comments(
    item: Item, lan: User, minh: User, thao: User
) -> None:
    send(lan, item)
    say(minh, item, "Hay.")
    say(minh, item, "Xong", "summary")
    say(minh, item, "", comment=str(Comment.objects.get(text="Xong").pk), resolve="1")
    approve_as(minh, item)
    approve_as(thao, item)
    assert item.clearances.get().cleared_at
    assert comments() == [("Hay.", False), ("Xong", True)]
