"""Must-runs before anything else is chosen.

The urgent go first, then whoever has the fewest chances left; trades and chains
of moves win seats back for those left over; and while one is still missing the
station is tried again with other tie-breaks. The best attempt stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .below import Below
from .board import Board, members
from .changing import change_for_must_run
from .ejection import win_back
from .every_way import try_every_way
from .outcome import Unplaced
from .rule import Rule
from .seats import Seats
from .too_many import surely_missing

_ATTEMPTS = 16
"""More than one only while more are missing than surely have to be."""
_MANY, _IDLE = 40, 2
"""Of so many must-runs each attempt costs much: they end after this many that did not help."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """From the start of the first slot that may be planned to the end of the last one's day.

    The slots are whole broadcast days: none comes later that day, so what is due before
    the day ends is due now.
    """

    begins_ms: int
    ends_ms: int


def place_must_runs(board: Board, horizon: Horizon, below: Below) -> None:
    """Seat every must-run the station still owes, as far as rules and room allow.

    Those due within the horizon come first and fight for their seats; the
    others have later slots to come and take what is free.
    """
    owed = [i for i in board.catalogue.must_run_index.values() if owes(board, horizon, i)]
    for wave in _waves(board, _with_awaited(board, owed)):
        due = [i for i in wave if due_ms(board, horizon, i) <= horizon.ends_ms]
        _seat(board, due, below, fights=True)
        _seat(board, [i for i in wave if i not in due], below, fights=False)


def _with_awaited(board: Board, owed: list[int]) -> list[int]:
    """Return the must-runs with the episodes that they wait for and that have not aired."""
    found = dict.fromkeys(owed)
    for i in owed:
        before = board.serials.waits_for.get(i)
        while before is not None and not board.airings[before]:
            found[before] = None
            before = board.serials.waits_for.get(before)
    return list(found)


def _waves(board: Board, owed: list[int]) -> Iterator[list[int]]:
    """Yield the must-runs such that an episode comes after those it waits for."""
    while owed:
        waiting = {i for i in owed if board.serials.waits_for.get(i) in owed}
        yield [i for i in owed if i not in waiting]
        owed = [i for i in owed if i in waiting]


def _seat(
    board: Board,
    items: Iterable[int],
    below: Below,
    *,
    fights: bool,
) -> None:
    reach = {i: mask for i in items if (mask := board.with_room(i, in_reach(board, i)))}
    best: Seats | None = None
    sat, idle = [], 0
    at_best = surely_missing(board, reach) if fights else len(reach)
    for attempt in range(_ATTEMPTS):
        seats = Seats(board, reach, below, attempt)
        seats.seat_all()
        if len(seats.missing) > at_best:
            win_back(seats)
        taken_back = seats.take_back()
        if best is None or len(seats.missing) < len(best.missing):
            best, sat = seats, taken_back
        idle = 0 if best is seats else idle + 1
        if len(seats.missing) <= at_best or (len(reach) > _MANY and idle == _IDLE):
            break
    if best is not None:
        for seat in sat:
            best.put_back(*seat)
        try_every_way(best, at_best=at_best)
        best.settle()


def due_ms(board: Board, horizon: Horizon, i: int) -> int:
    """Return when a must-run has to have been heard.

    An urgent item cannot wait for a later plan: it is due by the horizon's end.
    """
    deadline = board.catalogue.deadline[i]
    if board.catalogue.urgent[i]:
        return min(deadline, board.catalogue.airable[i][1], horizon.ends_ms)
    return deadline


def owes(board: Board, horizon: Horizon, i: int) -> bool:
    """Return whether the station has yet to air a must-run that this plan can still place."""
    return (
        not board.barred[i]
        and due_ms(board, horizon, i) > horizon.begins_ms
        and not board.has_heard(i)
    )


def missing(board: Board, horizon: Horizon) -> list[int]:
    """Return the must-runs due within the horizon that have no seat."""
    return [
        i
        for i in board.catalogue.must_run_index.values()
        if owes(board, horizon, i) and due_ms(board, horizon, i) <= horizon.ends_ms
    ]


def why_missing(board: Board, i: int) -> Unplaced:
    """Return what left a must-run without a seat.

    Asked before anything else is chosen: what is chosen later takes no chance
    from it that it could still have used.
    """
    rule, left, in_time = _closed_by(board, i)
    return Unplaced(
        item_id=board.catalogue.items[i].id,
        station=board.station.code,
        rule=rule,
        slots=in_time.bit_count(),
        change=change_for_must_run(board, i, rule, left),
    )


def _in_time(board: Board, i: int) -> int:
    return board.window[i] & board.ending_by(board.catalogue.deadline[i])


def _admitting(board: Board, i: int, slots: int) -> int:
    return sum(1 << s for s in members(slots) if board.open[s].sheet.admits[i])


def in_reach(board: Board, i: int) -> int:
    """Return the slots in which every rule but room lets an item air in time."""
    return _admitting(board, i, board.may_air[i] & _in_time(board, i))


def _closed_by(board: Board, i: int) -> tuple[Rule, int, int]:
    """Return the rule that left an item without a chance, and two sets of slots.

    Those that the rules before that one leave it, and those it had in time.
    """
    item = board.catalogue.items[i]
    in_time = _in_time(board, i)
    suiting = in_time & board.hours.hard[i]
    admitting = _admitting(board, i, suiting)
    roomy = sum(1 << s for s in members(admitting) if board.open[s].could_hold(board.catalogue, i))
    first = next(members(suiting), None)
    steps = (
        (Rule.ADMISSION, board.admitted(i)),
        (Rule.WINDOW, board.window[i]),
        (Rule.DEADLINE, in_time),
        *((rule, in_time & hours[i]) for rule, hours in board.hours.by_rule.items()),
        (Rule.DAYPART, suiting),
        (Rule.CLOCK if first is None else board.open[first].sheet.barred(item), admitting),
        *board.serials.closing(i, admitting),
        (board.kept_off_by(i), admitting & board.may_air[i]),
        (Rule.FITS, roomy),
        (Rule.ROOM, 0),
    )
    left = sum(1 << s for s in board.open)
    for rule, slots in steps:
        if not slots:
            return rule, left, in_time
        left = slots
    raise AssertionError("there is no room where no rule stands against it")
