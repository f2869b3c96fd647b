"""What people of the newsroom do, through the pages they do it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from cms.access import Role
from cms.accounts.models import User
from cms.actions.correct import correct
from cms.actions.review import approve, submit
from cms.models import Approval, Clearance, Item, what_airs
from cms.models.correction import is_closed
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def current_step(item: Item) -> Any:
    """Return the task state the item's review stands at."""
    return Item.objects.get(pk=item.pk).current_workflow_task_state


def seen_now(item: Item) -> str:
    """Return the digest the review page would show for the item's latest revision."""
    return what_airs(Item.objects.get(pk=item.pk).get_latest_revision()).digest


def send(user: User, item: Item) -> None:
    submit(item=item, by=user, now=NOW)


def decide(user: User, item: Item, seen: str = "", **data: str) -> Answer:
    """Post to the review page of the item's current step."""
    step = current_step(item)
    return signed_in(user).post(
        reverse("cms:review", args=[step.pk]), {"seen": seen or seen_now(item), **data}
    )


def approve_as(user: User, item: Item) -> None:
    approve(task_state=current_step(item), by=user, seen=seen_now(item), now=NOW)


def open_to_edits(item: Item, reason: str = "Sửa số liệu.") -> None:
    """Open the item for correction, if it is cleared and closed."""
    item = Item.objects.get(pk=item.pk)
    if is_closed(item):
        leader = User.objects.filter(groups__name=Role.LEADERSHIP.value).first()
        assert leader is not None
        correct(item=item, by=leader, reason=reason, now=NOW)


def clear(item: Item, author: User, *reviewers: User) -> Clearance:
    """Take the item through the whole review; one that is cleared is opened for correction."""
    open_to_edits(item)
    send(author, item)
    for reviewer in reviewers:
        approve_as(reviewer, item)
    return Clearance.objects.filter(item_id=item.pk).latest("pk")


def nothing_aired(*items: Item) -> bool:
    """Whether none of `items` is live or was ever cleared."""
    pks = [item.pk for item in items]
    return (
        not Item.objects.filter(pk__in=pks, live=True).exists()
        and not Clearance.objects.filter(item__in=pks).exists()
    )


def review_rows() -> dict[str, list[Any]]:
    """Return every row a review writes, to be compared with what they were."""
    kept: tuple[Any, ...] = (WorkflowState, TaskState, Approval, Clearance)
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in kept}


def formset(prefix: str) -> dict[str, str]:
    """Return what an empty formset posts."""
    return {
        f"{prefix}-TOTAL_FORMS": "0",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-MIN_NUM_FORMS": "0",
        f"{prefix}-MAX_NUM_FORMS": "",
    }


def edit_data(item: Item, **changes: str) -> dict[str, str]:
    """Return what the editor's form posts for a report, with some fields changed."""
    return {
        "title": item.title,
        "slug": item.slug,
        "summary": item.summary,
        "recording": str(item.recording_id or ""),
        "language": str(item.language_id),
        "supplying_body": str(item.supplying_body_id or ""),
        "themes": [str(theme.pk) for theme in item.themes.all()],
        "author": item.author,
        "source": "",
        "priority": item.priority,
        "script-count": "1",
        "script-0-deleted": "",
        "script-0-order": "0",
        "script-0-type": "line",
        "script-0-id": "",
        "script-0-value-speaker": "Phát thanh viên",
        "script-0-value-text": "Kính chào quý vị.",
        **formset("comments"),
        **changes,
    }
