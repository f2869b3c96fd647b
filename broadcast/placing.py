"""What a change by hand can be refused for, and what is remembered so that it can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import Placement
    from broadcast.planner.rule import Rule


class NotPlaced(Exception):
    """Raised with one plain sentence; nothing was changed."""


class NotAllowed(NotPlaced):
    """The person may not schedule."""


class DayClosed(NotPlaced):
    """The day is frozen or released, or the slot has begun."""


class SlotChanged(NotPlaced):
    """Somebody changed the slot since the page was shown."""


class NotMovable(NotPlaced):
    """What stands there follows from the clock or from the parent station."""


class RuledOut(NotPlaced):
    """A hard rule keeps the item out; `rules` names every one."""

    def __init__(self, sentence: str, rules: tuple[Rule, ...]) -> None:
        super().__init__(sentence)
        self.rules = rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Former:
    """What stood at a place before a change, enough to put it back.

    `after` is the item that aired before it: times move when a slot is laid out anew.
    """

    slot_id: int
    item_id: int
    position: int
    starts_at: datetime
    made_by: str
    locked: bool
    reason: dict[str, Any]
    after: int | None

    @classmethod
    def of(cls, placement: Placement) -> Former:
        assert placement.item_id is not None  # noqa: S101 - only items are changed by hand
        earlier = placement.slot.placements.items().filter(starts_at__lt=placement.starts_at)
        before = earlier.order_by("starts_at").last()
        return cls(
            slot_id=placement.slot_id,
            item_id=placement.item_id,
            position=placement.position,
            starts_at=placement.starts_at,
            made_by=placement.made_by,
            locked=placement.locked,
            reason=placement.reason,
            after=before.item_id if before is not None else None,
        )
