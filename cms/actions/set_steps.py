"""Set which steps a newsroom's reviews take, and who its own reviewers are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from cms.access import may_set_steps
from cms.models import Home, Newsroom, NewsroomReviewer, ReviewTask, UrgentPath
from cms.models.audit import record

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from django.contrib.auth.models import Group

    from cms.accounts.models import User

MOST_STEPS = 3


class StepsRefused(Exception):
    """Raised where such steps cannot be; nothing was written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One group's turn; `own_newsroom` leaves it to the newsroom's own reviewers of that group."""

    name: str
    group: Group
    own_newsroom: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The usual steps and, where urgent items go a shorter way, theirs."""

    usual: tuple[Step, ...]
    urgent: tuple[Step, ...] = ()


@transaction.atomic
def set_steps(*, pages: Collection[Home | Newsroom], steps: Steps | None, by: User) -> None:
    """Have items of `pages` reviewed in `steps` from now on; None leaves it to the page above.

    Reviews in progress go on in the steps they began with, and a returned item takes
    the new ones when it is sent again. Raise `StepsRefused` for no step, too many, or
    an urgent path that is not shorter.
    """
    if not may_set_steps(by):
        raise PermissionDenied
    locked = list(Page.objects.select_for_update().filter(pk__in=[page.pk for page in pages]))
    if steps is None:
        if any(isinstance(page, Home) for page in pages):
            raise StepsRefused(_("The province's own steps cannot be left out: give at least one."))
        WorkflowPage.objects.filter(page__in=locked).delete()
    else:
        _check(steps)
        workflow = _workflow(steps)
        for page in locked:
            WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    named = [step.name for step in steps.usual] if steps else []
    for page in locked:
        log(instance=page, action="cms.set_steps", user=by, data={"steps": named})
        now = timezone.now()
        record("steps", about=page.title, key=f"newsroom:{page.pk}", by=by, now=now, steps=named)


@transaction.atomic
def set_reviewers(*, newsroom: Newsroom, reviewers: Collection[User], by: User) -> None:
    """Leave the newsroom's own steps to exactly these people."""
    if not may_set_steps(by):
        raise PermissionDenied
    Page.objects.select_for_update().get(pk=newsroom.pk)
    rows = NewsroomReviewer.objects.filter(newsroom=newsroom)
    before = {row.user_id for row in rows}
    after = {user.pk for user in reviewers}
    if before == after:
        return
    rows.exclude(user_id__in=after).delete()
    for user in reviewers:
        if user.pk not in before:
            NewsroomReviewer.objects.create(newsroom=newsroom, user=user)
    data = {"reviewers": sorted(user.get_username() for user in reviewers)}
    log(instance=newsroom, action="cms.set_reviewers", user=by, data=data)


def steps_at(page: Home | Newsroom) -> Steps | None:
    """Return the steps set at this very page, None where it follows the page above."""
    row = WorkflowPage.objects.filter(page_id=page.pk, workflow__active=True).first()
    return steps_in(row.workflow) if row else None


def steps_in(workflow: Workflow) -> Steps:
    path = UrgentPath.objects.filter(usual=workflow).select_related("short").first()
    return Steps(_steps_of(workflow), _steps_of(path.short) if path else ())


def _steps_of(workflow: Workflow) -> tuple[Step, ...]:
    tasks = ReviewTask.objects.filter(workflow_tasks__workflow=workflow, active=True)
    return tuple(
        Step(task.name, group, task.own_newsroom)
        for task in tasks.order_by("workflow_tasks__sort_order").prefetch_related("groups")
        for group in task.groups.all()[:1]
    )


def _check(steps: Steps) -> None:
    if not steps.usual:
        raise StepsRefused(_("Give at least one step: nothing airs that nobody else has approved."))
    if max(len(steps.usual), len(steps.urgent)) > MOST_STEPS:
        raise StepsRefused(_("A review has three steps at most: leave one out."))
    if steps.urgent and len(steps.urgent) >= len(steps.usual):
        raise StepsRefused(
            _(
                "The urgent path must have fewer steps than the usual one: leave one out, or "
                "leave the urgent path empty so that urgent items take the usual steps."
            )
        )
    for way in (steps.usual, steps.urgent):
        names = [step.name for step in way]
        if len(set(names)) < len(names):
            raise StepsRefused(
                _("Two steps have the same name: name each after who takes it, so that it is told.")
            )


def _workflow(steps: Steps) -> Workflow:
    """Return a workflow with exactly these steps: one there already, or a new one.

    None is ever altered: reviews in progress may be on it.
    """
    for known in Workflow.objects.filter(active=True).order_by("pk"):
        if steps_in(known) == steps and _is_whole(known):
            return known
    usual = _new(steps.usual)
    if steps.urgent:
        UrgentPath.objects.create(usual=usual, short=_new(steps.urgent))
    return usual


def _is_whole(workflow: Workflow) -> bool:
    """Whether all its steps are ours and in use: `steps_in` tells no others."""
    return bool(workflow.workflow_tasks.count() == len(_steps_of(workflow)))


def _new(steps: Sequence[Step]) -> Workflow:
    workflow = Workflow.objects.create(name=" → ".join(step.name for step in steps)[:255])
    for order, step in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=_task(step), sort_order=order)
    return workflow


def _task(step: Step) -> ReviewTask:
    """Return the task of this step, shared by every workflow that has it."""
    alike = ReviewTask.objects.filter(name=step.name, own_newsroom=step.own_newsroom, active=True)
    task: ReviewTask
    for task in alike.order_by("pk").prefetch_related("groups"):
        if [group.pk for group in task.groups.all()] == [step.group.pk]:
            return task
    task = ReviewTask.objects.create(name=step.name, own_newsroom=step.own_newsroom)
    task.groups.add(step.group)
    return task
