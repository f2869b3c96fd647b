"""Wagtail's own workflow addresses filled in by hand: what was not seen is not approved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Revision,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from cms.access import Role
from cms.models import Approval, Home, Item
from tests.cms.newsroom import (
    approve_as,
    current_step,
    decide,
    edit_data,
    formset,
    nothing_aired,
    review_rows,
    seen_now,
    send,
    signed_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from cms.models import Newsroom


def forge(user: User, page: Any, action: str, step: Any, **data: str) -> Any:
    """Post Wagtail's workflow address of `page` with a task state that need not be its own."""
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, step.pk])
    return signed_in(user).post(address, {"comment": "", **data})


def test_a_task_state_of_another_page_in_the_address_approves_neither(
    report: Callable[..., Item], minh: User, lan: User
) -> None:
    mine, theirs = report("Bài của Minh", 500), report("Bài của Lan", 600)
    Item.objects.filter(pk=mine.pk).update(owner=minh)
    send(minh, mine)
    send(lan, theirs)
    before = review_rows()
    for seen in (seen_now(mine), seen_now(theirs)):
        forge(minh, theirs, "approve", current_step(mine), seen=seen)
        forge(minh, mine, "approve", current_step(mine), seen=seen)
    assert review_rows() == before
    assert nothing_aired(mine, theirs)


def test_a_step_that_is_over_is_neither_approved_nor_returned_again(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    send(lan, item)
    first = current_step(item)
    approve_as(minh, item)
    thao.groups.add(*minh.groups.all())
    before = review_rows()
    for action in ("approve", "reject"):
        forge(thao, item, action, first, seen=seen_now(item), comment="Muộn rồi.")
    here = reverse("cms:review", args=[first.pk])
    for verb in ("approve", "return"):
        signed_in(thao).post(here, {"seen": seen_now(item), "comment": "Muộn rồi.", verb: "1"})
    assert review_rows() == before


def test_the_stock_approve_view_approves_nothing_because_nothing_was_seen(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    before = review_rows()
    answer = forge(minh, item, "approve", current_step(item), seen=seen_now(item))
    assert "refused=changed" in answer["Location"]
    assert review_rows() == before


def test_a_stock_return_without_a_reason_returns_nothing(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    before = review_rows()
    assert "refused=no_reason" in forge(minh, item, "reject", current_step(item))["Location"]
    assert review_rows() == before


def test_edit_and_approve_in_one_click_is_refused_and_explained(
    report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    before, revisions = review_rows(), Revision.objects.count()
    answer = signed_in(minh).post(
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
        edit_data(
            item,
            title="Đổi tít",
            **{
                "action-workflow-action": "true",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": json.dumps({"seen": seen_now(item)}),
            },
        ),
    )
    assert "refused=own_piece" in answer["Location"]
    assert (review_rows(), Revision.objects.count()) == (before, revisions)


@pytest.mark.parametrize("kind", ["home", "newsroom"])
def test_only_items_are_submitted(kind: str, newsroom: Newsroom, root: User) -> None:
    page = newsroom if kind == "newsroom" else Home.objects.get()
    signed_in(root).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {**formset("comments"), "title": "Đổi tên", "slug": page.slug, "action-submit": "1"},
    )
    assert Revision.objects.for_instance(page).get().content["title"] == "Đổi tên"
    assert not WorkflowState.objects.exists()


@pytest.fixture
def stock_step_first(newsroom: Newsroom) -> Workflow:
    """Give the newsroom a review that begins with a step of Wagtail's own kind."""
    workflow = Workflow.objects.create(name="Thẩm định kiểu cũ")
    stock = GroupApprovalTask.objects.create(name="Bước có sẵn")
    stock.groups.set(Group.objects.filter(name=Role.REVIEWER.value))
    WorkflowTask.objects.create(workflow=workflow, task=stock, sort_order=0)
    WorkflowPage.objects.create(page=newsroom, workflow=workflow)
    return workflow


def test_a_review_of_stock_steps_alone_clears_nothing(
    stock_step_first: Workflow, report: Callable[..., Item], lan: User, minh: User
) -> None:
    item = report()
    send(lan, item)
    before = review_rows()
    forge(minh, item, "approve", current_step(item))
    assert review_rows() == before
    assert nothing_aired(item)


def test_who_approved_a_stock_step_cannot_approve_the_next(
    stock_step_first: Workflow, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    (ours,) = (
        task.task
        for task in Workflow.objects.exclude(pk=stock_step_first.pk)
        .get()
        .workflow_tasks.order_by("-sort_order")[:1]
    )
    WorkflowTask.objects.create(workflow=stock_step_first, task=ours, sort_order=1)
    minh.groups.add(*thao.groups.all())
    item = report()
    send(lan, item)
    forge(minh, item, "approve", current_step(item))
    before = review_rows()
    assert current_step(item).task_id == ours.pk
    assert "refused=own_piece" in decide(minh, item, approve="1")["Location"]
    assert review_rows() == before
    assert not Approval.objects.exists()
