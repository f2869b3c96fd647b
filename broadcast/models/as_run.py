"""What stations say aired.

A row is never changed; a later row about the same entry is the newer word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cms.models.append_only import AppendOnlyModel, AppendOnlyQuerySet

from .delivery import StationToken
from .playlist import Playlist, PlaylistEntry
from .slot import Slot
from .station import Station

if TYPE_CHECKING:
    from collections.abc import Iterable

# Stands for "no position" where two rows are compared.
WHOLE_SLOT = -1


class Outcome(models.TextChoices):
    AIRED = "aired", _("aired")
    PARTLY = "partly", _("partly aired")
    NOT_AIRED = "not_aired", _("not aired")


class AsRunQuerySet(AppendOnlyQuerySet["AsRun"]):
    def newest(self) -> AsRunQuerySet:
        """Keep the newest word about each slot and position."""
        same = AsRun.objects.annotate(place=Coalesce("position", WHOLE_SLOT)).filter(
            slot=OuterRef("slot"), place=Coalesce(OuterRef("position"), WHOLE_SLOT)
        )
        return self.filter(pk=Subquery(same.order_by("-said_at", "-pk").values("pk")[:1]))

    def newest_first(self) -> AsRunQuerySet:
        return self.order_by("-said_at", "-pk")

    def with_subject(self) -> AsRunQuerySet:
        """Add `said_of`: the hash of what the edition spoken of has at that position."""
        entry = PlaylistEntry.objects.filter(
            playlist=OuterRef("playlist"), slot=OuterRef("slot"), position=OuterRef("position")
        )
        subject = Subquery(entry.values("house_sha256")[:1])
        return self.annotate(said_of=subject)  # type: ignore[no-redef] # declared for its readers


class AsRun(AppendOnlyModel):
    """`position` is the entry's in the edition's slot; null speaks for the whole slot.

    `key` is the caller's own id (a UUID): the same key twice is one row.
    """

    key = models.UUIDField(unique=True)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="as_run")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="as_run")
    playlist = models.ForeignKey(Playlist, on_delete=models.PROTECT, related_name="as_run")
    position = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    said_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    token = models.ForeignKey(StationToken, null=True, on_delete=models.PROTECT, related_name="+")
    said_of: str | None  # where `AsRunQuerySet.with_subject` adds it

    objects = AsRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("as-run entry")
        verbose_name_plural = _("as-run log")
        permissions = [("view_report", _("See reports of what aired"))]
        ordering = ["-said_at", "-pk"]
        indexes = [models.Index(fields=["slot", "position", "said_at"], name="as_run_slot")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="aired") | ~Q(reason=""), name="as_run_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.slot}: {self.get_outcome_display()}"


class WordWithSubject(Protocol):
    """An `AsRun` row, or its values, as `AsRunQuerySet.with_subject` gives them."""

    @property
    def position(self) -> int | None: ...
    @property
    def said_of(self) -> str | None: ...


Word = TypeVar("Word", bound=WordWithSubject)


def standing_word(words: Iterable[Word], position: int, house_sha256: str) -> Word | None:
    """Return what counts for the entry at `position` of a slot, of all `words` on that slot.

    The newest word on that position or on the whole slot; `words` come newest
    first. A word on the position of another edition counts where that edition has
    the same file there.
    """
    for word in words:
        if word.position is None or (word.position == position and word.said_of == house_sha256):
            return word
    return None
