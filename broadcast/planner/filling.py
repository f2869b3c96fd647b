"""Choosing items for the pick positions of a station's slots.

The slots that few items could fill come first, because what others take there
cannot be made good; then the rest in time order.
"""

from .below import Below
from .board import Board
from .choice import Group
from .fill import Fill
from .open_slot import Occupant, OpenSlot
from .outcome import Reason, Why
from .ranking import Ranking, SlotScores
from .sheet import Part

_TIGHT = 3
"""A slot is tight if its candidates come to less than this many times its room."""
_CHOSEN = 3
"""Where a chosen item stands in its position: after what was held, carried or a must-run."""


def fill_slots(board: Board, fill: Fill, below: Below) -> None:
    """Fill every slot of the station that has a gap from what its rules still allow.

    Where the pauses take all that is left, one item more would be a change for nothing:
    planning what is planned must change nothing.
    """
    ranking = Ranking(board, below)
    lacking = [slot for slot in board.open.values() if slot.left().gap]
    supply = {slot.number: _supply(board, slot) for slot in lacking}

    def turn(slot: OpenSlot) -> tuple[int, int]:
        frames = sum(board.catalogue.frames[i] for i in supply[slot.number])
        return min(frames // max(1, slot.room), _TIGHT), slot.number

    for slot in sorted(lacking, key=turn):
        _fill_slot(board, slot, supply[slot.number], ranking, fill)


def _supply(board: Board, slot: OpenSlot) -> list[int]:
    may_air, admits, s = board.may_air, slot.sheet.admits, slot.number
    return [i for i in board.pool if may_air[i] >> s & 1 and admits[i]]


def _fill_slot(
    board: Board, slot: OpenSlot, supply: list[int], ranking: Ranking, fill: Fill
) -> None:
    may_air, s = board.may_air, slot.number
    candidates = [i for i in supply if may_air[i] >> s & 1]
    if not candidates:
        return
    scores = SlotScores(ranking, slot)
    ranked = scores.rank(candidates)
    groups = [_group(board, slot, part, ranked) for part in slot.sheet.parts]
    occupants = [
        _occupant(board, scores, part, group, i)
        for part, group, items in zip(
            slot.sheet.parts, groups, fill(groups, slot.left()), strict=True
        )
        for i in items
    ]
    for occupant in occupants:
        board.seat(slot, occupant)
    ranking.count(o.item for o in occupants if o.item is not None)


def _group(board: Board, slot: OpenSlot, part: Part, ranked: list[int]) -> Group:
    frames, least, admits = board.catalogue.frames, slot.sheet.least, part.admits
    items = [i for i in ranked if admits[i]]
    first = part.picks[0]
    most = None if first.most is None else slot.left_at(first.position, first.most)
    return Group(items, [frames[i] + least for i in items], most)


def _occupant(board: Board, scores: SlotScores, part: Part, group: Group, i: int) -> Occupant:
    rank = group.ranked.index(i) + 1
    item = board.catalogue.items[i]
    return Occupant(
        next(pick.position for pick in part.picks if pick.admits[i]),
        (_CHOSEN, rank),
        board.catalogue.frames[i],
        item.duration,
        Reason(why=Why.RANKED, rank=rank, candidates=len(group.ranked), score=scores.explain(i)),
        item=i,
        item_id=item.id,
    )
