"""Slots: dated stretches of a station's airtime, and what planning left of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .clock import Clock
from .station import Station
from .weekly_slot import WeeklySlot

if TYPE_CHECKING:
    from datetime import date, datetime, timedelta


class SlotQuerySet(models.QuerySet["Slot"]):
    def on_air(self) -> SlotQuerySet:
        """Not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def of_days(self, first: date, last: date) -> SlotQuerySet:
        """Of the broadcast days from `first` to `last`, both included."""
        return self.filter(day__range=(first, last))

    def beginning_after(self, now: datetime) -> SlotQuerySet:
        return self.filter(starts_at__gt=now)


class Slot(models.Model):
    """Half-open: from `starts_at` up to `ends_at`. `day` is the broadcast day it belongs to.

    Two slots of a station that air never overlap; the database refuses it.
    `gap`, `filler` and `silence` are the last planning's account of this slot
    (null before it), `kept_out` says by rule what would have filled the gap.
    """

    station = models.ForeignKey(
        Station, verbose_name=_("station"), on_delete=models.PROTECT, related_name="slots"
    )
    weekly_slot = models.ForeignKey(
        WeeklySlot, null=True, blank=True, on_delete=models.PROTECT, related_name="slots"
    )
    # The weekly slot's own calendar day, by which it is opened once.
    weekly_day = models.DateField(null=True, editable=False)
    day = models.DateField(_("broadcast day"))
    title = models.CharField(_("name"), max_length=150)
    starts_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    clock = models.ForeignKey(
        Clock, verbose_name=_("clock"), on_delete=models.PROTECT, related_name="slots"
    )
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    planned_at = models.DateTimeField(null=True, editable=False)
    gap = models.DurationField(null=True, editable=False)
    filler = models.DurationField(null=True, editable=False)
    silence = models.DurationField(null=True, editable=False)
    kept_out = models.JSONField(default=list, editable=False)
    refused = models.JSONField(default=dict, editable=False)

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        ordering = ["starts_at", "station_id"]
        indexes = [
            models.Index(fields=["station", "day"], name="slot_station_day"),
            models.Index(fields=["station", "starts_at"], name="slot_station_starts_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_has_length"),
            models.UniqueConstraint(fields=["weekly_slot", "weekly_day"], name="slot_opened_once"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.title}"

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at
