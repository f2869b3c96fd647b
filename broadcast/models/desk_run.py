"""Planning or releasing many stations' days: work in the background, as a row people see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.models import Area

from .station import Station

if TYPE_CHECKING:
    from datetime import datetime


class RunKind(models.TextChoices):
    PLAN = "plan", _("planning")
    RELEASE = "release", _("releasing")


class RunState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    WORKING = "working", _("working")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class DeskRunQuerySet(models.QuerySet["DeskRun"]):
    def unfinished(self) -> DeskRunQuerySet:
        return self.filter(state__in=[RunState.WAITING, RunState.WORKING])

    def claimable(self, now: datetime) -> DeskRunQuerySet:
        """Work nobody holds: waiting, or held by a worker whose lease ran out."""
        return self.filter(
            Q(state=RunState.WAITING) | Q(state=RunState.WORKING, lease_until__lt=now)
        )


class DeskRun(models.Model):
    """The days from `first` to `last` of the stations in `area`, or of all where it is empty.

    With `below`, only those that hang under that station. A worker holds the row by
    `lease_token` until `lease_until`; whoever cancels takes it away. `done` of `whole`
    steps are behind it; `summary` holds codes and facts, `reason` is the sentence of a
    failure.
    """

    kind = models.CharField(max_length=10, choices=RunKind.choices)
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    below = models.ForeignKey(
        Station, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    seed = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked for at"))
    state = models.CharField(
        _("state"), max_length=10, choices=RunState.choices, default=RunState.WAITING
    )
    done = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    summary = models.JSONField(default=dict)
    reason = models.TextField(_("reason"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = DeskRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("planning run")
        verbose_name_plural = _("planning runs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="desk_run_span"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first} – {self.last}"

    @property
    def over(self) -> bool:
        """Nothing more will happen by itself."""
        return self.state not in {RunState.WAITING, RunState.WORKING}

    @property
    def percent(self) -> int:
        return 100 * self.done // self.whole if self.whole else 0
