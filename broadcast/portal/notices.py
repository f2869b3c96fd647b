"""Reads a station's notices with what became of each, in as many queries for many as for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, TaskState

from cms.models import LocalNotice
from cms.models.lifecycle import Lifecycle, with_lifecycle

if TYPE_CHECKING:
    from cms.models import Newsroom

_MOST = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as the list shows it; `reason` is why it was last returned."""

    notice: LocalNotice
    lifecycle: Lifecycle
    reason: str

    @property
    def mendable(self) -> bool:
        return self.lifecycle in {Lifecycle.DRAFT, Lifecycle.RETURNED}

    @property
    def silent(self) -> bool:
        """Whether it is cleared as a text alone, which no schedule can air."""
        return self.lifecycle == Lifecycle.CLEARED and self.notice.recording_id is None


def notices_of(newsroom: Newsroom) -> list[Told]:
    """Return the newest notices of a newsroom."""
    found = with_lifecycle(LocalNotice.objects.child_of(newsroom)).select_related("owner")
    notices = list(found.order_by("-latest_revision_created_at")[:_MOST])
    reasons = _reasons([notice.pk for notice in notices])
    return [
        Told(notice, Lifecycle(notice.lifecycle), reasons.get(str(notice.pk), ""))
        for notice in notices
    ]


def told(newsroom: Newsroom, pk: int) -> Told | None:
    found = with_lifecycle(LocalNotice.objects.child_of(newsroom)).filter(pk=pk).first()
    if found is None:
        return None
    return Told(found, Lifecycle(found.lifecycle), _reasons([pk]).get(str(pk), ""))


def _reasons(pks: list[int]) -> dict[str, str]:
    """Return by item why it was last returned."""
    returned = TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=[str(pk) for pk in pks],
        status=TaskState.STATUS_REJECTED,
    )
    rows = returned.order_by("finished_at").values_list("workflow_state__object_id", "comment")
    return dict(rows)
