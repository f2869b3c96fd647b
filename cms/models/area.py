"""Areas: a date-effective tree whose level is data.

A code means one unit only together with its period of validity: new units take
over old codes and names. A row is one unit as it stood from `valid_from` up to
and including `valid_until` (open while null). When its level, names or place in
the tree change, the row ends and a new one begins, so what was written under a
unit keeps it. Rows change by `cms.actions.import_areas` alone; `cms.areas.change`
says how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.areas import Level

from .search import folded

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Area", "AreaQuerySet", "Level", "folded_area"]


class AreaQuerySet(models.QuerySet["Area"]):
    def valid_on(self, day: date) -> AreaQuerySet:
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )

    def within(self, area: Area) -> AreaQuerySet:
        """`area` itself and everything under it."""
        return self.filter(path__startswith=area.path)

    def matching(self, text: str) -> AreaQuerySet:
        """Areas whose code and full name hold every word of `text`, marks or no marks."""
        areas = self
        for word in folded(text).split():
            areas = areas.filter(folded__contains=word)
        return areas

    def with_superiors(self) -> AreaQuerySet:
        return self.select_related("parent__parent")


class Area(models.Model):
    """A province, district or commune.

    `path` is its superiors' codes and its own, each with a slash. `parent` is the
    superior's row on this row's last day, today's while it stands: a superior that
    is renamed does not end the units under it.
    """

    code = models.CharField(_("code"), max_length=10)
    level = models.CharField(_("level"), max_length=10, choices=Level.choices)
    name = models.CharField(_("name"), max_length=100)
    full_name = models.CharField(_("full name"), max_length=150)
    folded = models.TextField(editable=False, default="")
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    path = models.CharField(max_length=60, db_index=True, editable=False)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("up to and including"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["path", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_once_a_day"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_until__isnull=True), name="area_code_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="area_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = folded_area(self.code, self.full_name)
        super().save(*args, **kwargs)

    @property
    def place(self) -> str:
        """The tree down to it, as "Tỉnh Ninh Thuận › Huyện Ninh Sơn › Xã Lâm Sơn"."""
        names = [self.full_name]
        above = self.parent
        while above:
            names.append(above.full_name)
            above = above.parent
        return " › ".join(reversed(names))


def folded_area(code: str, full_name: str) -> str:
    """Return what `Area.folded` holds; rows made in bulk are not saved one by one."""
    return folded(f"{code} {full_name}")
