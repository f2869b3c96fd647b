"""Claims on a rendition's row and the instants that matter to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from media.actions.renditions import claim
from media.models import Rendition
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

LEASE = timedelta(seconds=60)  # of the base settings
INSTANT = timedelta(microseconds=1)
RAN_OUT = NOW + LEASE + INSTANT


def claimed(rendition: Rendition, now: datetime = NOW) -> Rendition:
    held = claim(rendition_id=rendition.pk, now=now)
    assert held is not None
    return held


def row(rendition: Rendition) -> Any:
    return Rendition.objects.values().get(pk=rendition.pk)
