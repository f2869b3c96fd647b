"""What a province, a district or a station sets of the planner's rules, one row a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from broadcast.planner.problem import QuotaAxis
from broadcast.planner.rule import Rule
from broadcast.planner.rulebook import SETTABLE, WEIGHABLE, Strength
from cms.models import Area

from .chosen import ChosenField
from .clock import kinds_offered, themes_offered
from .station import Station

if TYPE_CHECKING:
    from collections.abc import Callable

# The limits that rows may set: the least and the most that makes sense.
LIMITED: dict[Rule, tuple[int, int]] = {Rule.SEPARATION: (0, 60), Rule.MOST_AIRINGS: (1, 200)}
MOST_POINTS = 10_000
MOST_WEIGHT_PERCENT = 1_000
WHOLE_PERCENT = 100


class Sort(models.TextChoices):
    """What kind of word a subject takes; the first part of its code."""

    STRICTNESS = "strictness", _("how strictly a rule is kept")
    LIMIT = "limit", _("a limit on items")
    WEIGHT = "weight", _("how much a goal counts")
    QUOTA = "quota", _("a share of airtime")


class Scope(models.Model):
    """Where a row counts: at one station, in an area and all below it, or everywhere."""

    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Counts at all stations of the area and below it."),
    )
    station = models.ForeignKey(
        Station,
        verbose_name=_("station"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Neither chosen: counts at every station. The nearest rule decides."),
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.area_id and self.station_id:
            raise ValidationError(
                {"station": _("Choose an area or a station, not both: each can have its own rule.")}
            )


class PlanningRule(Scope):
    """One word on one subject. `subject` is its sort and what it is about, with slashes.

    `strictness/daypart`, `limit/separation`, `limit/separation/drama` for one kind of item,
    `weight/freshness`, `quota/theme/chinh-sach`.
    """

    subject = models.CharField(_("what it is about"), max_length=120)
    strength = models.CharField(
        _("how strictly"),
        max_length=4,
        blank=True,
        choices=[
            (Strength.HARD.value, _("never broken")),
            (Strength.SOFT.value, _("weighed, so many points")),
            (Strength.OFF.value, _("not kept")),
        ],
        help_text=_("For rules only."),
    )
    number = models.PositiveIntegerField(
        _("number"),
        null=True,
        blank=True,
        help_text=_(
            "Days for separation, airings for the most airings, points for a weighed rule, percent "
            "of airtime for a share, percent of the usual for a goal."
        ),
    )

    class Meta:
        verbose_name = _("planning rule")
        verbose_name_plural = _("planning rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(station__isnull=True),
                name="planning_rule_area_or_station",
            ),
            models.UniqueConstraint(
                Coalesce(F("area"), Value(0)),
                Coalesce(F("station"), Value(0)),
                F("subject"),
                name="planning_rule_once_a_place",
                violation_error_message=_(
                    "There is a rule on this subject for this place already: change that one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def sort(self) -> str:
        return self.subject.partition("/")[0]

    @property
    def about(self) -> str:
        return self.subject.partition("/")[2]

    def clean(self) -> None:
        super().clean()
        cleaners: dict[str, Callable[[], None]] = {
            Sort.STRICTNESS: self._clean_strictness,
            Sort.LIMIT: self._clean_limit,
            Sort.WEIGHT: self._clean_weight,
            Sort.QUOTA: self._clean_quota,
        }
        if self.sort not in cleaners:
            raise ValidationError({"subject": _("Choose what the rule is about.")})
        cleaners[self.sort]()

    def _clean_strictness(self) -> None:
        if self.about not in {rule.value for rule in SETTABLE}:
            raise ValidationError({"subject": _("This rule cannot be set.")})
        allowed = SETTABLE[Rule(self.about)]
        if self.strength not in {strength.value for strength in allowed}:
            raise ValidationError({"strength": _("Choose how strictly the rule is kept.")})
        if self.strength == Strength.SOFT:
            self._clean_number(1, MOST_POINTS)
        else:
            self.number = None

    def _clean_limit(self) -> None:
        rule, slash, kind = self.about.partition("/")
        if rule not in {rule.value for rule in LIMITED}:
            raise ValidationError({"subject": _("This rule has no limit to set.")})
        if slash and kind not in dict(kinds_offered()):
            raise ValidationError({"subject": _("Choose a kind of item that there is.")})
        self.strength = ""
        self._clean_number(*LIMITED[Rule(rule)])

    def _clean_weight(self) -> None:
        if self.about not in {part.value for part in WEIGHABLE}:
            raise ValidationError({"subject": _("This goal cannot be weighed.")})
        self.strength = ""
        self._clean_number(0, MOST_WEIGHT_PERCENT)

    def _clean_quota(self) -> None:
        axis, _slash, code = self.about.partition("/")
        if axis not in {each.value for each in QuotaAxis} or not code:
            raise ValidationError({"subject": _("Choose what gets a share.")})
        self.strength = ""
        self._clean_number(0, WHOLE_PERCENT)

    def _clean_number(self, least: int, most: int) -> None:
        if self.number is None or not least <= self.number <= most:
            raise ValidationError(
                {
                    "number": _("Give a number from %(least)d to %(most)d.")
                    % {"least": least, "most": most}
                }
            )


class SpecialDay(Scope):
    """Broadcast days with rules of their own: an anniversary, an election, days of mourning."""

    name = models.CharField(_("name"), max_length=150)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    bars = ChosenField(_("kinds that do not air"), default=list, blank=True, offer=kinds_offered)
    wants = ChosenField(_("themes that go first"), default=list, blank=True, offer=themes_offered)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["-first_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="special_day_span"
            ),
            models.CheckConstraint(
                condition=Q(area__isnull=True) | Q(station__isnull=True),
                name="special_day_area_or_station",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day must not be before the first.")})
