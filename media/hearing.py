"""What an asset's page tells an editor's ear: the waveform, the part chosen, levels in words.

On the page time counts as the player of the whole house file shows it. A treatment counts
from the first sample of the original; between the two lie the silence that was cut off
and the short silence every house file begins with.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from media.ffmpeg.commands import SAMPLE_RATE
from media.ffmpeg.encode import EDGE
from media.ffmpeg.treatment import Treatment
from media.models import Profile, Rendition

if TYPE_CHECKING:
    from media.models import Asset

_NOTHING = timedelta()
_LEAD = timedelta(seconds=EDGE / SAMPLE_RATE)
_AUDIBLE_DB = 0.5
_FULL_DBTP = -1.0
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Whole:
    """The house file of all of an asset, and where in the original it begins."""

    rendition: Rendition

    @property
    def begins_at(self) -> timedelta:
        return (self.rendition.trimmed_start or _NOTHING) - _LEAD

    @property
    def duration(self) -> timedelta:
        return self.rendition.duration or _NOTHING

    def part(self, begins: timedelta | None, ends: timedelta | None) -> Treatment:
        """Return the part that is heard between two moments of the player, none for an end.

        Raise ValueError where it ends before it begins.
        """
        if begins is not None and ends is not None and ends <= begins:
            raise ValueError(ends)
        cue_in = _NOTHING if not begins else max(_NOTHING, begins + self.begins_at)
        cue_out = None
        if ends is not None and ends < self.duration:
            cue_out = ends + self.begins_at
            if cue_out <= cue_in:
                raise ValueError(ends)
        return Treatment(cue_in, cue_out)

    def moments(self, part: Treatment) -> tuple[timedelta | None, timedelta | None]:
        """Return where a part begins and ends on the player, None where nothing is cut."""
        begins = part.cue_in - self.begins_at if part.cue_in else None
        ends = None if part.cue_out is None else part.cue_out - self.begins_at
        return begins, ends


def whole_of(asset: Asset) -> Whole | None:
    """Return the newest house file of all of an asset, None until there is one."""
    ready = Rendition.objects.ready().filter(
        asset=asset, treatment=None, profile__code=Profile.HOUSE
    )
    found = ready.select_related("profile").order_by("-profile__version").first()
    return None if found is None else Whole(found)


def peaks_of(rendition: Rendition) -> str:
    """Return the waveform as the page's script reads it."""
    return base64.b64encode(bytes(rendition.peaks)).decode()


def levels_in_words(asset: Asset, target_lufs: float | None) -> list[str]:
    """Say how loud the original was beside the house loudness, and what was done about it."""
    if asset.loudness_lufs is None or target_lufs is None:
        return []
    told = []
    apart = asset.loudness_lufs - target_lufs
    words = {"db": number_format(abs(apart), 0 if abs(apart) >= 2 else 1)}  # noqa: PLR2004 - nobody hears tenths of much
    if abs(apart) < _AUDIBLE_DB:
        told.append(_("As loud as the house standard."))
    elif apart > 0:
        told.append(_("Louder than the house standard by %(db)s dB; turned down.") % words)
    else:
        told.append(_("Softer than the house standard by %(db)s dB; turned up.") % words)
    if asset.true_peak_dbtp is not None and asset.true_peak_dbtp > _FULL_DBTP:
        told.append(_("Its peaks reached full scale; they were brought down."))
    return told


def trimmed_in_words(rendition: Rendition) -> str:
    """Say how much silence was cut off, nothing where none was."""
    before, after = rendition.trimmed_start or _NOTHING, rendition.trimmed_end or _NOTHING
    words = {"before": _seconds(before), "after": _seconds(after)}
    if before and after:
        return _("Silence cut off: %(before)s s before, %(after)s s after.") % words
    if before:
        return _("Silence cut off: %(before)s s before.") % words
    if after:
        return _("Silence cut off: %(after)s s after.") % words
    return ""


def _seconds(length: timedelta) -> str:
    return str(number_format(length / _SECOND, 1))
