"""Plan any number of stations: part by part, parents first, one part in memory at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from broadcast.actions.plan import plan_days

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from broadcast.actions.plan import Planned
    from broadcast.models import Station

# A province is planned in one piece: who is above then knows the demand of all below.
TOGETHER = 300


@dataclass(frozen=True, slots=True)
class Part:
    """Stations planned together, and what was decided for them."""

    stations: Sequence[Station]
    planned: Planned


def plan_in_parts(
    *,
    first: date,
    last: date,
    seed: int,
    clock: Callable[[], datetime],
    stations: Sequence[Station],
    dry_run: bool = False,
    tell: Callable[[int, int], None] | None = None,
    processes: int = 1,
) -> Iterator[Part]:
    """Plan `stations` as `plan_days` does and yield each part once it is stored.

    A dry run is one part: what stores nothing leaves nothing that the next part could carry.
    `tell` is told after each station how many are done, and of how many.
    """
    behind = 0

    def told(done: int, _whole: int) -> None:
        if tell is not None:
            tell(behind + done, len(stations))

    for part in [list(stations)] if dry_run else parts(stations):
        planned = plan_days(
            first=first,
            last=last,
            seed=seed,
            now=clock(),
            stations=part,
            dry_run=dry_run,
            tell=told,
            processes=processes,
        )
        behind += len(part)
        yield Part(part, planned)


def parts(stations: Sequence[Station]) -> Iterator[list[Station]]:
    """Yield the stations in parts of at most `TOGETHER`, every one with or after its parent.

    What hangs under one station stays together as far as it can, so that a part reads few
    superiors of others and knows whom its programmes serve.
    """
    chosen = {station.pk for station in stations}
    below: dict[int | None, list[Station]] = {}
    for station in sorted(stations, key=lambda one: one.code):
        below.setdefault(station.parent_id if station.parent_id in chosen else None, []).append(
            station
        )
    part: list[Station] = []
    for piece in _pieces(below.get(None, []), below):
        if part and len(part) + len(piece) > TOGETHER:
            yield part
            part = []
        part += piece
    if part:
        yield part


def subtree(station: Station, below: dict[int | None, list[Station]]) -> Iterator[Station]:
    """Yield a station and all that hang under it, parents first; `below` holds their children."""
    yield station
    for child in below.get(station.pk, []):
        yield from subtree(child, below)


def _pieces(
    roots: Sequence[Station], below: dict[int | None, list[Station]]
) -> Iterator[list[Station]]:
    """Yield whole trees; of one that is too large its root alone, then the trees under it."""
    for root in roots:
        tree = list(subtree(root, below))
        if len(tree) <= TOGETHER:
            yield tree
        else:
            yield [root]
            yield from _pieces(below.get(root.pk, []), below)
