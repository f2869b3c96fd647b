"""Whose work an item is, and how long and how often it may air under a licence."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class Licensed(ClusterableModel):
    """What limits the airing of somebody else's work; all empty for own production."""

    air_until: datetime | None

    rights_holder = models.CharField(
        _("rights holder"),
        max_length=200,
        blank=True,
        help_text=_("Who owns the work. Empty: own production."),
    )
    licence_until = models.DateField(
        _("licence until"),
        null=True,
        blank=True,
        help_text=_("The last day it may air. It airs no later, whatever its airing window says."),
    )
    licence_airings = models.PositiveSmallIntegerField(
        _("most airings by licence"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("At one station. The smaller of this and “most airings” counts."),
    )

    rights_panels = [
        FieldPanel("rights_holder"),
        FieldRowPanel([FieldPanel("licence_until"), FieldPanel("licence_airings")]),
    ]

    class Meta:
        abstract = True

    @property
    def licence_ends_at(self) -> datetime | None:
        """The moment after the licence's last day."""
        if self.licence_until is None:
            return None
        return timezone.make_aware(datetime.combine(self.licence_until + timedelta(days=1), time()))

    @property
    def airable_until(self) -> datetime | None:
        """The earlier of the airing window's end and the licence's."""
        ends = [at for at in (self.air_until, self.licence_ends_at) if at]
        return min(ends, default=None)
