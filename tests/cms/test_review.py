"""Law 2 and what a review promises: exactly what was seen is cleared, by other people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from cms.actions.review import NotSubmittable, submit
from cms.canonical import canonical_sha256
from cms.models import Approval, Clearance, Item
from cms.models.lifecycle import Lifecycle, lifecycle_of
from tests.cms.newsroom import (
    approve_as,
    clear,
    current_step,
    decide,
    edit_data,
    open_to_edits,
    seen_now,
    send,
    signed_in,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from media.models import Asset


def untouched(item: Item) -> bool:
    """Whether nothing of `item` was approved, cleared or put on air."""
    item = Item.objects.get(pk=item.pk)
    return not (
        item.live
        or Clearance.objects.filter(item=item).exists()
        or Approval.objects.filter(item=item).exists()
    )


def test_two_steps_by_two_people_clear_exactly_what_they_saw(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    send(lan, item)
    seen = seen_now(item)
    decide(minh, item, approve="1")
    assert lifecycle_of(item) == Lifecycle.IN_REVIEW
    decide(thao, item, approve="1")

    clearance = Clearance.objects.get(item=item)
    item = Item.objects.get(pk=item.pk)
    assert (item.live, item.live_revision_id) == (True, clearance.revision_id)
    assert clearance.content_sha256 == canonical_sha256(clearance.revision.content)
    assert clearance.asset_sha256 == item.recording.sha256
    assert clearance.house_sha256 == item.recording.renditions.get().sha256
    assert [(step["user"], step["seen"]) for step in clearance.steps] == [
        ("minh", seen),
        ("thao", seen),
    ]
    assert clearance.cleared_by == thao
    assert lifecycle_of(item) == Lifecycle.CLEARED


def test_a_return_needs_a_reason_and_keeps_it(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    decide(minh, item, **{"return": "1"})
    assert current_step(item).status == TaskState.STATUS_IN_PROGRESS
    decide(minh, item, **{"return": "1"}, comment="Cần nói rõ nguồn.")
    assert lifecycle_of(item) == Lifecycle.RETURNED
    assert TaskState.objects.get(status="rejected").comment == "Cần nói rõ nguồn."
    assert untouched(item)


def test_after_a_return_every_step_reads_the_mended_piece(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    decide(thao, item, **{"return": "1"}, comment="Sửa tít.")
    item = Item.objects.get(pk=item.pk).specific
    item.title = "Lớp học bên sông Cái"
    item.save_revision(user=lan)
    send(lan, item)
    assert current_step(item).task.name == "Phòng biên tập thẩm định"
    approve_as(minh, item)
    assert not Clearance.objects.exists()
    approve_as(thao, item)
    clearance = Clearance.objects.get()
    assert clearance.content["title"] == "Lớp học bên sông Cái"
    assert [step["user"] for step in clearance.steps] == ["minh", "thao"]


def test_a_correction_supersedes_the_older_clearance(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    first = clear(item, lan, minh, thao)
    item = Item.objects.get(pk=item.pk).specific
    item.summary = "Bản có đính chính."
    item.save_revision(user=lan)
    second = clear(item, lan, minh, thao)
    first.refresh_from_db()
    assert first.end.reason == "superseded"
    assert list(Clearance.objects.standing()) == [second]
    assert list(Clearance.objects.airable(NOW)) == [second]


@pytest.mark.parametrize("step", [0, 1])
def test_nobody_approves_their_own_piece_at_any_step(
    step: int, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    lan.groups.set([*minh.groups.all(), *thao.groups.all()])
    send(lan, item)
    if step:
        approve_as(minh, item)
    before = list(TaskState.objects.values())
    answer = decide(lan, item, approve="1")
    assert "refused=own_piece" in answer["Location"]
    assert list(TaskState.objects.values()) == before
    assert not Clearance.objects.exists()


def test_nobody_approves_two_steps(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    minh.groups.add(*thao.groups.all())
    send(lan, item)
    approve_as(minh, item)
    assert "refused=own_piece" in decide(minh, item, approve="1")["Location"]
    assert not Clearance.objects.exists()


def test_who_mends_during_the_review_cannot_approve(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    item = Item.objects.get(pk=item.pk).specific
    item.summary = "Sửa một dấu phẩy."
    item.save_revision(user=minh)
    assert "refused=own_piece" in decide(minh, item, approve="1")["Location"]
    assert untouched(item)


def test_a_superuser_cannot_approve_their_own_piece(
    report: Callable[..., Item], root: User
) -> None:
    item = report()
    item.owner = root
    item.save()
    send(root, item)
    assert "refused=own_piece" in decide(root, item, approve="1")["Location"]
    assert untouched(item)


def test_an_approval_of_something_else_than_the_latest_is_refused(
    report: Callable[..., Item], lan: User, minh: User, quynh: User
) -> None:
    item = report()
    send(lan, item)
    stale = seen_now(item)
    item = Item.objects.get(pk=item.pk).specific
    item.summary = "Thêm một câu sau khi Minh đã mở trang."
    item.save_revision(user=quynh)
    assert "refused=changed" in decide(minh, item, seen=stale, approve="1")["Location"]
    assert untouched(item)
    page = signed_in(minh).get(
        reverse("cms:review", args=[current_step(item).pk]) + "?refused=changed"
    )
    assert "đã thay đổi sau khi bạn mở trang" in page.content.decode()


def test_a_swapped_recording_makes_the_approval_stale(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User, quynh: User
) -> None:
    item = report()
    send(lan, item)
    stale = seen_now(item)
    item = Item.objects.get(pk=item.pk).specific
    item.recording = asset(880)
    item.save_revision(user=quynh)
    assert "refused=changed" in decide(minh, item, seen=stale, approve="1")["Location"]
    assert untouched(item)


def test_a_save_between_the_last_look_and_the_last_approval_airs_nothing_unseen(
    report: Callable[..., Item], lan: User, minh: User, thao: User, quynh: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    stale = seen_now(item)
    item = Item.objects.get(pk=item.pk).specific
    item.title = "Tít chưa ai duyệt"
    item.save_revision(user=quynh)
    assert "refused=changed" in decide(thao, item, seen=stale, approve="1")["Location"]
    assert not Item.objects.get(pk=item.pk).live
    assert not Clearance.objects.exists()


def test_nothing_is_approved_before_its_house_file_is_ready(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User
) -> None:
    item = report(recording=asset(660, ready=False))
    send(lan, item)
    assert "refused=not_ready" in decide(minh, item, approve="1")["Location"]
    assert untouched(item)


def test_an_item_without_its_recording_is_not_taken_into_review(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    item.recording = None
    item.save_revision(user=lan)
    with pytest.raises(NotSubmittable) as refused:
        submit(item=item, by=lan, now=NOW)
    assert [finding.field for finding in refused.value.findings] == ["recording"]
    assert not WorkflowState.objects.exists()


def test_a_reporter_who_is_no_reviewer_gets_nowhere(
    report: Callable[..., Item], lan: User, quynh: User, hoa: User
) -> None:
    item = report()
    send(lan, item)
    for stranger in (quynh, hoa):
        assert "refused=not_yours" in decide(stranger, item, approve="1")["Location"]
    assert untouched(item)


def test_the_review_page_shows_what_changed_since_the_last_clearance(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    open_to_edits(item)
    item = Item.objects.get(pk=item.pk).specific
    item.title = "Lớp học mới bên sông"
    item.recording = asset(880)
    item.save_revision(user=lan)
    open_to_edits(item)
    send(lan, item)
    page = signed_in(minh).get(reverse("cms:review", args=[current_step(item).pk])).content.decode()
    assert 'Lớp học <ins class="addition">mới </ins>bên sông' in page
    assert "Bản thu đã được thay." in page


def test_submitting_from_the_editor_names_what_is_missing_and_keeps_the_draft(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    data = edit_data(item, recording="", title="Tít mới", **{"action-submit": "1"})
    page = signed_in(lan).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]), data, follow=True
    )
    assert "Chưa có bản thu" in page.content.decode()
    assert not WorkflowState.objects.exists()
    assert Item.objects.get(pk=item.pk).get_latest_revision_as_object().title == "Tít mới"


def test_the_editor_submits_and_the_reviewer_finds_it_on_the_first_page(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    signed_in(lan).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(item, title="Tít đã gửi", **{"action-submit": "1"}),
    )
    signed_in(lan).post(reverse("cms:submit", args=[item.pk]))
    step = current_step(item)
    assert step.status == TaskState.STATUS_IN_PROGRESS
    home = signed_in(minh).get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("cms:review", args=[step.pk]) in home
