"""Clearances: the record that one exact revision and file may air.

A page being live says nothing about airing. The workflow's finish function alone
writes a clearance, in the transaction of the last approval; nobody changes it.
An end is a row of its own. What may air is defined once, in
`ClearanceQuerySet.airable`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision, TaskState, WorkflowState

from media.models import Asset, Rendition, State

from .append_only import AppendOnlyModel, AppendOnlyQuerySet
from .item import Item

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class Approval(AppendOnlyModel):
    """One step's approval, bound to what its reviewer saw.

    `seen` is the digest the review page showed (`cms.models.reviewed`): content,
    original and house file together.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="approvals")
    task_state = models.OneToOneField(TaskState, on_delete=models.PROTECT, related_name="approval")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=255)
    seen = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet["Approval"].as_manager()

    def __str__(self) -> str:
        return f"{self.step}: {self.by}"


class ClearanceQuerySet(AppendOnlyQuerySet["Clearance"]):
    def standing(self) -> ClearanceQuerySet:
        """Not withdrawn, superseded, expired or replaced."""
        return self.filter(end__isnull=True)

    def airable(self, at: datetime) -> ClearanceQuerySet:
        """Keep what may air at `at`: the one definition.

        Live, cleared at exactly the live revision and its file, inside the airing
        window, not withdrawn, and the house rendition there with the hash that was
        cleared; of a video its picture too.
        """
        return self._sound().filter(
            Q(air_from__isnull=True) | Q(air_from__lte=at),
            Q(air_until__isnull=True) | Q(air_until__gt=at),
        )

    def airable_during(self, first: datetime, last: datetime) -> ClearanceQuerySet:
        """Keep what is airable at some moment from `first` up to `last`, if nothing changes."""
        return self._sound().filter(
            Q(air_from__isnull=True) | Q(air_from__lt=last),
            Q(air_until__isnull=True) | Q(air_until__gt=first),
        )

    def _sound(self) -> ClearanceQuerySet:
        """All of airable but the window."""
        return (
            self.standing()
            .filter(
                item__live=True,
                item__live_revision_id=F("revision_id"),
                asset__sha256=F("asset_sha256"),
                rendition__asset_id=F("asset_id"),
                rendition__state=State.READY,
                rendition__sha256=F("house_sha256"),
            )
            .filter(
                Q(video__isnull=True)
                | Q(
                    video__asset_id=F("asset_id"),
                    video__state=State.READY,
                    video__sha256=F("video_sha256"),
                )
            )
        )


class Clearance(AppendOnlyModel):
    """`content` is the approved revision, frozen; `steps` who approved what they saw, and when."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="clearances")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    workflow_state = models.OneToOneField(WorkflowState, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    asset = models.ForeignKey(Asset, null=True, on_delete=models.PROTECT, related_name="+")
    asset_sha256 = models.CharField(max_length=64, blank=True)
    rendition = models.ForeignKey(Rendition, null=True, on_delete=models.PROTECT, related_name="+")
    house_sha256 = models.CharField(max_length=64, blank=True)
    video = models.ForeignKey(Rendition, null=True, on_delete=models.PROTECT, related_name="+")
    video_sha256 = models.CharField(max_length=64, blank=True)
    steps = models.JSONField()
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    cleared_at = models.DateTimeField()
    air_from = models.DateTimeField(null=True)
    air_until = models.DateTimeField(null=True)
    levels = models.JSONField(default=list)

    objects = ClearanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["-cleared_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} ({self.cleared_at:%d/%m/%Y})"

    @property
    def duration(self) -> timedelta | None:
        """How much airtime it takes wherever it airs: as much as its longer file."""
        lengths = [file.duration for file in (self.rendition, self.video) if file is not None]
        return max((length for length in lengths if length is not None), default=None)


class EndReason(models.TextChoices):
    WITHDRAWN = "withdrawn", pgettext_lazy("end of a clearance", "withdrawn")
    SUPERSEDED = "superseded", _("superseded by a newer clearance")
    EXPIRED = "expired", _("airing window over")
    REPLACED = "replaced", _("a later bulletin takes its place")


class ClearanceEnd(AppendOnlyModel):
    clearance = models.OneToOneField(Clearance, on_delete=models.PROTECT, related_name="end")
    reason = models.CharField(max_length=10, choices=EndReason.choices)
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet["ClearanceEnd"].as_manager()

    def __str__(self) -> str:
        return f"{self.clearance}: {self.get_reason_display()}"
