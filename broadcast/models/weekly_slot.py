"""Weekly slots: airtime that recurs, with its validity and its exceptions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dateutil.rrule import WEEKLY, rrule
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from .chosen import ChosenField
from .clock import Clock
from .station import Station

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = timedelta(hours=24)


def every_weekday() -> list[int]:
    return list(range(7))


def weekday_names() -> list[tuple[int, Any]]:
    """Return the weekdays from Monday, counted from 0, each with its name."""
    return list(WEEKDAYS.items())


class WeeklySlot(ClusterableModel):
    """Airtime of a station on some weekdays at one local time.

    `weekdays` counts Monday as 0 and means the calendar day the slot begins on.
    With `week_interval` 2 it recurs every second week, counted from the week of
    `valid_from`.
    """

    station = models.ForeignKey(
        Station, verbose_name=_("station"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("name"), max_length=150)
    weekdays = ChosenField(_("weekdays"), default=every_weekday, offer=weekday_names, coerce=int)
    start_time = models.TimeField(_("begins at"))
    duration = models.DurationField(
        _("duration"),
        validators=[MinValueValidator(timedelta(minutes=1)), MaxValueValidator(LONGEST)],
    )
    week_interval = models.PositiveSmallIntegerField(
        _("every how many weeks"), default=1, validators=[MinValueValidator(1)]
    )
    clock = models.ForeignKey(
        Clock, verbose_name=_("clock"), on_delete=models.PROTECT, related_name="weekly_slots"
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("up to and including"), null=True, blank=True)

    class Meta:
        verbose_name = _("weekly slot")
        verbose_name_plural = _("weekly slots")
        ordering = ["station", "start_time"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="weekly_slot_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.start_time:%H:%M}"

    def clean(self) -> None:
        super().clean()
        if not self.weekdays or not set(self.weekdays) <= set(every_weekday()):
            raise ValidationError({"weekdays": _("Choose at least one weekday.")})

    def days(self, first: date, last: date) -> Iterator[date]:
        """Yield the calendar days from `first` to `last`, both included, on which it begins."""
        end = min(last, self.valid_until) if self.valid_until else last
        if not self.weekdays or end < self.valid_from:
            return
        rule = rrule(
            WEEKLY,
            interval=self.week_interval,
            wkst=0,
            byweekday=self.weekdays,
            dtstart=datetime.combine(self.valid_from, time()),
            until=datetime.combine(end, time()),
        )
        begin = datetime.combine(max(first, self.valid_from), time())
        for moment in rule.between(begin, datetime.combine(end, time()), inc=True):
            yield moment.date()


class WeeklySlotException(models.Model):
    """One day on which a weekly slot is cancelled, or begins or lasts otherwise."""

    weekly_slot = ParentalKey(WeeklySlot, on_delete=models.CASCADE, related_name="exceptions")
    day = models.DateField(_("day"))
    cancelled = models.BooleanField(_("cancelled"), default=False)
    start_time = models.TimeField(_("begins at"), null=True, blank=True)
    duration = models.DurationField(_("duration"), null=True, blank=True)
    note = models.CharField(_("reason"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        constraints = [
            models.UniqueConstraint(fields=["weekly_slot", "day"], name="weekly_slot_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.weekly_slot} {self.day}"
