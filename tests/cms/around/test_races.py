"""Two people at one review in the same moment: exactly one of them decides."""

from __future__ import annotations

import os
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.db.models.signals import pre_save
from wagtail.models import TaskState, WorkflowState

from broadcast.actions.set_up import set_up
from cms.actions.review import NotSubmittable, approve, return_item, submit
from cms.actions.withdraw import withdraw
from cms.models import Approval, Clearance, ClearanceEnd, Item, Refusal, Report, ReviewRefused
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.test_races import at_once
from tests.cms.newsroom import current_step, seen_now
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

pytestmark = [
    pytest.mark.postgres,
    # SQLite lets one transaction write at a time; skipped before the database is touched.
    pytest.mark.skipif(
        os.environ.get("LOA_DATABASE") != "postgres", reason="a race needs PostgreSQL"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def item() -> Item:
    set_up()
    return make.drafted_item(title="Lớp học bên sông")


@pytest.fixture
def sent(item: Item) -> Item:
    submit(item=item, by=make.one_of_the_cast("lan"), now=NOW)
    return item


def approving(item: Item, by: User) -> Callable[[], None]:
    step, seen = current_step(item), seen_now(item)
    return lambda: approve(task_state=step, by=by, seen=seen, now=NOW)


def refusals(answers: list[object]) -> list[Refusal]:
    return [answer.refusal for answer in answers if isinstance(answer, ReviewRefused)]


def colleagues(name: str) -> tuple[User, User]:
    """Return one of the cast and somebody else with the same role."""
    one, other = make.one_of_the_cast(name), make.one_of_the_cast("quynh")
    other.groups.set(one.groups.all())
    return one, other


@pytest.mark.parametrize("step", ["first", "last"])
def test_of_two_reviewers_who_approve_at_once_exactly_one_does(step: str, sent: Item) -> None:
    if step == "last":
        approving(sent, make.one_of_the_cast("minh"))()
    one, other = colleagues("minh" if step == "first" else "thao")
    at = current_step(sent)

    answers = at_once(approving(sent, one), approving(sent, other))

    assert (answers.count(None), refusals(answers)) == (1, [Refusal.OVER])
    approval = Approval.objects.get(task_state=at)
    assert approval.by in {one, other}
    assert TaskState.objects.get(pk=at.pk).finished_by == approval.by
    assert Clearance.objects.count() == (step == "last")


def test_of_one_who_approves_and_one_who_returns_at_once_exactly_one_does(sent: Item) -> None:
    one, other = colleagues("minh")
    step = current_step(sent)

    answers = at_once(
        approving(sent, one),
        lambda: return_item(task_state=step, by=other, reason="Sửa tít.", now=NOW),
    )

    assert (answers.count(None), refusals(answers)) == (1, [Refusal.OVER])
    step.refresh_from_db()
    assert Approval.objects.exists() == (step.status == TaskState.STATUS_APPROVED)


def test_who_submits_twice_at_once_submits_once(item: Item) -> None:
    lan = make.one_of_the_cast("lan")

    answers = at_once(*[lambda: submit(item=item, by=lan, now=NOW)] * 2)

    assert sum(isinstance(answer, NotSubmittable) for answer in answers) == 1
    assert WorkflowState.objects.count() == 1


def test_a_save_while_the_last_approval_is_written_is_kept_and_airs_nothing(sent: Item) -> None:
    lan, thao = make.one_of_the_cast("lan"), make.one_of_the_cast("thao")
    approving(sent, make.one_of_the_cast("minh"))()
    approves = approving(sent, thao)
    draft = Report.objects.get(pk=sent.pk)
    draft.title = "Tít chưa ai duyệt"
    saving: list[Future[Any]] = []

    def save() -> Any:
        try:
            return draft.save_revision(user=lan)
        finally:
            connections.close_all()

    def meanwhile(**_kwargs: object) -> None:
        if not saving:
            saving.append(pool.submit(save))
            # It has to wait for the approval; without a lock it would be over by now.
            wait(saving, timeout=1)

    with ThreadPoolExecutor(1) as pool:
        pre_save.connect(meanwhile, sender=Report)
        try:
            approves()
        finally:
            pre_save.disconnect(meanwhile, sender=Report)
    kept = Item.objects.get(pk=sent.pk)
    assert kept.latest_revision == saving[0].result()
    assert kept.has_unpublished_changes
    assert kept.title == Clearance.objects.get().content["title"] == "Lớp học bên sông"


def test_of_two_withdrawals_at_once_one_ends_the_clearance() -> None:
    set_up()
    clearance, thao = make.cleared_item(), make.one_of_the_cast("thao")

    answers = at_once(*[lambda: withdraw(item=clearance.item, by=thao, reason="Sai.", now=NOW)] * 2)

    assert sum(isinstance(answer, ClearanceEnd) for answer in answers) == 1
    assert ClearanceEnd.objects.count() == 1
