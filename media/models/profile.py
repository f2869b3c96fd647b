"""How a rendition is made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profile(models.Model):
    """A recipe for renditions, written once: a change is the next version.

    A rendition keeps the version it was made under, so a new loudness never makes
    a cleared file look altered. The current profile of a code is its newest
    version. A loudness is of the one channel of a house file, of both of a house video.
    """

    HOUSE = "house"
    SMALL = "small"  # for metered lines, beside the house file
    VIDEO = "video"

    code = models.SlugField(_("code"))
    version = models.PositiveIntegerField(_("profile version"), default=1)
    target_lufs = models.FloatField(_("target loudness (LUFS, of the mono file)"), null=True)
    peak_dbtp = models.FloatField(_("highest true peak (dBTP)"), default=-1.0)
    bitrate_kbps = models.PositiveIntegerField(_("bit rate (kbit/s)"), default=64)
    most_height = models.PositiveIntegerField(_("greatest height of the picture"), null=True)
    pipeline = models.CharField(_("pipeline version"), max_length=20)

    class Meta:
        verbose_name = _("profile of renditions")
        verbose_name_plural = _("profiles of renditions")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="profile_version_once")
        ]
        ordering = ["code", "-version"]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
