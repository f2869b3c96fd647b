"""The first page after signing in: what waits for me, how my pieces stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from cms.models import Item
from cms.models.lifecycle import Lifecycle, with_lifecycle
from cms.models.review_terms import most_urgent_first
from cms.views.review_terms import overdue_for, rows_of
from cms.views.write import may_write

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST = 15
_FEW = 5


class ReviewQueuePanel(Component):
    """Reviews this person can take, the most urgent first, then by due time."""

    name = "loa_review_queue"
    template_name = "cms/home/review_queue.html"
    order = 100

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = (
            TaskState.objects.reviewable_by(self.request.user)
            .select_related("workflow_state__requested_by", "workflow_state__terms", "task")
            .order_by(*most_urgent_first("workflow_state__terms__"), "started_at")
        )
        waiting = list(states[:_MOST])
        items = Item.objects.select_related("language", "content_type").in_bulk(
            [int(state.workflow_state.object_id) for state in waiting]
        )
        context["rows"] = [
            (state, items[int(state.workflow_state.object_id)])
            for state in waiting
            if int(state.workflow_state.object_id) in items
        ]
        context["more"] = max(0, states.count() - _MOST)
        context["now"] = timezone.now()
        return context


class OverduePanel(Component):
    """What others should have reviewed by now, for who may read every item.

    What waits for this person stands in the queue.
    """

    name = "loa_overdue"
    template_name = "cms/home/overdue.html"
    order = 105

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        if self.request.user.has_perm("cms.view_item"):
            now = timezone.now()
            theirs = TaskState.objects.reviewable_by(self.request.user).values("workflow_state")
            overdue = overdue_for(self.request.user, now).exclude(workflow_state__in=theirs)
            context |= {"rows": rows_of(overdue[:_FEW]), "total": overdue.count(), "now": now}
        return context


class MyItemsPanel(Component):
    """What this person wrote, newest first, with where each stands."""

    name = "loa_my_items"
    template_name = "cms/home/my_items.html"
    order = 110

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        mine = with_lifecycle(Item.objects.filter(owner_id=self.request.user.pk))
        mine = mine.select_related("content_type").order_by("-latest_revision_created_at")
        context["rows"] = [(item, Lifecycle(item.lifecycle)) for item in mine[:_MOST]]
        # Who only approves or schedules writes nothing.
        context["may_write"] = may_write(self.request.user)
        context["writes"] = context["rows"] or context["may_write"]
        return context
