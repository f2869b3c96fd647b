"""Clocks as the planner takes them, one for each length of ident that stations have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadcast.models import PositionKind
from broadcast.planner import clock as planner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from broadcast.models import Clock, Position


@dataclass(frozen=True, slots=True)
class PlannedClock:
    """`places` leads from the planner's positions back to the clock's own."""

    clock: planner.Clock
    places: tuple[int, ...]


def planned_clock(
    clock: Clock, positions: Sequence[Position], ident: timedelta | None
) -> PlannedClock:
    """Return `clock` for stations whose ident lasts `ident`; without one it has no idents."""
    kept = [
        (place, found)
        for place, position in enumerate(positions)
        if (found := _position(position, ident)) is not None
    ]
    length = round(ident.total_seconds() * 1000) if ident else 0
    return PlannedClock(
        planner.Clock(
            id=f"{clock.pk}:{length}",
            positions=tuple(position for _place, position in kept),
            least_pause=clock.least_pause,
            most_pause=clock.most_pause,
        ),
        tuple(place for place, _position in kept),
    )


def _position(position: Position, ident: timedelta | None) -> planner.Position | None:
    share = planner.Share(position.share)
    match position.kind:
        case PositionKind.IDENT:
            return planner.Ident(duration=ident) if ident else None
        case PositionKind.FIXED:
            return planner.Fixed(item_id=str(position.item_id), share=share)
        case PositionKind.PICK:
            return planner.Pick(
                kinds=frozenset(position.item_kinds),
                themes=frozenset(position.themes),
                languages=frozenset(position.languages),
                most=position.longest,
                share=share,
            )
        case PositionKind.RELAY:
            assert position.duration is not None  # noqa: S101 - a check constraint says so
            return planner.Relay(source=position.source, duration=position.duration)
        case PositionKind.CARRY:
            return planner.Carry(
                part=planner.CarriedPart(position.part), most=position.longest, share=share
            )
        case _:
            return planner.Filler()
