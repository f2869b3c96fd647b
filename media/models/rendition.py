"""A file made from an asset under a profile, and the state of the work that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .asset import Asset
from .profile import Profile
from .treatment import Treatment

if TYPE_CHECKING:
    from datetime import datetime


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    WORKING = "working", _("working")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    PURGED = "purged", _("purged")


class Stage(models.TextChoices):
    PROBE = "probe", _("looking at the file")
    DECODE = "decode", _("listening and measuring")
    ENCODE = "encode", _("making the house file")
    CHECK = "check", _("checking the house file")
    PICTURE = "picture", _("making the house video")
    STORE = "store", _("storing")


class RenditionQuerySet(models.QuerySet["Rendition"]):
    def ready(self) -> RenditionQuerySet:
        return self.filter(state=State.READY)

    def house(self) -> RenditionQuerySet:
        """Keep house files under the treatment that is in force, the newest profile first."""
        return self._in_force().filter(profile__code=Profile.HOUSE)

    def video(self) -> RenditionQuerySet:
        """Keep house videos, likewise."""
        return self._in_force().filter(profile__code=Profile.VIDEO)

    def _in_force(self) -> RenditionQuerySet:
        in_force = Q(treatment=F("asset__treatment")) | Q(
            treatment__isnull=True, asset__treatment__isnull=True
        )
        return self.filter(in_force).order_by("-profile__version")

    def held(self, now: datetime) -> RenditionQuerySet:
        """Keep what a worker is at."""
        return self.filter(state=State.WORKING, lease_until__gte=now)

    def claimable(self, now: datetime) -> RenditionQuerySet:
        """Work nobody holds: waiting, or held by a worker whose lease ran out."""
        return self.filter(Q(state=State.WAITING) | Q(state=State.WORKING, lease_until__lt=now))


class Rendition(models.Model):
    """One asset under one profile and one treatment; without a treatment as received.

    A worker holds the row by `lease_token` until `lease_until` and renews it while
    it works; `attempts` is counted before the work, so a file that kills its
    worker every time comes to an end. `refused` is the file's own fault and
    final; `failed` is the machine's and can be tried again.
    """

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="renditions")
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="renditions")
    treatment = models.ForeignKey(
        Treatment, null=True, on_delete=models.PROTECT, related_name="renditions"
    )

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    reason_code = models.CharField(max_length=40, blank=True)
    reason_facts = models.JSONField(default=dict)
    staff_note = models.TextField(blank=True)
    asked_at = models.DateTimeField(_("asked for at"))

    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    extension = models.CharField(max_length=4, default="mp3")
    poster_sha256 = models.CharField(max_length=64, blank=True)
    size_bytes = models.BigIntegerField(_("size"), null=True)
    duration = models.DurationField(_("duration"), null=True)
    loudness_lufs = models.FloatField(_("loudness"), null=True)
    true_peak_dbtp = models.FloatField(_("true peak"), null=True)
    trimmed_start = models.DurationField(null=True)
    trimmed_end = models.DurationField(null=True)
    warnings = models.JSONField(default=list)
    # Of this file, see `media.ffmpeg.waveform`.
    peaks = models.BinaryField(default=b"")
    ready_at = models.DateTimeField(_("ready at"), null=True)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "profile"],
                condition=Q(treatment__isnull=True),
                name="rendition_once",
            ),
            models.UniqueConstraint(
                fields=["asset", "profile", "treatment"], name="rendition_once_a_treatment"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.READY) | (~Q(sha256="") & Q(ready_at__isnull=False)),
                name="rendition_ready_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} ({self.profile})"

    @property
    def file_name(self) -> str:
        return f"house/{self.sha256[:2]}/{self.sha256}.{self.extension}"

    @property
    def poster_name(self) -> str:
        """A picture of the video in the public storage, empty where there is none."""
        sha256 = self.poster_sha256
        return f"posters/{sha256[:2]}/{sha256}.jpg" if sha256 else ""

    @property
    def done(self) -> bool:
        """Nothing more will happen by itself."""
        return self.state in {State.READY, State.REFUSED, State.FAILED, State.PURGED}
