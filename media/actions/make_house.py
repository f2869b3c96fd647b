"""The house sound of an asset: one form, one loudness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from media.ffmpeg.house import HouseFormat
from media.ffmpeg.house import make_house as made_house
from media.models import Asset, Kind, Profile

from .attempt import Made, as_rows
from .renditions import ask_for_video

if TYPE_CHECKING:
    from pathlib import Path

    from media.ffmpeg.probe import Probe

    from .attempt import Attempt


def make_house(attempt: Attempt, source: Path, found: Probe, folder: Path) -> Made:
    """Make and store the house file; return what its row and the asset's will say."""
    small = attempt.rendition.profile.code == Profile.SMALL
    if found.picture is not None and found.sound is not None and not small:
        _ask_for_picture(attempt)
    house = made_house(
        source,
        found=found,
        form=_format(attempt),
        workdir=folder,
        progress=attempt.tell,
        treatment=attempt.treatment,
    )
    attempt.keep(house.path, house.sha256, "mp3")
    facts = {
        "size_bytes": house.size_bytes,
        "duration": house.duration,
        "loudness_lufs": house.loudness_lufs,
        "true_peak_dbtp": house.true_peak_dbtp,
        "trimmed_start": house.trimmed_start,
        "trimmed_end": house.trimmed_end,
        "warnings": as_rows(house.warnings),
        "peaks": house.peaks,
    }
    if attempt.rendition.treatment_id or small:
        return Made(facts)  # of a part, or made even, it tells nothing about the original
    return Made(
        facts,
        {
            "kind": Kind(found.kind),
            "duration": house.original.duration,
            "loudness_lufs": house.original.loudness_lufs,
            "true_peak_dbtp": house.original.true_peak_dbtp,
        },
    )


def _format(attempt: Attempt) -> HouseFormat:
    profile = attempt.rendition.profile
    assert profile.target_lufs is not None  # noqa: S101 - every house profile has one
    return HouseFormat(
        target_lufs=profile.target_lufs,
        peak_dbtp=profile.peak_dbtp,
        bitrate_kbps=profile.bitrate_kbps,
    )


@transaction.atomic
def _ask_for_picture(attempt: Attempt) -> None:
    """Let the video be made while the sound is: who waits for one need not wait for both."""
    Asset.objects.filter(pk=attempt.rendition.asset_id).update(kind=Kind.VIDEO)
    ask_for_video(asset=attempt.rendition.asset, now=attempt.clock())
