"""Recall: what ended must not air any more, wherever it was placed or released.

Three things happen in the transaction that ends the clearance: its placements go, each
released day that still holds it gets its `Recall` row, and nothing can be released in
between, since the stations are locked. The new editions come on commit
(`broadcast.actions.answer_recalls`): a recall whose edition is still the newest is one
that waits for its answer, and anybody can see it.

A correction takes no placement away. They stay as they are, and no release lets them air,
until `broadcast.actions.follow_corrections` lets them air under the newer clearance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django_q.tasks import async_task

from broadcast.actions.take_out import hold_stations, take_out
from broadcast.actions.tell_schedulers import tell_taken_off
from broadcast.models import Placement, Playlist, PlaylistEntry, Recall
from cms.models import ClearanceEnd, EndReason
from cms.models.audit import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from cms.accounts.models import User
    from cms.models import Clearance


@transaction.atomic
def recall(*, clearance: Clearance, reason: EndReason, now: datetime) -> list[Recall]:
    """Take everything under an ended clearance out of what is still to air; return the recalls.

    A withdrawn item leaves every slot that is not over, since an operator may run late.
    One that was superseded, replaced or has expired was right when it began: that airs to its end.
    The number of queries does not depend on how many stations hold it.
    """
    to_air = Q(slot__ends_at__gt=now) if reason == EndReason.WITHDRAWN else Q(starts_at__gt=now)
    placed = Placement.objects.filter(to_air, clearance=clearance)
    released = PlaylistEntry.objects.filter(to_air, clearance=clearance)
    hold_stations(
        {
            *placed.values_list("slot__station", flat=True),
            *released.values_list("playlist__station", flat=True),
        }
    )
    # Television stations hold another file of a video than radio stations do.
    held_by = (
        released.filter(playlist__in=Playlist.objects.newest())
        .order_by("playlist")
        .values_list("playlist", "house_sha256")
        .distinct()
    )
    recalls = [
        Recall(
            playlist_id=playlist,
            item_id=clearance.item_id,
            clearance=clearance,
            house_sha256=sha256,
            reason=reason,
            at=now,
        )
        for playlist, sha256 in held_by
    ]
    # Recalled before: the first row counts.
    Recall.objects.bulk_create(recalls, batch_size=500, ignore_conflicts=True)
    corrected = reason == EndReason.SUPERSEDED and placed.exists()
    left: dict[int, date] = {}
    if reason != EndReason.SUPERSEDED:
        left = dict(placed.values_list("slot", "slot__day"))
        take_out(placed)
    if left or recalls:
        end = ClearanceEnd.objects.filter(clearance=clearance).select_related("by").first()
        _tell(clearance, end.by if end else None, left, len(recalls), now)
    if recalls or corrected:
        transaction.on_commit(lambda: async_task("broadcast.tasks.answer_recalls"))
    return recalls


def _tell(
    clearance: Clearance, by: User | None, left: dict[int, date], recalls: int, now: datetime
) -> None:
    """Tell schedulers of the slots it `left`, by their days, and write the recalls down."""
    if left:
        tell_taken_off(clearance=clearance, days=left.values(), slots=len(left), by=by, now=now)
    if recalls:
        record(
            "recalled",
            about=clearance.content.get("title", ""),
            key=f"item:{clearance.item_id}",
            by=by,
            now=now,
            clearance=clearance.pk,
            count=recalls,
        )
