"""Released playlists: copies that no later edit can reach.

Everything here is written once. A correction is the next edition; a recall is a
row beside the edition it recalls from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from cms.models import Clearance, Item
from cms.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

from .placement import EntryKind
from .slot import Slot
from .station import Station

if TYPE_CHECKING:
    from datetime import timedelta

    from cms.accounts.models import User


class PlaylistQuerySet(AppendOnlyQuerySet["Playlist"]):
    def newest(self) -> PlaylistQuerySet:
        """Keep the newest edition of each station and day."""
        newest = Playlist.objects.filter(station=OuterRef("station"), day=OuterRef("day"))
        return self.filter(edition=Subquery(newest.order_by("-edition").values("edition")[:1]))


class Playlist(AppendOnlyModel):
    """One edition of one station's broadcast day.

    `document` is the pinned JSON as released, with addresses from the root and
    without query strings; `sha256` is over its canonical form.
    """

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="playlists")
    day = models.DateField()
    edition = models.PositiveSmallIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        verbose_name = _("playlist")
        verbose_name_plural = _("playlists")
        permissions = [("release", _("Release playlists"))]
        ordering = ["-day", "station", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "day", "edition"], name="playlist_edition_once"
            ),
            models.CheckConstraint(condition=Q(edition__gte=1), name="playlist_edition_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.day} ({self.edition})"


class PlaylistEntry(AppendOnlyModel):
    """One entry as released, in a form that can be counted and searched.

    `position` counts the entries of the slot from 0, as the document does.
    `house_sha256` is empty for a relay; `crc32` is of the same file, for the ZIP.
    `recipe` is empty where that file is stored; filler is cut from its music by one.
    `small_…` are of the small file for metered lines, where there was one at release; one
    made later is a `SmallCopy`.
    """

    playlist = models.ForeignKey(Playlist, on_delete=models.PROTECT, related_name="entries")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    entry = models.CharField(max_length=10, choices=EntryKind.choices)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="+")
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    house_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size_bytes = models.BigIntegerField(default=0)
    crc32 = models.BigIntegerField(null=True)
    recipe = models.JSONField(null=True)
    small_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    small_bytes = models.BigIntegerField(default=0)
    small_crc32 = models.BigIntegerField(null=True)
    small_recipe = models.JSONField(null=True)

    objects = AppendOnlyQuerySet["PlaylistEntry"].as_manager()

    class Meta:
        ordering = ["playlist", "starts_at", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["playlist", "slot", "position"], name="playlist_entry_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.playlist} {self.starts_at:%H:%M:%S}"

    @property
    def duration(self) -> timedelta:
        return self.ends_at - self.starts_at


class SlotFile(AppendOnlyModel):
    """A slot's joined file as a recipe: its bytes are streamed from house files, never stored."""

    playlist = models.ForeignKey(Playlist, on_delete=models.PROTECT, related_name="slot_files")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()
    crc32 = models.BigIntegerField()
    starts_at = models.DateTimeField()
    duration = models.DurationField()
    recipe = models.JSONField()

    objects = AppendOnlyQuerySet["SlotFile"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playlist", "slot"], name="slot_file_once")]

    def __str__(self) -> str:
        return f"{self.playlist} {self.starts_at:%H:%M}"


class RecallQuerySet(AppendOnlyQuerySet["Recall"]):
    def unanswered(self) -> RecallQuerySet:
        """Those whose edition is still the newest: the one without the item is yet to come."""
        return self.filter(playlist__in=Playlist.objects.newest())

    def taken_by(self, user: User) -> RecallQuerySet:
        """Those of which `user` took the day in an edition that held the item, newest or not."""
        return self.filter(
            playlist__station__playlists__day=F("playlist__day"),
            playlist__station__playlists__entries__clearance=F("clearance"),
            playlist__station__playlists__fetches__by=user,
        ).distinct()


class Recall(AppendOnlyModel):
    """An item that a released edition holds and must no longer air, with the reason.

    The edition is the one that was newest then. Who took which is told by `Fetch`.
    """

    playlist = models.ForeignKey(Playlist, on_delete=models.PROTECT, related_name="recalls")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="+")
    house_sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=10)
    at = models.DateTimeField()

    objects = RecallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["playlist", "clearance"], name="recall_once")
        ]

    def __str__(self) -> str:
        return f"{self.playlist}: {self.item}"
