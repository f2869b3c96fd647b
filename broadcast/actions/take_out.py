"""Take placements out of their slots."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from broadcast.models import Placement, Slot, Station
from broadcast.releasing.account import ACCOUNT_FIELDS, write_down

if TYPE_CHECKING:
    from collections.abc import Collection

    from broadcast.models import PlacementQuerySet


def hold_stations(stations: Collection[int]) -> None:
    """Wait for releases under way, and let none begin before this transaction ends.

    In the order of their keys, so that two who do this never wait for one another.
    """
    list(Station.objects.select_for_update().filter(pk__in=stations).order_by("pk"))


def take_out(placed: PlacementQuerySet) -> None:
    """Remove placements and tell their slots what is left unfilled, in the caller's transaction."""
    gone = dict(placed.values_list("pk", "slot"))
    slots = Slot.objects.filter(pk__in=set(gone.values())).select_related("clock")
    staying: dict[int, list[Placement]] = defaultdict(list)
    for row in Placement.objects.filter(slot__in=set(gone.values())).exclude(pk__in=gone):
        staying[row.slot_id].append(row)
    Placement.objects.filter(pk__in=gone).delete()
    Slot.objects.bulk_update(
        [write_down(slot, staying[slot.pk]) for slot in slots], ACCOUNT_FIELDS, batch_size=500
    )
