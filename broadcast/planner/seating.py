"""What stands in a slot before anything is chosen.

Held items come first, whatever the rules say; then what the parent airs; then
the planner's own earlier placements, as far as the rules still allow them;
then the items that clocks name.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from .board import Board
from .clock import Fixed, Pick
from .moment import epoch_ms, frames_occupied
from .open_slot import OF_CLOCK, Occupant, OpenSlot
from .outcome import Dropped, Reason, Unmet, Why
from .problem import Admission, Hold, Standing
from .rule import Rule

_STANDS = Reason(why=Why.STANDING)


def is_held(standing: Standing, admits: Admission) -> bool:
    """Return whether an item stays whatever the rules say."""
    return standing.hold is not Hold.PLANNER or not admits.open_to_all


def seat_held(board: Board, held: Iterable[Standing]) -> None:
    """Seat what stays; in a slot that is not planned it counts as aired."""
    for standing in held:
        s = board.number[standing.slot_id]
        slot = board.open.get(s)
        if slot is not None:
            board.seat(slot, _occupant(board, standing))
        elif (i := board.catalogue.index.get(standing.item_id)) is not None:
            board.air(i, board.days[s], s)
            if board.is_read_only(s):
                board.hear(i, epoch_ms(standing.starts_at + standing.duration))


def keep_planned(
    board: Board, planned: Iterable[Standing], refused: Mapping[str, Rule]
) -> Iterator[Dropped]:
    """Seat earlier placements of the planner's that are still allowed; yield the others.

    `refused` says what a slot was refused for. Where a slot has become too short for them, or
    an item too long, the fewest leave, of these the shortest, and no must-run while another can.
    """
    of_slot: dict[int, list[Standing]] = defaultdict(list)
    for standing in sorted(planned, key=lambda one: (one.starts_at, one.slot_id, one.item_id)):
        of_slot[board.number[standing.slot_id]].append(standing)
    for s in sorted(of_slot):
        slot = board.open.get(s)
        if slot is None:
            for standing in of_slot[s]:
                yield _dropped(standing, refused[standing.slot_id])
        else:
            yield from _keep_in(board, slot, of_slot[s])


def _keep_in(board: Board, slot: OpenSlot, planned: list[Standing]) -> Iterator[Dropped]:
    own = []
    for standing in planned:
        if standing.from_station is None:
            own.append(standing)
        elif not slot.holds(standing.item_id):
            yield _dropped(standing, Rule.CARRY)
    leaving = _too_much(board, slot, own)
    # Those of another length than before come last: what has not changed keeps its room.
    for standing in sorted(own, key=lambda one: _is_changed(board, one)):
        rule = Rule.FITS if standing in leaving else _no_longer(board, slot, standing)
        if rule is None:
            board.seat(slot, _kept(board, standing))
        else:
            yield _dropped(standing, rule)


def _too_much(board: Board, slot: OpenSlot, own: Iterable[Standing]) -> list[Standing]:
    """Return the fewest whose leaving makes room for the rest."""
    catalogue, least = board.catalogue, slot.sheet.least
    may_air, s = board.may_air, slot.number
    costs = {
        one.item_id: catalogue.frames[i] + least
        for one in own
        if (i := catalogue.index.get(one.item_id)) is not None and may_air[i] >> s & 1
    }
    excess = sum(costs.values()) - slot.room
    leaving: list[Standing] = []
    ranked = sorted(
        (one for one in own if one.item_id in costs),
        key=lambda one: (one.item_id in catalogue.must_run_index, -costs[one.item_id], one.item_id),
    )
    for one in ranked:
        if excess <= 0:
            break
        leaving.append(one)
        excess -= costs[one.item_id]
    if leaving and excess <= 0:
        lacking = excess + costs[leaving[-1].item_id]
        is_must_run = leaving[-1].item_id in catalogue.must_run_index
        enough = [
            one
            for one in ranked
            if one not in leaving[:-1]
            and costs[one.item_id] >= lacking
            and (one.item_id in catalogue.must_run_index) == is_must_run
        ]
        leaving[-1] = min(enough, key=lambda one: (costs[one.item_id], one.item_id))
    return leaving


def _is_changed(board: Board, standing: Standing) -> bool:
    i = board.catalogue.index.get(standing.item_id)
    return i is None or board.catalogue.items[i].duration != standing.duration


def _kept(board: Board, standing: Standing) -> Occupant:
    """Return an earlier placement with the length its item has today."""
    i = board.catalogue.index[standing.item_id]
    return _occupant(board, replace(standing, duration=board.catalogue.items[i].duration))


def _dropped(standing: Standing, rule: Rule) -> Dropped:
    return Dropped(
        slot_id=standing.slot_id,
        position=standing.position,
        item_id=standing.item_id,
        rule=rule,
    )


def seat_fixed(board: Board) -> Iterator[Unmet]:
    """Seat the items that clocks name, in time order; yield those that may not stand.

    Whatever is held at such a position stands there instead.
    """
    for slot in board.open.values():
        for position, fixed in slot.sheet.fixed:
            if slot.holds(fixed.item_id) or slot.is_taken(position):
                continue
            rule = _why_not(board, slot, fixed.item_id)
            if rule is None:
                board.seat(slot, _fixed(board, position, fixed))
            else:
                yield Unmet(
                    slot_id=slot.slot.id, position=position, item_id=fixed.item_id, rule=rule
                )


def _occupant(board: Board, standing: Standing) -> Occupant:
    return Occupant(
        standing.position,
        (0, epoch_ms(standing.starts_at)),
        frames_occupied(standing.duration),
        standing.duration,
        _STANDS,
        item=board.catalogue.index.get(standing.item_id),
        item_id=standing.item_id,
        from_station=standing.from_station,
        hold=standing.hold,
    )


def _fixed(board: Board, position: int, fixed: Fixed) -> Occupant:
    i = board.catalogue.index[fixed.item_id]
    return Occupant(
        position,
        (1, 0),
        board.catalogue.frames[i],
        board.catalogue.items[i].duration,
        OF_CLOCK,
        item=i,
        item_id=fixed.item_id,
    )


def _no_longer(board: Board, slot: OpenSlot, standing: Standing) -> Rule | None:
    """Return what forbids an earlier placement today."""
    rule = _why_not(board, slot, standing.item_id)
    if rule is not None:
        return rule
    i = board.catalogue.index[standing.item_id]
    position = slot.sheet.clock.positions[standing.position]
    if isinstance(position, Pick):
        return _unfit_for_pick(board, slot, standing.position, i)
    named = isinstance(position, Fixed) and position.item_id == standing.item_id
    return None if named else Rule.CLOCK


def _unfit_for_pick(board: Board, slot: OpenSlot, position: int, i: int) -> Rule | None:
    pick = next(pick for pick in slot.sheet.picks if pick.position == position)
    if not pick.admits[i]:
        return slot.sheet.barred(board.catalogue.items[i])
    cost = board.catalogue.frames[i] + slot.sheet.least
    return Rule.POSITION_LENGTH if cost > slot.left_at(position, pick.most) else None


def _why_not(board: Board, slot: OpenSlot, item_id: str) -> Rule | None:
    i = board.catalogue.index.get(item_id)
    if i is None:
        return Rule.UNKNOWN
    # One bit says whether any rule is broken; which one takes longer to find.
    may_air = board.may_air[i] >> slot.number & 1
    rule = None if may_air else next(board.broken(i, slot), None)
    if rule is None and board.catalogue.frames[i] + slot.sheet.least > slot.room:
        return Rule.FITS
    return rule
