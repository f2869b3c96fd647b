"""The page of one file: its work, its sound, what else was made of it, and where it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.generic import InspectView

from media.actions.small import small_files_due
from media.ffmpeg.refusal import Warned
from media.ffmpeg.treatment import PLAIN
from media.hearing import levels_in_words, peaks_of, trimmed_in_words, whole_of
from media.measured import levels
from media.models import Rendition, State
from media.moments import as_typed
from media.reasons import sentence
from media.state import house_rendition, house_video, small_file, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from media.models import Asset


class AssetInspectView(InspectView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rendition, picture = house_rendition(self.object), house_video(self.object)
        made = (rendition, picture, small_file(self.object))
        chosen = self.object.treatment
        evened = chosen if chosen and chosen.even_out else None
        wide = rendition and any(w["code"] == Warned.WIDE_RANGE for w in rendition.warnings)
        context: dict[str, Any] = super().get_context_data(
            asset=self.object,
            rendition=rendition,
            evened=evened,
            may_even_out=bool(evened or wide)
            and not self.object.refused
            and self.user_has_permission("change"),
            state=state_of(rendition),
            picture=state_of(picture),
            picture_told=list(levels(picture)) if picture else [],
            picture_warnings=_warnings(picture),
            small=_small_of(self.object, rendition),
            notes=self._notes(),
            ear=self._ear(rendition),
            panels=[html for html in self._panels() if html],
            can_retry=any(row and row.state == State.FAILED for row in made)
            and self.user_has_permission("add"),
            refusal=sentence(self.object.refused_code, self.object.refused_facts)
            if self.object.refused
            else "",
            warning_sentences=_warnings(rendition),
            may_replace=self.user_has_permission("add"),
            **kwargs,
        )
        return context

    def _ear(self, rendition: Rendition | None) -> dict[str, Any] | None:
        """Return what the section on the part that airs needs, None while there is nothing."""
        whole = whole_of(self.object)
        if whole is None or self.object.refused or rendition is None:
            return None
        chosen = self.object.treatment
        part = chosen.asked if chosen else PLAIN
        begins, ends = whole.moments(part)
        asked = self.request.GET
        return {
            "file": reverse("media:house_file", args=[whole.rendition.sha256]),
            "peaks": peaks_of(whole.rendition),
            "seconds": whole.duration.total_seconds(),
            "duration": whole.duration,
            "begins": asked.get("begins", as_typed(begins)),
            "ends": asked.get("ends", as_typed(ends)),
            "cut": part.cuts,
            "chosen": chosen if part.cuts else None,
            "may_choose": self.user_has_permission("change"),
            "levels": levels_in_words(self.object, whole.rendition.profile.target_lufs),
            "trimmed": trimmed_in_words(whole.rendition),
        }

    def _notes(self) -> list[Rendition]:
        """Return work that left a note for who keeps the machine, for them alone."""
        if not self.request.user.has_perm("media.purge_asset"):
            return []
        rows = Rendition.objects.filter(asset=self.object).exclude(staff_note="")
        return list(rows.select_related("profile").order_by("-asked_at", "-pk"))

    def _panels(self) -> Iterator[str]:
        """Yield what those who use files say of this one: they know it, it knows not them."""
        for panel in hooks.get_hooks("loa_asset_panels"):
            yield panel(self.request, self.object)


def _small_of(asset: Asset, house: Rendition | None) -> dict[str, Any] | None:
    """Say in words how far the small file beside a ready house file is.

    None where there is none and none will be made.
    """
    if house is None or house.state != State.READY:
        return None
    small = small_file(asset)
    if small is not None and small.state == State.READY:
        whole, size = house.size_bytes or 0, small.size_bytes or 0
        return {
            "file": reverse("media:house_file", args=[small.sha256]),
            "size": size,
            "saved": round(100 * (1 - size / whole)) if whole else 0,
        }
    if small is not None and small.state in {State.FAILED, State.REFUSED}:
        return {"told": sentence(small.reason_code, small.reason_facts)}
    if asset.pk in small_files_due(assets=[asset.pk]):
        return {"told": _("it is made when no house file waits.")}
    return None


def _warnings(rendition: Rendition | None) -> list[str]:
    return [sentence(w["code"], w["facts"]) for w in rendition.warnings] if rendition else []
