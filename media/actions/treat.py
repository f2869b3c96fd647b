"""Choose which part of an asset airs and how it is treated; the original stays untouched."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from media.ffmpeg.treatment import PLAIN
from media.models import Asset, Kind, Treatment

from .renditions import ask_for_house, ask_for_video

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from media.ffmpeg.treatment import Treatment as Choice
    from media.models import Rendition

LEAST = timedelta(milliseconds=500)


class BadCue(ValueError):
    """Raised where nothing worth airing lies between the cues."""


@transaction.atomic
def treat(*, asset: Asset, choice: Choice, by: User | None, now: datetime) -> Rendition:
    """Put `choice` in force and ask for the house file it needs; choosing twice makes one.

    What was cleared before keeps the file it was cleared with. Whatever is not cleared
    yet airs the new one and must be heard anew by its reviewers. Raise `BadCue` where
    less than `LEAST` would be left.
    """
    locked = Asset.objects.select_for_update().get(pk=asset.pk)
    if locked.duration is not None and choice.left_of(locked.duration) < LEAST:
        raise BadCue
    kept = None
    if choice != PLAIN:
        kept, _created = Treatment.objects.get_or_create(
            asset=locked,
            cue_in=choice.cue_in,
            cue_out=choice.cue_out,
            even_out=choice.even_out,
            defaults={"chosen_by": by, "chosen_at": now},
        )
    locked.treatment = asset.treatment = kept
    locked.save(update_fields=["treatment"])
    if locked.kind == Kind.VIDEO:
        ask_for_video(asset=locked, now=now)
    return ask_for_house(asset=locked, now=now)
