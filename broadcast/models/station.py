"""Stations: who airs, where, in which languages."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models import Area, Language
from cms.models.search import folded
from media.models import Asset

if TYPE_CHECKING:
    from cms.accounts.models import User


class Medium(models.TextChoices):
    RADIO = "radio", _("radio")
    TELEVISION = "television", _("television")


class StationQuerySet(models.QuerySet["Station"]):
    def active(self) -> StationQuerySet:
        return self.filter(closed=False)

    def operated_by(self, user: User) -> StationQuerySet:
        return self.filter(operators=user)

    def matching(self, text: str) -> StationQuerySet:
        """Stations whose code and name hold every word of `text`, marks or no marks."""
        stations = self
        for word in folded(text).split():
            stations = stations.filter(folded__contains=word)
        return stations


class Station(models.Model):
    """A station of any level: its level is its area's.

    `day_start` is when its broadcast day begins; a slot past midnight belongs to
    the evening it began in. A closed station keeps its history.
    """

    code = models.SlugField(_("station code"), unique=True)
    name = models.CharField(_("station name"), max_length=150)
    folded = models.TextField(editable=False, default="")
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.PROTECT, related_name="stations"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    medium = models.CharField(
        _("medium"), max_length=10, choices=Medium.choices, default=Medium.RADIO
    )
    languages = models.ManyToManyField(Language, verbose_name=_("languages"), related_name="+")
    operators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("operators"),
        blank=True,
        related_name="stations",
    )
    day_start = models.TimeField(_("broadcast day begins at"), default=time(4))
    freeze = models.DurationField(_("freeze before the first slot"), default=timedelta(hours=24))
    ident = models.ForeignKey(
        Asset,
        verbose_name=_("station ident"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed = models.BooleanField(_("closed"), default=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        ordering = ["area__path", "code"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded(f"{self.code} {self.name}")
        super().save(*args, **kwargs)
