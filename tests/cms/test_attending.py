"""“Who is reading”: shown while a page says it is open, and over by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.admin.models import EditingSession

from cms.actions.attend import SILENT, Present, attend, leave, others_at
from cms.models import Item
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import current_step, decide, send, signed_in
from tests.conftest import NOW, person

if TYPE_CHECKING:
    from cms.accounts.models import User


@pytest.fixture
def item(lan: User) -> Item:
    drafted = make.drafted_item(title="Lớp học bên sông")
    send(lan, drafted)
    kept: Item = Item.objects.get(pk=drafted.pk)
    return kept


def told(user: User, item: Item, **sent: str) -> Any:
    """Return what the open page of `user` hears."""
    here = reverse("cms:attend", args=[current_step(item).pk])
    return signed_in(user).post(here, sent).json()


def test_each_reviewer_sees_the_other_and_never_themselves(
    item: Item, minh: User, thao: User
) -> None:
    assert told(minh, item)["told"] == []
    assert told(thao, item)["told"] == ["Đang xem: Nguyễn Văn Minh."]
    assert told(minh, item)["told"] == ["Đang xem: Trần Thị Thảo."]


def test_it_is_over_by_itself_when_nothing_is_heard(item: Item, minh: User, thao: User) -> None:
    attend(item=item, by=minh, now=NOW)
    almost = NOW + SILENT - timedelta(seconds=1)
    assert others_at(item, besides=thao, now=almost) == [Present(minh, editing=False)]
    assert others_at(item, besides=thao, now=NOW + SILENT) == []


def test_a_page_that_goes_on_is_one_session_and_leaving_ends_it(
    item: Item, minh: User, thao: User
) -> None:
    session = attend(item=item, by=minh, now=NOW)
    assert attend(item=item, by=minh, now=NOW + SILENT, session=session) == session
    assert others_at(item, besides=thao, now=NOW + SILENT) == [Present(minh, editing=False)]
    here = reverse("cms:attend", args=[current_step(item).pk])
    signed_in(minh).post(here, {"session": str(session), "leave": "1"})
    assert not EditingSession.objects.exists()


def test_the_editor_and_the_review_page_know_of_each_other(
    item: Item, minh: User, quynh: User, lan: User
) -> None:
    editor = signed_in(lan).get(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    assert editor.status_code == 200
    EditingSession.objects.filter(user=lan).update(is_editing=True)
    assert told(minh, item)["told"] == ["Đang sửa: Đàng Thị Lan."]
    assert {present.user for present in others_at(item, besides=lan, now=now_of(minh))} == {minh}


def now_of(user: User) -> Any:
    return EditingSession.objects.get(user=user).last_seen_at


def test_nobody_takes_over_or_ends_a_session_of_somebody_else(
    item: Item, minh: User, thao: User
) -> None:
    session = attend(item=item, by=minh, now=NOW)
    before = list(EditingSession.objects.values())
    leave(session=session, by=thao)
    assert list(EditingSession.objects.values()) == before
    assert attend(item=item, by=thao, now=NOW, session=session) != session
    assert EditingSession.objects.filter(pk=session, user=minh).values().get() == before[0]


def test_who_may_not_open_the_review_is_told_nothing_and_leaves_no_trace(
    item: Item, minh: User, tuan: User
) -> None:
    attend(item=item, by=minh, now=NOW)
    answer = signed_in(tuan).post(reverse("cms:attend", args=[current_step(item).pk]))
    assert "Nguyễn Văn Minh" not in answer.content.decode()
    assert EditingSession.objects.get().user == minh


@pytest.mark.parametrize("hostile", ["x", "-1", "9" * 30, "1.5", "²"])
def test_a_session_that_is_no_number_begins_a_new_one(hostile: str, item: Item, minh: User) -> None:
    told(minh, item, session=hostile, opened=hostile)
    assert EditingSession.objects.get().user == minh


def test_the_open_page_hears_of_an_edit_and_of_a_decision(
    item: Item, minh: User, quynh: User
) -> None:
    opened = str(item.latest_revision_id)
    assert told(minh, item, opened=opened)["told"] == []
    item.specific.save_revision(user=quynh)
    assert told(minh, item, opened=opened)["told"] == [
        "Bài đã được sửa sau khi bạn mở trang này: hãy tải lại trang."
    ]
    here = reverse("cms:attend", args=[current_step(item).pk])
    decide(minh, item, comment="Sửa tít.", **{"return": "1"})
    assert signed_in(minh).post(here, {"opened": opened}).json()["told"] == [
        "Bước này đã xong: có người đã duyệt hoặc trả lại bài."
    ]


def test_many_readers_cost_as_many_queries_as_one(
    item: Item, minh: User, thao: User, django_assert_num_queries: Any
) -> None:
    attend(item=item, by=minh, now=NOW)
    with django_assert_num_queries(1):
        assert len(others_at(item, besides=thao, now=NOW)) == 1
    for name in ("quynh", "hoa"):
        attend(item=item, by=person(name), now=NOW)
    with django_assert_num_queries(1):
        assert len(others_at(item, besides=thao, now=NOW)) == 3
