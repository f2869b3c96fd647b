"""Why a gap stayed: for each rule, what it alone kept out and how much that would fill."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from .board import Board
from .changing import change_for_gap, separation_lacking
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
    for not_to_be_changed in (Rule.ONCE_PER_SLOT, Rule.REPEAT):
        by_rule.pop(not_to_be_changed, None)
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
    fill, chosen = _filling(board, slot, items)
    days = None
    if rule is Rule.SEPARATION:
        days, chosen = _days_short(board, slot, items, fill)
    gap = slot.left().gap
    return KeptOut(
        rule=rule,
        items=len(items),
        fill_ms=fill * FRAME_MS,
        days_short=days,
        change=change_for_gap(
            board, slot, rule, _fewest(board, slot, chosen, fill), fill=fill, gap=gap
        ),
    )


def _filling(board: Board, slot: OpenSlot, items: Iterable[int]) -> tuple[int, list[int]]:
    """Return how much of the gap the items would fill, were they allowed, and which."""
    names = list(items)
    costs = [board.catalogue.frames[i] + slot.sheet.least for i in names]
    room = slot.left()
    [chosen] = exact_fill([Group(names, costs)], room)
    cost_of = dict(zip(names, costs, strict=True))
    return room.gap - room.after([cost_of[i] for i in chosen]).gap, chosen


def _fewest(board: Board, slot: OpenSlot, chosen: list[int], fill: int) -> list[int]:
    """Return one of the items if it alone fills as much as all of them."""
    room, frames, least = slot.left(), board.catalogue.frames, slot.sheet.least
    alone = [i for i in chosen if room.gap - room.after([frames[i] + least]).gap >= fill]
    return alone[:1] or chosen


def _days_short(board: Board, slot: OpenSlot, items: list[int], fill: int) -> tuple[int, list[int]]:
    """Return by how many days separation would have to be shorter for the same fill."""
    short = {i: separation_lacking(board, slot.day, i) for i in items}
    for days in sorted(set(short.values())):
        filled, chosen = _filling(board, slot, (i for i in items if short[i] <= days))
        if filled >= fill:
            return days, chosen
    return max(short.values()), items


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
