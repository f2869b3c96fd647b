"""Why files must stay: each need is a row, the longest counts, and purge reads nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .asset import Asset

if TYPE_CHECKING:
    from datetime import datetime


class HoldReason(models.TextChoices):
    UPLOADED = "uploaded", _("was uploaded not long ago")
    DRAFT = "draft", _("an item being worked on carries it")
    CLEARED = "cleared", _("a cleared item carries it")
    AIRED = "aired", _("what was released to stations is kept for its time")
    STATION = "station", _("it is a station's ident or fills slots")


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, at: datetime) -> HoldQuerySet:
        return self.filter(Q(until__isnull=True) | Q(until__gt=at))


class Hold(models.Model):
    """An asset's files stay until `until`; without one, for as long as whoever holds them wants.

    `key` tells the holders of one reason apart: an item's number, a station's code.
    """

    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(_("reason"), max_length=10, choices=HoldReason.choices)
    key = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField(_("kept until"), null=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.UniqueConstraint(fields=["asset", "reason", "key"], name="hold_once_a_holder")
        ]

    def __str__(self) -> str:
        return f"{self.asset}: {self.get_reason_display()}"
