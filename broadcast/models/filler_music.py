"""The music that fills what is left of slots, for all stations alike."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.append_only import AppendOnlyModel, AppendOnlyQuerySet
from media.models import Asset


class FillerMusicQuerySet(AppendOnlyQuerySet["FillerMusic"]):
    def current(self) -> FillerMusic | None:
        return self.select_related("asset").order_by("-pk").first()


class FillerMusic(AppendOnlyModel):
    """One choice of the music; the newest counts, the older tell who chose what and when."""

    asset = models.ForeignKey(
        Asset, verbose_name=_("music"), on_delete=models.PROTECT, related_name="+"
    )
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    chosen_at = models.DateTimeField(_("chosen at"))

    objects = FillerMusicQuerySet.as_manager()

    class Meta:
        verbose_name = _("filler music")
        verbose_name_plural = _("filler music")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.asset)
