"""Clocks: the format a slot is filled by. Never a source of time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.models import KINDS, Item, Language, Theme

from .chosen import ChosenField

if TYPE_CHECKING:
    from collections.abc import Iterable


class Clock(ClusterableModel):
    """Ordered positions and the pauses between what they air."""

    title = models.CharField(_("name"), max_length=150, unique=True)
    least_pause = models.DurationField(_("shortest pause"), default=timedelta(milliseconds=480))
    most_pause = models.DurationField(_("longest pause"), default=timedelta(seconds=2))

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clocks")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not timedelta() <= self.least_pause <= self.most_pause:
            raise ValidationError(
                {"most_pause": _("The longest pause must not be shorter than the shortest one.")}
            )


class PositionKind(models.TextChoices):
    IDENT = "ident", _("station ident")
    FIXED = "fixed", _("fixed item")
    PICK = "pick", _("picked items")
    RELAY = "relay", _("relay")
    CARRY = "carry", _("parent station's programme")
    FILLER = "filler", _("filler music")


class Share(models.TextChoices):
    """What the stations below do with what a position airs."""

    MANDATORY = "mandatory", _("mandatory below")
    OFFERED = "offered", _("offered below")
    OWN = "own", _("own, stays here")


class CarriedPart(models.TextChoices):
    ALL = "all", _("all of it")
    MANDATORY = "mandatory", _("the mandatory part")


def kinds_offered() -> list[tuple[str, Any]]:
    """Return the kinds of item by their model names."""
    return [(str(kind._meta.model_name), kind._meta.verbose_name) for kind in KINDS]  # noqa: SLF001 - Django's API


def themes_offered() -> list[tuple[str, str]]:
    return list(Theme.objects.filter(retired=False).values_list("code", "title"))


def languages_offered() -> list[tuple[str, str]]:
    return list(Language.objects.filter(retired=False).values_list("code", "title"))


class Position(Orderable):
    """One place in a clock; which fields count depends on its kind.

    Empty `item_kinds`, `themes` or `languages` (lists of codes) do not limit.
    `longest` limits a pick or a carry with its pauses; a relay's planned length is
    `duration`.
    """

    clock = ParentalKey(Clock, on_delete=models.CASCADE, related_name="positions")
    kind = models.CharField(_("kind"), max_length=10, choices=PositionKind.choices)
    share = models.CharField(
        _("share"), max_length=10, choices=Share.choices, default=Share.OFFERED
    )
    item = models.ForeignKey(
        Item,
        verbose_name=pgettext_lazy("content", "item"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    item_kinds = ChosenField(_("kinds of item"), default=list, blank=True, offer=kinds_offered)
    themes = ChosenField(_("themes"), default=list, blank=True, offer=themes_offered)
    languages = ChosenField(_("languages"), default=list, blank=True, offer=languages_offered)
    longest = models.DurationField(
        _("longest"), null=True, blank=True, validators=[MinValueValidator(timedelta(seconds=1))]
    )
    source = models.CharField(_("relay source"), max_length=100, blank=True)
    duration = models.DurationField(_("relay length"), null=True, blank=True)
    part = models.CharField(
        _("part carried"), max_length=10, choices=CarriedPart.choices, default=CarriedPart.ALL
    )

    class Meta(Orderable.Meta):
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="fixed") | models.Q(item__isnull=False),
                name="position_fixed_has_its_item",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="relay")
                | (models.Q(duration__isnull=False) & ~models.Q(source="")),
                name="position_relay_has_source_and_length",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def clean(self) -> None:
        super().clean()
        if self.kind == PositionKind.FIXED and not self.item_id:
            raise ValidationError({"item": _("Choose the item this position always airs.")})
        if self.kind == PositionKind.RELAY and not (self.source and self.duration):
            raise ValidationError({"source": _("A relay needs its source and planned length.")})


def relays_stand_at_the_ends(positions: Iterable[Position]) -> bool:
    """Whether every relay stands first or last: an operator switches by hand."""
    kinds = [position.kind for position in positions]
    return PositionKind.RELAY not in kinds[1:-1]
