"""Why a gap stayed: for each rule, what it alone kept out and how much that would fill."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .board import Board
from .choice import Group
from .fill import exact_fill
from .moment import FRAME_MS, in_ms
from .open_slot import OpenSlot
from .outcome import KeptOut
from .rule import Rule


def kept_out(board: Board, slot: OpenSlot) -> tuple[KeptOut, ...]:
    """Return what kept items out of the room left in a slot, the costliest rule first.

    An item counts under a rule only if nothing else stood against it: lifting
    that rule is then enough to air it.
    """
    least = slot.sheet.least
    frames = board.catalogue.frames
    by_rule: dict[Rule, list[int]] = defaultdict(list)
    for i in range(len(board.catalogue)):
        if frames[i] + least <= slot.room:
            rules = list(_against(board, slot, i))
            if len(rules) == 1:
                by_rule[rules[0]].append(i)
    by_rule.pop(Rule.ONCE_PER_SLOT, None)
    found = [_account(board, slot, rule, items) for rule, items in by_rule.items()]
    found.sort(key=lambda kept: (-kept.fill_ms, kept.rule))
    return (*found, *_too_long(board, slot))


def _against(board: Board, slot: OpenSlot, i: int) -> Iterator[Rule]:
    yield from board.broken(i, slot)
    if not slot.sheet.admits[i]:
        yield slot.sheet.barred(board.catalogue.items[i])
    elif slot.pick_position(board.catalogue, i) is None:
        yield Rule.POSITION_LENGTH


def _account(board: Board, slot: OpenSlot, rule: Rule, items: list[int]) -> KeptOut:
    fill = _fill_frames(board, slot, items)
    return KeptOut(
        rule=rule,
        items=len(items),
        fill_ms=fill * FRAME_MS,
        days_short=_days_short(board, slot, items, fill) if rule is Rule.SEPARATION else None,
    )


def _fill_frames(board: Board, slot: OpenSlot, items: Iterable[int]) -> int:
    """Return how much of the gap the items would fill, were they allowed."""
    names = list(items)
    costs = [board.catalogue.frames[i] + slot.sheet.least for i in names]
    room = slot.left()
    [chosen] = exact_fill([Group(names, costs)], room)
    cost_of = dict(zip(names, costs, strict=True))
    return room.gap - room.after([cost_of[i] for i in chosen]).gap


def _days_short(board: Board, slot: OpenSlot, items: list[int], fill: int) -> int:
    """Return by how many days separation would have to be shorter for the same fill."""
    short = {i: _separation_lacking(board, slot, i) for i in items}
    for days in sorted(set(short.values())):
        if _fill_frames(board, slot, (i for i in items if short[i] <= days)) >= fill:
            return days
    return max(short.values())


def _separation_lacking(board: Board, slot: OpenSlot, i: int) -> int:
    separation = board.separation[i]
    return max(separation - abs(slot.day - day) for day, _ in board.airings[i])


def _too_long(board: Board, slot: OpenSlot) -> Iterator[KeptOut]:
    """Yield the items that only their length kept out, if there are any."""
    s, least = slot.number, slot.sheet.least
    frames = board.catalogue.frames
    items = [
        i
        for i in board.pool
        if frames[i] + least > slot.room and board.may_air[i] >> s & 1 and slot.sheet.admits[i]
    ]
    if items:
        shortest = min(items, key=frames.__getitem__)
        yield KeptOut(
            rule=Rule.FITS,
            items=len(items),
            fill_ms=0,
            shortest_ms=in_ms(board.catalogue.items[shortest].duration),
        )
