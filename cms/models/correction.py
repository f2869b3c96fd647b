"""Corrections: a cleared item is closed to edits until somebody who may opens it, with a reason.

The row hangs on the clearance to be corrected. The next clearance has none, so the item is
closed again by itself; what is on air meanwhile airs on as it was cleared. A correction that is
called off has its end beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.locks import BaseLock

from .append_only import AppendOnlyModel, AppendOnlyQuerySet
from .clearance import Clearance

if TYPE_CHECKING:
    from .item import Item


class Correction(AppendOnlyModel):
    """Who opened a cleared item, when, and what is to be corrected."""

    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="corrections")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet["Correction"].as_manager()

    class Meta:
        verbose_name = gettext_lazy("correction")
        verbose_name_plural = gettext_lazy("corrections")

    def __str__(self) -> str:
        return f"{self.clearance}: {self.reason}"


class CorrectionEnd(AppendOnlyModel):
    """Who called a correction off before it was cleared, when and why."""

    correction = models.OneToOneField(Correction, on_delete=models.PROTECT, related_name="end")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet["CorrectionEnd"].as_manager()

    class Meta:
        verbose_name = gettext_lazy("end of a correction")
        verbose_name_plural = gettext_lazy("ends of corrections")

    def __str__(self) -> str:
        return f"{self.correction}: {self.reason}"


def is_closed(item: Item) -> bool:
    """Whether `item` is cleared and not open for correction."""
    being_corrected = Correction.objects.filter(clearance=OuterRef("pk"), end__isnull=True)
    standing = Clearance.objects.standing().filter(item_id=item.pk)
    return standing.exclude(Exists(being_corrected)).exists()


def open_correction_of(item: Item) -> Correction | None:
    """Return the correction of what `item` is cleared as now, unless it was called off."""
    return (
        Correction.objects.filter(
            clearance__item_id=item.pk, clearance__end__isnull=True, end__isnull=True
        )
        .select_related("by", "clearance")
        .first()
    )


class ClearedLock(BaseLock):
    """Keeps everybody from editing what is cleared and not open for correction."""

    def for_user(self, _user: Any) -> bool:
        return True

    def get_message(self, _user: Any) -> str:
        return format_html(
            '{} <a href="{}">{}</a>',
            _("This item is cleared and airs as it is. Open it for correction to change it."),
            reverse("cms:item", args=[self.object.pk]),
            _("To the item's page"),
        )

    def get_locked_by(self, _user: Any) -> str:
        return _("Closed: cleared")

    def get_description(self, _user: Any) -> str:
        return _("Nobody changes what is cleared until it is opened for correction.")
