"""The first page after signing in: what waits for me, how my pieces stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from cms.models import Item
from cms.models.lifecycle import Lifecycle, with_lifecycle

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST = 15


class ReviewQueuePanel(Component):
    """Reviews this person can take, the oldest first."""

    name = "loa_review_queue"
    template_name = "cms/home/review_queue.html"
    order = 100

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        states = (
            TaskState.objects.reviewable_by(self.request.user)
            .select_related("workflow_state__requested_by", "task")
            .order_by("started_at")
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
        return context
