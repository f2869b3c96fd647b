"""Who took what: machine tokens, and the record of every download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

from .playlist import Playlist
from .station import Station

if TYPE_CHECKING:
    from datetime import datetime

    from .playlist import Recall


class StationTokenQuerySet(models.QuerySet["StationToken"]):
    def valid(self, now: datetime) -> StationTokenQuerySet:
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now), revoked_at__isnull=True
        )


class StationToken(models.Model):
    """A machine's key to one station: shown once, kept as a prefix and a keyed digest."""

    station = models.ForeignKey(
        Station, verbose_name=_("station"), on_delete=models.PROTECT, related_name="tokens"
    )
    name = models.CharField(_("what uses it"), max_length=100)
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True)

    objects = StationTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("station token")
        verbose_name_plural = _("station tokens")
        ordering = ["station", "-made_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"


class FetchQuerySet(AppendOnlyQuerySet["Fetch"]):
    def affected_by(self, recall: Recall) -> FetchQuerySet:
        """Those that took the recalled item along, in whichever edition of that day."""
        return self.filter(
            playlist__station=recall.playlist.station_id,
            playlist__day=recall.playlist.day,
            playlist__entries__clearance=recall.clearance_id,
        ).distinct()


class Fetch(AppendOnlyModel):
    """A playlist edition that an operator or a machine took, and when."""

    playlist = models.ForeignKey(Playlist, on_delete=models.PROTECT, related_name="fetches")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.ForeignKey(StationToken, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10)
    at = models.DateTimeField()

    objects = FetchQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["playlist", "at"], name="fetch_playlist_at")]

    def __str__(self) -> str:
        return f"{self.playlist} {self.form}"
