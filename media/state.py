"""How far an asset's house file is, in words and numbers for whoever shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from media.models import Rendition, Stage, State
from media.reasons import sentence

if TYPE_CHECKING:
    from media.models import Asset


def house_rendition(asset: Asset) -> Rendition | None:
    """Return the rendition under the newest profile and the treatment in force.

    Whatever became of it.
    """
    return Rendition.objects.house().filter(asset=asset).first()


def state_of(rendition: Rendition | None) -> dict[str, Any]:
    """Say in words and numbers how far a rendition is."""
    if rendition is None:
        return {"state": "", "label": "", "percent": 0, "done": True, "reason": "", "file": ""}
    label = State(rendition.state).label
    if rendition.state == State.WORKING and rendition.stage:
        label = Stage(rendition.stage).label
    ready = rendition.state == State.READY
    return {
        "state": rendition.state,
        "label": str(label),
        "percent": rendition.percent,
        "done": rendition.done,
        "reason": sentence(rendition.reason_code, rendition.reason_facts)
        if rendition.reason_code
        else "",
        "file": reverse("media:house_file", args=[rendition.sha256]) if ready else "",
    }
