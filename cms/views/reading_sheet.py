"""An item as a reader takes it to the microphone: large, numbered, with its reading time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cms.access import may_read
from cms.models import Item
from cms.models.lifecycle import Lifecycle, with_lifecycle
from cms.reading import reading_of
from cms.reading_time import reading_time
from cms.spoken import passages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from django.http import HttpRequest, HttpResponse

    from cms.spoken import Passage


@dataclass(frozen=True, slots=True)
class Row:
    """A passage with its number, where it is spoken, and how far into the reading it begins."""

    passage: Passage
    number: int | None
    at: timedelta


@require_safe
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def reading_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the latest revision for a read-through, made to be printed."""
    kept = get_object_or_404(with_lifecycle(Item.objects.all()), pk=pk)
    item = kept.specific
    if not may_read(request.user, item):
        raise PermissionDenied
    revision = item.get_latest_revision()
    latest = revision.as_object()
    return render(
        request,
        "cms/reading_sheet.html",
        {
            "item": latest,
            "newsroom": item.get_parent(),
            "lifecycle": Lifecycle(kept.lifecycle),
            "cleared": item.live and item.live_revision_id == revision.pk,
            "saved_at": revision.created_at,
            "printed_at": timezone.now(),
            "rows": list(_rows(passages(latest))),
            "reading": reading_of(latest),
        },
    )


def _rows(read: list[Passage]) -> Iterator[Row]:
    number, said = 0, ""
    for passage in read:
        at = reading_time(said, settings.LOA_SYLLABLES_PER_MINUTE)
        if passage.said:
            number += 1
            said += f"\n{passage.text}"
        yield Row(passage, number if passage.said else None, at)
