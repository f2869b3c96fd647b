"""How urgent a review is, by when it is wanted, and which steps it was begun with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from .item import Item
from .priority import Priority

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models.expressions import Combinable

    from cms.accounts.models import User

_RANKS = (Priority.URGENT, Priority.PRIORITY, Priority.NORMAL)


def most_urgent_first(prefix: str = "") -> tuple[Combinable, ...]:
    """Return an ordering: by urgency, then by due time. `prefix` leads to the terms."""
    ranks = [When(**{f"{prefix}priority": name}, then=Value(at)) for at, name in enumerate(_RANKS)]
    rank = Case(*ranks, default=Value(len(_RANKS)), output_field=models.SmallIntegerField())
    return (rank, models.F(f"{prefix}due_at").asc(nulls_last=True))


def due_of(item: Item, priority: str, now: datetime) -> datetime:
    """Return when a review begun at `now` is due: as set for its priority, before the deadline."""
    due: datetime = now + timedelta(hours=settings.LOA_REVIEW_HOURS[priority])
    return min(due, item.deadline) if item.deadline and item.deadline > now else due


class ReviewTermsQuerySet(models.QuerySet["ReviewTerms"]):
    def in_progress(self) -> ReviewTermsQuerySet:
        return self.filter(workflow_state__status=WorkflowState.STATUS_IN_PROGRESS)

    def overdue(self, now: datetime) -> ReviewTermsQuerySet:
        return self.in_progress().filter(due_at__lte=now)


class ReviewTerms(models.Model):
    """What one review was begun with; its urgency and due time may be set anew meanwhile.

    `steps` are the tasks promised at its beginning: it clears nothing before each has
    approved. `shortened` says that they are the fewer ones of an urgent item.
    """

    workflow_state = models.OneToOneField(
        WorkflowState, on_delete=models.CASCADE, related_name="terms"
    )
    priority = models.CharField(
        _("urgency of the review"), max_length=10, choices=Priority, default=Priority.NORMAL
    )
    due_at = models.DateTimeField(_("wanted by"), db_index=True)
    steps = models.JSONField(default=list)
    shortened = models.BooleanField(default=False)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField()

    objects = ReviewTermsQuerySet.as_manager()

    class Meta:
        verbose_name = _("terms of a review")
        verbose_name_plural = _("terms of reviews")

    def __str__(self) -> str:
        return f"{self.get_priority_display()}, {self.due_at:%d/%m/%Y %H:%M}"


def begin_terms(workflow_state: WorkflowState, by: User | None, now: datetime) -> None:
    """Write down with what a review begins, or after a return begins again.

    Its urgency is the item's own, as its author left it.
    """
    item = Item.objects.get(pk=workflow_state.object_id).specific
    latest = item.get_latest_revision_as_object()
    workflow = workflow_state.workflow
    tasks = workflow.tasks.filter(active=True)
    ReviewTerms.objects.update_or_create(
        workflow_state=workflow_state,
        defaults={
            "priority": latest.priority,
            "due_at": due_of(latest, latest.priority, now),
            "steps": list(tasks.values_list("pk", flat=True)),
            "shortened": workflow != item.usual_workflow(),
            "set_by": by,
            "set_at": now,
        },
    )
