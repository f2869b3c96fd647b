"""The reading time of an item beside the length of its recording, in the editor and on pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.admin.panels import Panel

from cms.reading_time import reading_time, syllables
from cms.spoken import said_text
from media.models import Rendition

if TYPE_CHECKING:
    from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Reading:
    """`recorded` is the length of the house file, None before there is one."""

    syllables: int
    time: timedelta
    per_minute: int
    recorded: timedelta | None


def reading_of(item: Any) -> Reading:
    """Return how long `item`, as it is in memory, takes to read and how long its recording is."""
    text, per_minute = said_text(item), settings.LOA_SYLLABLES_PER_MINUTE
    return Reading(syllables(text), reading_time(text, per_minute), per_minute, _recorded(item))


def _recorded(item: Any) -> timedelta | None:
    if not item.recording_id:
        return None
    ready = Rendition.objects.ready().filter(asset_id=item.recording_id).order_by("-pk")
    duration: timedelta | None = ready.values_list("duration", flat=True).first()
    return duration


class ReadingPanel(Panel):
    """Tells the reading time under the text while it is written; as saved without JavaScript."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/reading_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"reading": reading_of(self.instance)}
