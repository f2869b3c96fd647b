"""What was measured of a house file and of its original, in sentences instead of figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from media.models import Rendition

# A difference in loudness nobody hears, in LU.
UNHEARD_LU = 0.5
# Silence shorter than this is not worth a word.
WORTH_TELLING_S = 0.5


def sentences(rendition: Rendition) -> Iterator[str]:
    """Tell of a ready house file: its loudness and peak, and what was done to the original.

    `rendition` comes with its asset and its profile.
    """
    yield from levels(rendition)
    yield from _original(rendition)
    yield from _trimmed(rendition.trimmed_start, rendition.trimmed_end)


def levels(rendition: Rendition) -> Iterator[str]:
    """Tell of a ready file's own loudness and peak. It comes with its profile."""
    measured, target = rendition.loudness_lufs, rendition.profile.target_lufs
    if measured is None or target is None:
        return
    words = {"measured": _one(measured), "away": _one(abs(measured - target))}
    if abs(measured - target) <= UNHEARD_LU:
        yield _("Loudness %(measured)s LUFS: as loud as everything else.") % words
    elif measured < target:
        yield _("Loudness %(measured)s LUFS: %(away)s LU quieter than everything else.") % words
    else:
        yield _("Loudness %(measured)s LUFS: %(away)s LU louder than everything else.") % words
    peak, most = rendition.true_peak_dbtp, rendition.profile.peak_dbtp
    if peak is not None and most is not None:
        told = {"peak": _one(peak)}
        if peak <= most:
            yield _("True peak %(peak)s dBTP: nothing distorts.") % told
        else:
            yield _("True peak %(peak)s dBTP: it may distort.") % told


def _original(rendition: Rendition) -> Iterator[str]:
    original, target = rendition.asset.loudness_lufs, rendition.profile.target_lufs
    # Of a part, or made even, the house file is of something else than what was measured.
    if original is None or target is None or rendition.treatment_id:
        return
    words = {"away": _one(abs(target - original))}
    if original < target - UNHEARD_LU:
        yield _("The original was %(away)s LU quieter and was raised.") % words
    elif original > target + UNHEARD_LU:
        yield _("The original was %(away)s LU louder and was lowered.") % words


def _trimmed(start: timedelta | None, end: timedelta | None) -> Iterator[str]:
    for length, words in (
        (start, _("%(seconds)s s of silence were cut at the beginning.")),
        (end, _("%(seconds)s s of silence were cut at the end.")),
    ):
        if length is not None and length.total_seconds() >= WORTH_TELLING_S:
            yield words % {"seconds": _one(length.total_seconds())}


def _one(figure: float) -> str:
    return number_format(figure, decimal_pos=1)
