"""What became of an item so far, step by step, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, TaskState

from cms.models import Clearance, Correction

if TYPE_CHECKING:
    from datetime import datetime

    from cms.models import Item

_SUBMITTED = ("wagtail.workflow.start", "wagtail.workflow.resume")
_CALLED_OFF = "wagtail.workflow.cancel"


@dataclass(frozen=True, slots=True)
class Event:
    """`mark` is good, bad or empty; `words` what happened, `note` what was said about it."""

    at: datetime
    words: str
    who: str
    note: str = ""
    mark: str = ""


def history(item: Item) -> list[Event]:
    """Return submissions, decisions, clearances, corrections and their ends, in four queries."""
    events = [*_log_of(item), *_decisions(item), *_clearances(item), *_corrections(item)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _log_of(item: Item) -> list[Event]:
    entries = PageLogEntry.objects.filter(
        page=item.pk, action__in=(*_SUBMITTED, _CALLED_OFF)
    ).select_related("user")
    return [
        Event(
            entry.timestamp,
            _("taken out of review") if entry.action == _CALLED_OFF else _("submitted for review"),
            _name(entry.user),
        )
        for entry in entries
    ]


def _decisions(item: Item) -> list[Event]:
    states = TaskState.objects.filter(
        workflow_state__object_id=str(item.pk),
        workflow_state__base_content_type=item.get_base_content_type(),
        finished_at__isnull=False,
    ).select_related("finished_by", "task")
    # Returned afterwards: the approval stands as called off, with who gave it.
    words = {
        TaskState.STATUS_APPROVED: (_("approved at “%(step)s”"), "good"),
        TaskState.STATUS_REJECTED: (_("returned at “%(step)s”"), "bad"),
        TaskState.STATUS_CANCELLED: (_("“%(step)s” counts no longer"), ""),
    }
    return [
        Event(
            state.finished_at,
            words[state.status][0] % {"step": state.task.name},
            _name(state.finished_by),
            state.comment,
            words[state.status][1],
        )
        for state in states
        if state.status in words
    ]


def _clearances(item: Item) -> list[Event]:
    events = []
    for clearance in Clearance.objects.filter(item_id=item.pk).select_related(
        "cleared_by", "end", "end__by"
    ):
        events.append(
            Event(clearance.cleared_at, _("cleared"), str(clearance.cleared_by), "", "good")
        )
        end = getattr(clearance, "end", None)
        if end is not None:
            events.append(
                Event(end.at, str(end.get_reason_display()), _name(end.by), end.note, "bad")
            )
    return events


def _corrections(item: Item) -> list[Event]:
    events = []
    for correction in Correction.objects.filter(clearance__item_id=item.pk).select_related(
        "by", "end", "end__by"
    ):
        opened = _("opened for correction")
        events.append(Event(correction.at, opened, str(correction.by), correction.reason))
        end = getattr(correction, "end", None)
        if end is not None:
            events.append(Event(end.at, _("correction called off"), str(end.by), end.reason))
    return events


def _name(user: Any) -> str:
    return str(user) if user is not None else ""
