"""Bulletins: warnings that air again and again until a later one takes their place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .interval_field import IntervalField, in_words
from .priority import Priority

LEAST, MOST = timedelta(minutes=15), timedelta(hours=48)


class Bulletin(ClusterableModel):
    """What a bulletin has more than other items; an interval makes one of any kind of item."""

    priority: str
    air_from: datetime | None
    air_until: datetime | None
    derived_from: Bulletin | None

    issued_at = models.DateTimeField(
        _("issued at"),
        null=True,
        blank=True,
        help_text=_("When a bulletin was issued. The recording says it too."),
    )
    repeat_every = IntervalField(
        _("repeats every"),
        null=True,
        blank=True,
        help_text=_(
            "For urgent bulletins: every station airs it again after so long, until it ends, is "
            "withdrawn, or a later bulletin made from it is cleared."
        ),
    )

    bulletin_panels = [FieldRowPanel([FieldPanel("issued_at"), FieldPanel("repeat_every")])]

    class Meta:
        abstract = True

    @property
    def interval(self) -> str:
        """The interval in words; empty for an item that does not repeat."""
        return in_words(self.repeat_every) if self.repeat_every else ""

    def bulletin_errors(self) -> dict[str, Any]:
        """Return what is wrong with a bulletin, by field; nothing for an item that is none."""
        errors: dict[str, Any] = {}
        if self.repeat_every is None:
            return errors
        if self.priority != Priority.URGENT:
            errors["repeat_every"] = _(
                "Only an urgent item repeats: choose urgent as its priority, or leave this empty."
            )
        elif not LEAST <= self.repeat_every <= MOST:
            errors["repeat_every"] = _("Choose an interval from 15 minutes to 48 hours.")
        if self.air_until is None:
            errors["air_until"] = _("A bulletin that repeats has to end: say until when it airs.")
        earlier = self.derived_from
        if self.air_from and earlier is not None and earlier.repeat_every is not None:
            errors["air_from"] = _(
                "A bulletin made from an earlier one takes its place at once: leave this empty."
            )
        if self.issued_at is None:
            errors["issued_at"] = _(
                "A bulletin that repeats says when it was issued: enter that time."
            )
        elif self.air_until is not None and self.issued_at >= self.air_until:
            errors["issued_at"] = _("A bulletin has to be issued before it ends: check both times.")
        return errors
