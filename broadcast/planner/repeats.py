"""Bulletins that repeat: at every station again and again, until their window closes.

The first airing is that of any urgent item: at once. Then the bulletin enters the first slot
that begins at least its interval after the slot of its last airing, whoever chose that airing:
the planner, a scheduler, the parent it was carried from, or history. Ordinary placements give
way as they do to any urgent item. Slots are walked in time order, and where two bulletins are
due in one the one that was heard longer ago goes first.

Nothing else places these items: separation in days, the rule book's limits and the ranking are
for items that take turns. Their own most airings, where they name one, count.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from .board import BEFORE, Board, members
from .changing import change_for_must_run
from .giving_way import Carried, Way
from .outcome import Dropped, Reason, Unplaced, Why
from .rule import Rule

_REPEATS = Reason(why=Why.REPEAT)


def place_repeats(
    board: Board, carried: Carried, *, chosen: bool, heard_alone: bool = False
) -> list[Dropped]:
    """Seat each bulletin wherever it is due; return what went.

    With `heard_alone`, those that have not been heard in time yet wait: a repeat must not keep
    the first airing out of a slot that moving others could still win for it. With `chosen`,
    what this plan has chosen itself gives way as well, and is not named.
    """
    bulletins = [i for i in _bulletins(board) if board.has_heard(i) or not heard_alone]
    may_enter = {i: _may_enter(board, i) for i in bulletins}
    if not any(may_enter.values()):
        return []
    way = Way(board, carried, chosen=chosen)
    for s in members(_together(may_enter.values())):
        due = [i for i, slots in may_enter.items() if slots >> s & 1]
        for i in sorted(due, key=lambda i: (_last_before(board, i, s), i)):
            if board.may_air[i] >> s & 1:
                way.make_in(i, s, _REPEATS)
    way.put_back()
    return list(way.gone())


def owed_repeats(board: Board) -> Iterator[Unplaced]:
    """Yield each repeat that is due in a slot and has no seat there, with what stands against it.

    One that has to pass several slots before it airs again is one repeat that is owed. The first
    airing is no repeat: where it is missing, that is told of the must-run.
    """
    for i in _bulletins(board):
        runs: dict[int, list[int]] = {}
        for s in members(_may_enter(board, i) & board.may_air[i]):
            before = _airings_before(board, i, s)
            if before:
                runs.setdefault(before, []).append(s)
        for missed in runs.values():
            yield _owed(board, i, missed)


def _owed(board: Board, i: int, missed: list[int]) -> Unplaced:
    slot = board.open[missed[0]]
    rule = Rule.ROOM if slot.could_hold(board.catalogue, i) else Rule.FITS
    return Unplaced(
        item_id=board.catalogue.items[i].id,
        station=board.station.code,
        rule=rule,
        slots=len(missed),
        change=change_for_must_run(board, i, rule, 1 << slot.number),
        due_in=slot.slot.id,
    )


def _bulletins(board: Board) -> list[int]:
    return [i for i in board.catalogue.repeats if not board.barred[i]]


def _may_enter(board: Board, i: int) -> int:
    """Return the slots that would take a bulletin, were it not heard near and had they room."""
    return sum(1 << s for s in members(board.chances[i]) if board.open[s].sheet.admits[i])


def _together(several: Iterable[int]) -> int:
    found = 0
    for slots in several:
        found |= slots
    return found


def _moments(board: Board, i: int) -> list[int]:
    slots = [s for _day, s in board.airings[i] if s != BEFORE]
    return board.intervals.moments(i, slots)


def _airings_before(board: Board, i: int, s: int) -> int:
    return bisect_right(_moments(board, i), board.starts_ms(s))


def _last_before(board: Board, i: int, s: int) -> int:
    """Return when a bulletin was last heard before a slot; one never heard was longest ago."""
    before = _airings_before(board, i, s)
    return _moments(board, i)[before - 1] if before else -1
