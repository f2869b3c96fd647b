"""Placements: what airs in a slot, when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models import Clearance, EndReason, Item

from .slot import Slot
from .station import Station

if TYPE_CHECKING:
    from datetime import datetime, timedelta


class EntryKind(models.TextChoices):
    ITEM = "item", pgettext_lazy("content", "item")
    IDENT = "ident", _("station ident")
    FILLER = "filler", _("filler music")
    RELAY = "relay", _("relay")


class Maker(models.TextChoices):
    PLANNER = "planner", _("planner")
    SCHEDULER = "scheduler", _("scheduler")


# What no planning moves.
STAYING = Q(locked=True) | Q(made_by=Maker.SCHEDULER)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def items(self) -> PlacementQuerySet:
        return self.filter(entry=EntryKind.ITEM)

    def staying(self) -> PlacementQuerySet:
        """Keep what no planning moves: locked, or made by a scheduler."""
        return self.filter(STAYING)

    def outdated(self, now: datetime) -> PlacementQuerySet:
        """Keep what is still to begin under a clearance that a newer one has superseded."""
        return self.filter(clearance__end__reason=EndReason.SUPERSEDED, starts_at__gt=now)


class Placement(models.Model):
    """One entry of a slot, half-open in time; `position` counts the clock's positions from 0.

    `clearance` is the one the item was airable under when it was placed; release
    asks again. `reason` holds codes and facts, the desk makes the sentence. Two
    placements of a slot never overlap; the database refuses it.
    """

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="placements")
    position = models.PositiveSmallIntegerField()
    entry = models.CharField(max_length=10, choices=EntryKind.choices)
    item = models.ForeignKey(
        Item, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    clearance = models.ForeignKey(
        Clearance, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    from_station = models.ForeignKey(
        Station, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.CharField(max_length=10, choices=Maker.choices, default=Maker.PLANNER)
    locked = models.BooleanField(default=False)
    reason = models.JSONField(default=dict)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        permissions = [("schedule", _("Plan airtime and place items by hand"))]
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="placement_has_length"
            ),
            models.CheckConstraint(
                condition=Q(entry="item", item__isnull=False, clearance__isnull=False)
                | Q(~Q(entry="item"), item__isnull=True, clearance__isnull=True),
                name="placement_of_an_item_has_its_clearance",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_entry_display()} {self.starts_at:%H:%M:%S}"

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at
