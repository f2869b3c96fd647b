"""A search that somebody kept under a name: what was typed, and the filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.accounts.models import User


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def usable_by(self, user: User) -> SavedSearchQuerySet:
        """Keep a person's own and those shared with everybody, by name."""
        return self.filter(Q(owner=user) | Q(shared=True)).order_by("name", "pk")


class SavedSearch(models.Model):
    """`query` is the part of the list's address behind the question mark."""

    LONGEST_NAME = 60
    LONGEST_QUERY = 2000

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("kept by"), on_delete=models.CASCADE
    )
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)
    shared = models.BooleanField(_("shared with everybody"), default=False)
    saved_at = models.DateTimeField()

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="one_saved_search_of_a_name")
        ]
        permissions = [("share_savedsearch", _("Share saved searches with everybody"))]

    def __str__(self) -> str:
        return self.name
