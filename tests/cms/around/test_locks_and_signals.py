"""Locked pages, steps switched off and errors on the way: withdrawn or undone, never half done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import Workflow
from wagtail.signals import page_published, published, task_approved, workflow_approved

from cms.models import Clearance, ClearanceEnd, Item, ReviewRefused
from tests.cms.newsroom import (
    approve_as,
    clear,
    current_step,
    decide,
    nothing_aired,
    review_rows,
    send,
    signed_in,
)
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User


@pytest.mark.parametrize("for_everyone", [False, True])
def test_a_locked_page_is_withdrawn_all_the_same(
    for_everyone: bool,
    report: Callable[..., Item],
    lan: User,
    minh: User,
    thao: User,
    root: User,
    settings: Any,
) -> None:
    settings.WAGTAILADMIN_GLOBAL_EDIT_LOCK = for_everyone
    item = report()
    clear(item, lan, minh, thao)
    signed_in(root).post(reverse("wagtailadmin_pages:lock", args=[item.pk]))
    assert Item.objects.get(pk=item.pk).locked
    signed_in(thao).post(reverse("cms:withdraw", args=[item.pk]), {"reason": "Số liệu sai."})
    assert ClearanceEnd.objects.get().by == thao
    assert not Item.objects.get(pk=item.pk).live
    assert not Clearance.objects.airable(NOW).exists()


@pytest.mark.parametrize("how", ["one", "bulk"])
def test_unpublishing_by_hand_takes_nothing_off(
    how: str, report: Callable[..., Item], lan: User, minh: User, thao: User, root: User
) -> None:
    item = report()
    clearance = clear(item, lan, minh, thao)
    if how == "one":
        signed_in(root).post(reverse("wagtailadmin_pages:unpublish", args=[item.pk]))
    else:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
        signed_in(root).post(f"{address}?id={item.pk}&next=/admin/", {})
    assert Item.objects.get(pk=item.pk).live
    assert list(Clearance.objects.airable(NOW)) == [clearance]


@pytest.mark.parametrize("switched_off", ["step", "review"])
def test_switching_a_step_or_the_review_off_in_its_middle_clears_nothing(
    switched_off: str, report: Callable[..., Item], lan: User, minh: User, root: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    step, before = current_step(item).task, review_rows()
    if switched_off == "step":
        signed_in(root).post(reverse("wagtailadmin_workflows:disable_task", args=[step.pk]))
        assert review_rows() == before
        assert Workflow.objects.get().tasks.filter(pk=step.pk, active=True).exists()
    else:
        signed_in(root).post(
            reverse("wagtailadmin_workflows:disable", args=[Workflow.objects.get().pk])
        )
    assert nothing_aired(item)


def test_approving_a_task_state_past_the_actions_clears_nothing(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    before = review_rows()
    with pytest.raises(ReviewRefused):
        current_step(item).approve(user=thao)
    assert review_rows() == before
    assert nothing_aired(item)


@pytest.mark.parametrize("signal", [page_published, published, workflow_approved, task_approved])
def test_an_error_while_the_last_approval_is_told_undoes_all_of_it(
    signal: Any, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    before = review_rows()

    def fail(**_kwargs: object) -> None:
        raise RuntimeError("a listener broke")

    signal.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            decide(thao, item, approve="1")
    finally:
        signal.disconnect(fail)
    assert review_rows() == before
    assert nothing_aired(item)
    decide(thao, item, approve="1")
    assert Clearance.objects.airable(NOW).get().item_id == item.pk


def test_a_comma_mended_between_the_steps_asks_nobody_twice(
    report: Callable[..., Item], lan: User, minh: User, thao: User, quynh: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(minh, item)
    item = Item.objects.get(pk=item.pk).specific
    item.summary = "Thêm một dấu phẩy, ở đây."
    item.save_revision(user=quynh)
    decide(thao, item, approve="1")
    clearance = Clearance.objects.get()
    assert clearance.content["summary"] == "Thêm một dấu phẩy, ở đây."
    assert [step["user"] for step in clearance.steps] == ["minh", "thao"]


def test_a_superuser_does_not_approve_two_steps(
    report: Callable[..., Item], lan: User, root: User
) -> None:
    item = report()
    send(lan, item)
    approve_as(root, item)
    before = review_rows()
    assert "refused=own_piece" in decide(root, item, approve="1")["Location"]
    assert review_rows() == before
    assert nothing_aired(item)
