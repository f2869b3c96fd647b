"""An upload that arrives in pieces, until it is an asset."""

from __future__ import annotations

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .asset import Asset


class UploadQuerySet(models.QuerySet["Upload"]):
    def unfinished(self) -> UploadQuerySet:
        return self.filter(asset=None)


class Upload(models.Model):
    """Only who began it may go on with it.

    How much has arrived is the length of its part on the disk and stands nowhere else:
    what a crash took away is asked for again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("original file name"), max_length=255)
    title = models.CharField(_("display name"), max_length=255, blank=True)
    size_bytes = models.BigIntegerField(_("size"))
    replaces = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="+")

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("unfinished upload")
        verbose_name_plural = _("unfinished uploads")
        ordering = ["begun_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def part(self) -> Path:
        """Where its bytes gather; the tidy task clears away what nobody goes on with."""
        return Path(settings.FILE_UPLOAD_TEMP_DIR) / f"tus-{self.pk.hex}"

    @property
    def offset(self) -> int:
        """How many bytes have arrived. Raise FileNotFoundError where they were cleared away."""
        return self.part.stat().st_size

    @property
    def percent(self) -> int:
        return 100 * self.offset // self.size_bytes if self.part.exists() else 0
