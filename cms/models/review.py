"""One step of a review, and who may do what at it.

Wagtail's action views take a page and a task state from the address and never ask
whether they belong together, so nothing is trusted here but the locked row: what
is approved is the page of that row's own workflow, in the revision its reviewer
says they saw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, PageLogEntry, Revision, TaskState

from cms.checks import findings, stopping

from .audit import record
from .clearance import Approval
from .item import Item
from .newsroom import Newsroom
from .priority import Priority
from .review_terms import begin_terms
from .reviewed import what_airs
from .steps import under

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import Task, WorkflowState

    from cms.accounts.models import User


class Refusal(models.TextChoices):
    """Why an approval or a return was not taken, said to the person who tried."""

    OVER = "over", _("This step is over: somebody else has just approved or returned the item.")
    NOT_YOURS = "not_yours", _("You are not among the reviewers of this step.")
    OWN_PIECE = (
        "own_piece",
        _(
            "You wrote, edited, submitted or approved an earlier step of this item, so "
            "somebody else must approve it."
        ),
    )
    CHANGED = (
        "changed",
        _(
            "The text or the file changed after you opened the page: read and listen again, "
            "then approve."
        ),
    )
    NOT_READY = "not_ready", _("The house file is not ready: wait for it before you approve.")
    CHECKS = (
        "checks",
        _("A check stops this item: return it with what the check says as the reason."),
    )
    NOT_URGENT = (
        "not_urgent",
        _(
            "The item was sent the shorter way of urgent items and is not urgent any more: "
            "return it, so that it takes the usual steps."
        ),
    )
    STEPS_CHANGED = (
        "steps_changed",
        _(
            "A step of this review was taken away before anybody approved it: return the item, "
            "so that it begins anew."
        ),
    )
    NO_REASON = (
        "no_reason",
        _("Give the reason for the return, so that the author knows what to mend."),
    )
    NO_APPROVAL = "no_approval", _("Nobody has approved the last step, so the item may not air.")


class ReviewRefused(PermissionDenied):
    """A review action that was not taken; nothing was written."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.label)
        self.refusal = refusal


# Purging revisions keeps these entries, and sending again after a return leaves no other trace.
WROTE = (
    "wagtail.create",
    "wagtail.edit",
    "wagtail.revert",
    "wagtail.copy",
    "wagtail.workflow.start",
    "wagtail.workflow.resume",
)


def took_part(item: Item, workflow_state: WorkflowState, user: User) -> bool:
    """Whether `user` wrote, owns or submitted the item, or approved an earlier step of it."""
    return (
        user.pk in {item.owner_id, workflow_state.requested_by_id}
        or Revision.objects.for_instance(item).filter(user_id=user.pk).exists()
        or PageLogEntry.objects.filter(page=item.pk, user=user.pk, action__in=WROTE).exists()
        # Steps of any kind, Wagtail's own too.
        or workflow_state.task_states.filter(
            status=TaskState.STATUS_APPROVED, finished_by_id=user.pk
        ).exists()
    )


def reviewers_of(task: Task, item: Item) -> models.QuerySet[User]:
    """Return who may decide at this step of the item's review, superusers apart."""
    everybody = get_user_model().objects.filter(is_active=True)
    if not isinstance(task, ReviewTask):
        return everybody.none()
    people = everybody.filter(groups__in=task.groups.all())
    if task.own_newsroom:
        people = people.filter(reviews_for__newsroom_id=item.get_parent().pk)
    return people.distinct()


class ReviewTask(AbstractGroupApprovalTask):
    """A step of a review. Several make a workflow: the newsroom's, then the leadership's."""

    ACTIONS: ClassVar = {"approve", "reject"}

    own_newsroom = models.BooleanField(
        _("only the newsroom's own reviewers"),
        default=False,
        help_text=_("Of the group, those who were chosen as reviewers of the item's newsroom."),
    )

    class Meta:
        verbose_name = _("review step")
        verbose_name_plural = _("review steps")

    @classmethod
    def get_description(cls) -> str:
        return str(_("A group reviews; nobody approves their own piece"))

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin this step; after a return begin the first step instead.

        What was approved before the return was another text, so those approvals
        no longer count: every step reads the mended piece. The steps are those that
        stand now; a review that was not returned keeps the steps it began with.
        """
        last = workflow_state.task_states.order_by("-pk").first()
        if last and last.status == TaskState.STATUS_REJECTED:
            earlier = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED)
            earlier.update(status=TaskState.STATUS_CANCELLED)
            workflow_state.workflow = workflow_state.content_object.specific.get_workflow()
            workflow_state.save(update_fields=["workflow"])
            first = workflow_state.get_next_task().specific
            if first.pk != self.pk:
                return first.start(workflow_state, user)
        begins = last is None or last.status == TaskState.STATUS_REJECTED
        state = super().start(workflow_state, user=user)
        if begins:
            begin_terms(workflow_state, user, timezone.now())
        return state

    def reviews(self, item: Item, user: User) -> bool:
        """Whether `user` is among the reviewers of this step of `item`'s review."""
        if user.is_superuser or not self._user_in_groups(user):
            return bool(user.is_superuser)
        own = user.reviews_for.filter(newsroom_id=item.get_parent().pk)
        return not self.own_newsroom or own.exists()

    def user_can_access_editor(self, obj: Any, user: User) -> bool:
        return self.reviews(obj, user)

    def locked_for_user(self, obj: Any, user: User) -> bool:
        return not self.reviews(obj, user)

    def user_can_lock(self, obj: Any, user: User) -> bool:
        return not user.is_superuser and self.reviews(obj, user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        if user.is_superuser or not self.own_newsroom:
            return states
        own = Newsroom.objects.filter(reviewers__user=user)
        keys = Item.objects.filter(under(own)).annotate(key=Cast("pk", models.CharField()))
        return states.filter(workflow_state__object_id__in=keys.values("key"))

    def get_actions(self, obj: Any, user: User) -> list[tuple[str, Any, bool]]:
        if not self.reviews(obj, user):
            return []
        actions: list[tuple[str, Any, bool]] = [("reject", _("Return"), True)]
        state = obj.current_workflow_state
        if state and not took_part(obj, state, user):
            actions.append(("approve", _("Approve"), False))
        return actions

    @transaction.atomic
    def on_action(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        **kwargs: Any,
    ) -> str | None:
        """Approve or return; for a refusal return the address that explains it.

        Wagtail's own views follow the address. `seen` is the digest the review
        page showed; without it nothing is approved.
        """
        try:
            self.act(task_state, user, action_name, **kwargs)
        except ReviewRefused as refused:
            address = reverse("cms:review", args=[task_state.pk])
            return f"{address}?refused={refused.refusal.value}"
        return None

    @transaction.atomic
    def act(
        self,
        task_state: TaskState,
        user: User,
        action_name: str,
        *,
        seen: str = "",
        comment: str = "",
        now: datetime | None = None,
        **_ignored: Any,
    ) -> None:
        """Act on the locked row, or raise `ReviewRefused` and leave everything as it was."""
        state = TaskState.objects.select_for_update().get(pk=task_state.pk)
        if state.status != TaskState.STATUS_IN_PROGRESS or state.task_id != self.pk:
            raise ReviewRefused(Refusal.OVER)
        item_id = state.workflow_state.object_id
        # The page's own row too: a save made meanwhile has to wait, or it would be overwritten.
        item = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=item_id).specific
        allowed = {name for name, _label, _modal in self.get_actions(item, user)}
        if not allowed:
            raise ReviewRefused(Refusal.NOT_YOURS)
        if action_name not in self.ACTIONS or action_name not in allowed:
            raise ReviewRefused(Refusal.OWN_PIECE)
        if action_name == "reject":
            if not comment.strip():
                raise ReviewRefused(Refusal.NO_REASON)
            state.reject(user=user, comment=comment.strip())
            self._record("returned", item, user, now, reason=comment.strip())
            return
        self._bind(state, item, user, seen, now or timezone.now())
        state.approve(user=user, comment=comment.strip())

    def _record(
        self, kind: str, item: Item, user: User, now: datetime | None, **detail: Any
    ) -> None:
        record(
            kind,
            about=item.title,
            key=f"item:{item.pk}",
            by=user,
            now=now or timezone.now(),
            step=self.name,
            **detail,
        )

    def _bind(self, state: TaskState, item: Item, user: User, seen: str, now: datetime) -> None:
        """Record which exact content and files this approval is of."""
        shown = what_airs(item.get_latest_revision())
        if not shown.ready:
            raise ReviewRefused(Refusal.NOT_READY)
        if seen != shown.digest:
            raise ReviewRefused(Refusal.CHANGED)
        if item.RECORDING_REQUIRED and not shown.asset:
            raise ReviewRefused(Refusal.NOT_READY)
        if any(stopping(findings(shown.revision.as_object(), shown, now=now))):
            raise ReviewRefused(Refusal.CHECKS)
        terms = getattr(state.workflow_state, "terms", None)
        if terms and terms.shortened and shown.revision.content["priority"] != Priority.URGENT:
            raise ReviewRefused(Refusal.NOT_URGENT)
        state.revision = shown.revision
        Approval.objects.create(
            item_id=item.pk,
            task_state=state,
            revision=shown.revision,
            step=self.name,
            seen=seen,
            by=user,
            at=now,
        )
        self._record("approved", item, user, now, seen=seen, revision=shown.revision.pk)
