"""What airtime hears from the newsroom: the one signal of our own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from broadcast.actions.recall import recall
from cms.models import EndReason

if TYPE_CHECKING:
    from cms.models import Clearance


def recall_what_ended(*, clearance: Clearance, reason: str, **_kwargs: Any) -> None:
    recall(clearance=clearance, reason=EndReason(reason), now=clearance.end.at)
