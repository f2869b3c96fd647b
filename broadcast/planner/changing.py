"""The smallest change of a rule that would fill a gap or seat a must-run."""

from collections.abc import Iterable

from .board import BEFORE, Board, members
from .moment import FRAME_MS
from .open_slot import OpenSlot
from .outcome import Change, KeptOut
from .rule import Rule

_DAY_MS = 24 * 60 * 60 * 1_000
_EASE = (
    Rule.SEPARATION,
    Rule.MOST_AIRINGS,
    Rule.SAME_TIME,
    Rule.SERIAL,
    Rule.DAYPART,
    Rule.SPECIAL_DAY,
    Rule.POSITION_LENGTH,
    Rule.KIND,
    Rule.THEME,
    Rule.CLOCK,
    Rule.WINDOW,
)
"""What is changed most easily first; what comes from approval is in none of these places."""


def change_for_gap(
    board: Board, slot: OpenSlot, rule: Rule, chosen: Iterable[int], *, fill: int, gap: int
) -> Change:
    """Return what would let the chosen items into a slot; `fill` and `gap` are frames."""
    names = sorted(chosen)
    days = now = then = airings = None
    if rule is Rule.SEPARATION:
        days = max(separation_lacking(board, slot.day, i) for i in names)
        now, then = _now_and_then(board, names, days)
    elif rule is Rule.WINDOW:
        days = max(_days_outside(board, slot.number, i) for i in names)
    elif rule is Rule.MOST_AIRINGS:
        airings = max(len(board.airings[i]) + 1 - (board.most_airings[i] or 0) for i in names)
    return Change(
        rule=rule,
        items=tuple(board.catalogue.items[i].id for i in names),
        days=days,
        now=now,
        then=then,
        airings=airings,
        fill_ms=fill * FRAME_MS,
        leaves_ms=(gap - fill) * FRAME_MS,
    )


def smallest(kept_out: Iterable[KeptOut]) -> Change | None:
    """Return the change that leaves least empty; of those that are enough the easiest."""
    changes = [kept.change for kept in kept_out if kept.change is not None]

    def size(change: Change) -> tuple[int, int, int, Rule]:
        ease = _EASE.index(change.rule) if change.rule in _EASE else len(_EASE)
        leaves = 0 if change.is_enough else change.leaves_ms
        return leaves, ease, len(change.items), change.rule

    return min(changes, key=size, default=None)


def change_for_must_run(board: Board, i: int, rule: Rule, slots: int) -> Change:
    """Return what would seat a must-run; `slots` are those that all rules before this one leave."""
    item_id = board.catalogue.items[i].id
    days = now = then = length = sooner = None
    items: tuple[str, ...] = (item_id,)
    match rule:
        case Rule.SEPARATION:
            found = (separation_lacking(board, board.days[s], i) for s in members(slots))
            days = min(found, default=None)
            now, then = _now_and_then(board, [i], days or 0)
        case Rule.REPEAT:
            aired = [s for _day, s in board.airings[i] if s != BEFORE]
            found = (board.intervals.lacking(i, s, aired) for s in members(slots))
            sooner = min(found, default=None)
        case Rule.WINDOW:
            found = (_days_outside(board, s, i) for s in members(slots))
            days = min(found, default=None)
        case Rule.DEADLINE:
            late = (board.ends_ms(s) - board.catalogue.deadline[i] for s in members(slots))
            days = min((-(-ms // _DAY_MS) for ms in late if ms > 0), default=None)
        case Rule.FITS | Rule.ROOM:
            length = min((_too_long(board, s, i, rule) for s in members(slots)), default=None)
        case Rule.SERIAL | Rule.SAME_TIME:
            items = (board.catalogue.items[board.serials.waits_for[i]].id, item_id)
    return Change(
        rule=rule,
        items=items,
        days=days,
        now=now,
        then=then,
        airings=1 if rule is Rule.MOST_AIRINGS else None,
        length_ms=sooner if length is None else length * FRAME_MS,
    )


def separation_lacking(board: Board, day: int, i: int) -> int:
    """Return by how many days an item's separation is too long for it to air on a day."""
    return max(board.separation[i] - abs(day - aired) for aired, _ in board.airings[i])


def _now_and_then(board: Board, items: Iterable[int], days: int) -> tuple[int | None, int | None]:
    separations = {board.separation[i] for i in items}
    if len(separations) != 1:
        return None, None
    [now] = separations
    return now, now - days


def _days_outside(board: Board, s: int, i: int) -> int:
    """Return by how many days an item's window is too short for a slot."""
    from_ms, until_ms = board.catalogue.airable[i]
    outside = max(from_ms - board.starts_ms(s), board.ends_ms(s) - until_ms, 0)
    return -(-outside // _DAY_MS)


def _too_long(board: Board, s: int, i: int, rule: Rule) -> int:
    """Return the frames a slot lacks for an item: empty but for what is held, or as it is."""
    slot = board.open[s]
    cost = board.catalogue.frames[i] + slot.sheet.least
    left = [slot.left_at(pick.position, pick.most) for pick in slot.sheet.picks if pick.admits[i]]
    room = max(left, default=slot.room)
    if rule is Rule.FITS:
        room += sum(o.frames + slot.sheet.least for o in slot.occupants if o.item_id is not None)
    return max(1, cost - room)
