"""Which steps a review takes, as rows that a manager sets.

A newsroom's steps are a Wagtail workflow at its page, or at the page above it. What was once
set is never changed: other steps are another workflow, so reviews in progress keep theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Workflow

from .newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterable


class UrgentPath(models.Model):
    """The shorter way that urgent items take instead of a usual one."""

    usual = models.OneToOneField(Workflow, on_delete=models.CASCADE, related_name="urgent_path")
    short = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("urgent path")
        verbose_name_plural = _("urgent paths")

    def __str__(self) -> str:
        return f"{self.usual} → {self.short}"


class NewsroomReviewer(models.Model):
    """Who takes the steps that only a newsroom's own reviewers may: a commune's leadership."""

    newsroom = models.ForeignKey(Newsroom, on_delete=models.CASCADE, related_name="reviewers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviews_for"
    )

    class Meta:
        verbose_name = _("reviewer of a newsroom")
        verbose_name_plural = _("reviewers of a newsroom")
        constraints = [
            models.UniqueConstraint(fields=["newsroom", "user"], name="newsroom_reviewer_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.newsroom}"


def way_for(usual: Workflow | None, *, urgent: bool) -> Workflow | None:
    """Return the workflow an item takes where `usual` is its newsroom's."""
    if usual is None or not urgent:
        return usual
    path = UrgentPath.objects.filter(usual=usual).select_related("short").first()
    return path.short if path else usual


def under(newsrooms: Iterable[Newsroom]) -> models.Q:
    """Return the condition on pages to lie in one of `newsrooms`."""
    found = models.Q(pk__in=[])
    for newsroom in newsrooms:
        found |= models.Q(path__startswith=newsroom.path)
    return found
