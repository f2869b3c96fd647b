"""How much of a slot nothing fills, told from what stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from broadcast.models import EntryKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from broadcast.models import Placement, Slot

_NOTHING = timedelta()


@dataclass(frozen=True, slots=True)
class Account:
    """`gap` is what no item, ident or relay fills; filler hides some of it, the rest is silence."""

    gap: timedelta
    filler: timedelta
    silence: timedelta


def account(slot: Slot, placements: Iterable[Placement]) -> Account:
    """Count what is left of `slot`; a pause counts beyond the most its clock allows."""
    filler = _NOTHING
    gap = _NOTHING
    aired = []
    for placement in placements:
        if placement.entry == EntryKind.FILLER:
            filler += placement.duration
        else:
            aired.append(placement)
    aired.sort(key=lambda placement: placement.starts_at)
    if not aired:
        return Account(slot.duration, filler, max(slot.duration - filler, _NOTHING))
    for earlier, later in pairwise(aired):
        relay = EntryKind.RELAY in {earlier.entry, later.entry}
        pause = _NOTHING if relay else slot.clock.most_pause
        gap += max(later.starts_at - earlier.ends_at - pause, _NOTHING)
    gap += max(aired[0].starts_at - slot.starts_at, _NOTHING)
    gap += max(slot.ends_at - aired[-1].ends_at, _NOTHING)
    return Account(gap, filler, max(gap - filler, _NOTHING))


def write_down(slot: Slot, placements: Iterable[Placement]) -> Slot:
    """Set the slot's account to what stands in it now; saving it is the caller's."""
    found = account(slot, placements)
    slot.gap, slot.filler, slot.silence = found.gap, found.filler, found.silence
    return slot


ACCOUNT_FIELDS = ("gap", "filler", "silence")
