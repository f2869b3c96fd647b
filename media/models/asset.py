"""The original, as received: its bytes never change."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index


class Kind(models.TextChoices):
    AUDIO = "audio", _("audio")
    VIDEO = "video", _("video")


class ImmutableAsset(TypeError):
    """Raised where code tries to change what an asset received."""


class AssetQuerySet(models.QuerySet["Asset"]):
    def usable(self) -> AssetQuerySet:
        """Assets an item may carry: not refused, not purged."""
        return self.filter(refused_code="", purged_at__isnull=True)

    def update(self, **kwargs: Any) -> int:
        for name in {*Asset.RECEIVED, "uploaded_by"} & kwargs.keys():
            raise ImmutableAsset(f"{name} of an asset never changes; a new file is a new asset")
        return super().update(**kwargs)


class Asset(index.Indexed, models.Model):
    """An upload under the SHA-256 of its bytes.

    What was received (`RECEIVED`) is written once; what was found in it is filled
    in by the first work on it; `treatment` is the editor's choice of what of it airs and
    how. A mended file is a new asset. Durations are of the
    decoded sound, never of a header; loudness is integrated LUFS of the mono
    downmix and true peak dBTP, both of the original.
    """

    RECEIVED = ("sha256", "size_bytes", "original_name", "uploaded_by_id", "uploaded_at")

    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    size_bytes = models.BigIntegerField(_("size"), editable=False)
    original_name = models.CharField(_("original file name"), max_length=255, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), editable=False)
    title = models.CharField(_("display name"), max_length=255)

    kind = models.CharField(
        _("kind of file"), max_length=5, choices=Kind.choices, blank=True, editable=False
    )
    duration = models.DurationField(_("duration"), null=True, editable=False)
    loudness_lufs = models.FloatField(_("loudness"), null=True, editable=False)
    true_peak_dbtp = models.FloatField(_("true peak"), null=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    refused_code = models.CharField(max_length=40, blank=True, editable=False)
    refused_facts = models.JSONField(default=dict, editable=False)
    # The file it was uploaded in the place of, which stays as it is.
    replaces = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        editable=False,
    )
    # What an editor chose; nothing: it airs as received.
    treatment = models.ForeignKey(
        "media.Treatment",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    purged_at = models.DateTimeField(_("purged at"), null=True, editable=False)
    purged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("purged by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = AssetQuerySet.as_manager()

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("kind"),
        index.FilterField("refused_code"),
        index.FilterField("purged_at"),
        index.FilterField("uploaded_at"),
    ]

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("audio and video files")
        ordering = ["-uploaded_at", "-pk"]
        permissions = [("purge_asset", _("Purge files nobody has to keep"))]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        for name, value in getattr(self, "_received", {}).items():
            if getattr(self, name) != value:
                raise ImmutableAsset(f"{name} of an asset never changes; a new file is a new asset")
        super().save(*args, **kwargs)
        self._remember_received()

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Asset:
        asset = super().from_db(*args, **kwargs)
        asset._remember_received()  # noqa: SLF001 - its own
        return asset

    def _remember_received(self) -> None:
        self._received = {name: vars(self)[name] for name in self.RECEIVED if name in vars(self)}

    @property
    def file_name(self) -> str:
        """Its name in the private storage: the hash alone, so that no name can be forged."""
        return f"assets/{self.sha256[:2]}/{self.sha256}"

    @property
    def refused(self) -> bool:
        return bool(self.refused_code)
