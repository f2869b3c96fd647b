"""Airtime rules: when and how long stations may be on air, and the orders that lift them."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from broadcast.planner.rule import Rule

from .chosen import ChosenField
from .station import Station
from .weekly_slot import every_weekday, weekday_names

LIMITS = (
    (Rule.QUIET_HOURS.value, _("quiet hours")),
    (Rule.WEEKDAY.value, _("weekdays")),
    (Rule.SESSIONS.value, _("most sessions a day")),
    (Rule.SESSION_MINUTES.value, _("longest session")),
    (Rule.DAY_MINUTES.value, _("most airtime a day")),
)


def limits() -> tuple[tuple[str, Any], ...]:
    """Return the limits an order can lift, each with its name."""
    return LIMITS


class AirtimeRule(models.Model):
    """The limits of one station, or of all that have none of their own (`station` empty).

    A session is one slot, its relay included. Quiet hours may run past midnight.
    """

    station = models.OneToOneField(
        Station,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="airtime_rule",
    )
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, default=time(21, 30))
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True, default=time(5))
    most_sessions = models.PositiveSmallIntegerField(
        _("most sessions a day"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    most_session = models.DurationField(_("longest session"), null=True, blank=True)
    most_day = models.DurationField(_("most airtime a day"), null=True, blank=True)
    weekdays = ChosenField(_("weekdays"), default=every_weekday, offer=weekday_names, coerce=int)

    class Meta:
        verbose_name = _("airtime rule")
        verbose_name_plural = _("airtime rules")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(station__isnull=True), name="airtime_rule_one_default"
            )
        ]

    def __str__(self) -> str:
        return str(self.station or _("all other stations"))


class AirtimeException(models.Model):
    """A written order that lifts some limits on some days (storms, events, anniversaries)."""

    station = models.ForeignKey(
        Station,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="airtime_exceptions",
        help_text=_("Empty: every station."),
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    order_number = models.CharField(_("number of the order"), max_length=100)
    lifts = ChosenField(_("limits lifted"), default=list, offer=limits)

    class Meta:
        verbose_name = _("airtime exception")
        verbose_name_plural = _("airtime exceptions")
        ordering = ["-first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="airtime_exception_span"
            ),
            models.CheckConstraint(
                condition=~Q(order_number=""), name="airtime_exception_names_its_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_number} {self.first_day}"
