"""How far an asset's house file is, in words and numbers for whoever shows it."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from media.models import Kind, Profile, Rendition, Stage, State
from media.reasons import sentence

if TYPE_CHECKING:
    from media.models import Asset


def house_rendition(asset: Asset) -> Rendition | None:
    """Return the rendition under the newest profile and the treatment in force.

    Whatever became of it.
    """
    return Rendition.objects.house().filter(asset=asset).first()


def house_video(asset: Asset) -> Rendition | None:
    """Return the picture likewise, None where the asset is no video."""
    if asset.kind != Kind.VIDEO:
        return None
    return Rendition.objects.video().filter(asset=asset).first()


def small_file(asset: Asset) -> Rendition | None:
    """Return the small file likewise, None while none was begun."""
    rows = Rendition.objects.filter(
        asset=asset, profile__code=Profile.SMALL, treatment=asset.treatment_id
    )
    return rows.order_by("-profile__version").first()


def state_of(rendition: Rendition | None) -> dict[str, Any]:
    """Say in words and numbers how far a rendition is."""
    if rendition is None:
        return {
            "state": "",
            "label": "",
            "percent": 0,
            "done": True,
            "reason": "",
            "file": "",
            "poster": "",
            "peaks": "",
            "seconds": 0,
        }
    label = State(rendition.state).label
    if rendition.state == State.WORKING and rendition.stage:
        label = Stage(rendition.stage).label
    ready = rendition.state == State.READY
    address = "house_video" if rendition.extension == "mp4" else "house_file"
    return {
        "state": rendition.state,
        "label": str(label),
        "percent": rendition.percent,
        "done": rendition.done,
        "reason": sentence(rendition.reason_code, rendition.reason_facts)
        if rendition.reason_code
        else "",
        "file": reverse(f"media:{address}", args=[rendition.sha256]) if ready else "",
        "poster": _poster_of(rendition),
        "peaks": base64.b64encode(bytes(rendition.peaks)).decode() if ready else "",
        "seconds": rendition.duration.total_seconds() if ready and rendition.duration else 0,
    }


def _poster_of(rendition: Rendition) -> str:
    shown = rendition.state == State.READY and rendition.poster_sha256
    return reverse("media:poster", args=[rendition.poster_sha256]) if shown else ""
