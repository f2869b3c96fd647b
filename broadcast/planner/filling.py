"""Choosing items for the pick positions of a station's slots.

The slots that few items could fill come first, because what others take there
cannot be made good; then the rest in time order.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from .below import Below
from .board import Board
from .choice import Group
from .clock import FRAME
from .fill import Fill, exact_fill, first_fit
from .open_slot import Occupant, OpenSlot
from .ordering import CHOSEN, put_in_order
from .outcome import Reason, Why
from .ranking import Ranking, SlotScores
from .sheet import Part

_TIGHT = 3
"""A slot is tight if its candidates come to less than this many times its room."""
WELL = timedelta(seconds=1) // FRAME
"""A gap, in frames, that is none: within it least change goes before empty time."""
_FEWER = 3
"""How many choices are tried to keep neighbours from clashing."""


def fill_slots(board: Board, fill: Fill, below: Below) -> None:
    """Fill every slot of the station that has a gap from what its rules still allow.

    Where the pauses take all but a second of what is left, one item more would be a change for
    nothing: planning what is planned must change nothing. Where all there is may air as often as
    its rules allow and time is left over, an exact fill holds items back for nothing: the slots
    are filled by first fit as well, and whichever leaves less empty is kept, and its
    gaps are mended.
    """
    ranking = Ranking(board, below)
    if not (ranking.is_scarce and fill is exact_fill):
        _fill_all(board, fill, ranking)
        return
    before = board.airings_now()
    exact = _fill_all(board, fill, ranking)
    empty = _empty(board)
    _take_out(exact)
    board.go_back(before)
    seated = _fill_all(board, first_fit, Ranking(board, below))
    if _empty(board) >= empty:
        _take_out(seated)
        board.go_back(before)
        for slot, occupant in exact:
            board.seat(slot, occupant)
        seated = exact
    _mend(board, seated, Ranking(board, below))
    _fill_all(board, exact_fill, Ranking(board, below))


Seated = list[tuple[OpenSlot, Occupant]]


def _empty(board: Board) -> int:
    return sum(slot.left().gap for slot in board.open.values())


def _take_out(seated: Seated) -> None:
    for slot, occupant in seated:
        slot.unseat(occupant)


def _mend(board: Board, seated: Seated, ranking: Ranking) -> None:
    """Fill each slot that has a gap anew, exactly; what is no fuller stays as it was."""
    of_slot: dict[int, list[Occupant]] = defaultdict(list)
    for slot, occupant in seated:
        of_slot[slot.number].append(occupant)
    for s in sorted(of_slot):
        slot, own = board.open[s], of_slot[s]
        gap, chosen = slot.left().gap, [o.item for o in own if o.item is not None]
        if gap <= WELL or any(board.is_awaited(i) for i in chosen):
            continue
        _unseat(board, slot, own)
        refilled = _fill_slot(board, slot, _supply(board, slot), ranking, exact_fill)
        if slot.left().gap >= gap:
            _unseat(board, slot, [occupant for _slot, occupant in refilled])
            for occupant in own:
                board.seat(slot, occupant)


def _unseat(board: Board, slot: OpenSlot, occupants: list[Occupant]) -> None:
    for occupant in occupants:
        slot.unseat(occupant)
        if occupant.item is not None:
            board.take_back(occupant.item, slot.day, slot.number)


def _fill_all(board: Board, fill: Fill, ranking: Ranking) -> Seated:
    """Fill every slot with a gap; return what was seated where."""
    lacking = [slot for slot in board.open.values() if slot.left().gap > WELL]
    supply = {slot.number: _supply(board, slot) for slot in lacking}

    def turn(slot: OpenSlot) -> tuple[int, int]:
        frames = sum(board.catalogue.frames[i] for i in supply[slot.number])
        return min(frames // max(1, slot.room), _TIGHT), slot.number

    seated = []
    for slot in sorted(lacking, key=turn):
        seated += _fill_slot(board, slot, supply[slot.number], ranking, fill)
    while board.serials.waits_for and (late := _opened_late(board)):
        seated += _fill_slot(board, late, _supply(board, late), ranking, fill)
    return seated


def _opened_late(board: Board) -> OpenSlot | None:
    """Return a slot with room for an episode that could not air there when it was filled."""
    frames = board.catalogue.frames
    for slot in board.open.values():
        if slot.left().gap > WELL:
            for i in board.serials.waits_for:
                if (
                    board.may_air[i] >> slot.number & 1
                    and frames[i] + slot.sheet.least <= slot.room
                    and slot.pick_position(board.catalogue, i) is not None
                ):
                    return slot
    return None


def _supply(board: Board, slot: OpenSlot) -> list[int]:
    """Return what could air in a slot, episodes that wait for an earlier one included."""
    may_air, admits, s = board.may_air, slot.sheet.admits, slot.number
    found = [i for i in board.pool if may_air[i] >> s & 1 and admits[i]]
    waiting = [
        i
        for i in board.serials.waits_for
        if board.chances[i] >> s & 1 and admits[i] and not may_air[i] >> s & 1
    ]
    return sorted((*found, *waiting)) if waiting else found


def _fill_slot(
    board: Board, slot: OpenSlot, supply: list[int], ranking: Ranking, fill: Fill
) -> Seated:
    may_air, s = board.may_air, slot.number
    candidates = [i for i in supply if may_air[i] >> s & 1]
    if not candidates:
        return []
    scores = SlotScores(ranking, slot)
    ranked = scores.rank(candidates)
    groups = [_group(board, slot, part, ranked) for part in slot.sheet.parts]
    picks = None
    if pushing := scores.push_out(candidates):
        harmless = [group.without(pushing) for group in groups]
        picks = _apart(board, slot, scores, harmless, fill)
    if picks is None or picks.gap > WELL:
        picks = _apart(board, slot, scores, groups, fill)
    for occupant in picks.occupants:
        board.seat(slot, occupant)
    ranking.count(o.item for o in picks.occupants if o.item is not None)
    return [(slot, occupant) for occupant in picks.occupants]


@dataclass(frozen=True, slots=True)
class _Picks:
    """One choice for a slot: the gap it leaves, and what its best order costs."""

    occupants: list[Occupant]
    gap: int
    cost: int
    is_full: bool = True


def _apart(
    board: Board, slot: OpenSlot, scores: SlotScores, groups: list[Group], fill: Fill
) -> _Picks:
    """Choose for a slot; where neighbours clash in any order, try without one of them.

    Another choice is taken only if the slot is no emptier for it, and what it leaves out would
    not still fit: it would be added the next time.
    """
    best = tried = _pick(board, slot, scores, groups, fill(groups, slot.left()))
    left_out: set[int] = set()
    for _ in range(_FEWER):
        clashing = _last_to_clash(board, slot, tried) if best.cost else None
        if clashing is None:
            break
        left_out.add(clashing)
        chosen = fill([group.without(left_out) for group in groups], slot.left())
        tried = _pick(board, slot, scores, groups, chosen, left_out)
        if tried.is_full and tried.gap <= best.gap and tried.cost < best.cost:
            best = tried
    return best


def _pick(
    board: Board,
    slot: OpenSlot,
    scores: SlotScores,
    groups: list[Group],
    chosen: list[list[int]],
    left_out: Iterable[int] = (),
) -> _Picks:
    occupants = [
        _occupant(board, scores, part, group, i)
        for part, group, items in zip(slot.sheet.parts, groups, chosen, strict=True)
        for i in items
    ]
    for occupant in occupants:
        slot.seat(occupant)
    cost, gap = put_in_order(board, slot), slot.left().gap
    is_full = gap <= WELL or all(slot.pick_position(board.catalogue, i) is None for i in left_out)
    for occupant in occupants:
        slot.unseat(occupant)
    return _Picks(occupants, gap, cost, is_full)


def _last_to_clash(board: Board, slot: OpenSlot, picks: _Picks) -> int | None:
    """Return the worst-ranked of the chosen items that clash with a neighbour, if any does."""
    clashing = []
    entries = sorted((*slot.occupants, *picks.occupants), key=lambda o: (o.position, o.turn))
    for earlier, later in pairwise(entries):
        pair = (earlier, later)
        if earlier.item is None or later.item is None:
            continue
        if any(board.neighbours.broken(earlier.item, later.item)):
            clashing += [each for each in pair if each in picks.occupants]
    worst = max(clashing, key=lambda each: each.reason.rank or 0, default=None)
    return None if worst is None else worst.item


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
        (CHOSEN, rank),
        board.catalogue.frames[i],
        item.duration,
        Reason(why=Why.RANKED, rank=rank, candidates=len(group.ranked), score=scores.explain(i)),
        item=i,
        item_id=item.id,
    )
