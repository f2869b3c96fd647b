"""One slot on trial: what the rules say of each item in it, and how it airs after a change.

A scheduler's change is judged on the planner's own board and laid out by the planner
itself, with a way of filling that adds nothing: what stands in the slot stays in its
order, only pauses and filler move. The station's other slots count, and are not touched.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from broadcast.planner.airtime import refuse_slots
from broadcast.planner.below import nobody_below
from broadcast.planner.board import Board
from broadcast.planner.catalogue import Catalogue
from broadcast.planner.checker import check
from broadcast.planner.moment import FRAME_MS
from broadcast.planner.planning import plan_by
from broadcast.planner.problem import Admission, Hold, Problem, Standing
from broadcast.planner.ranking import Ranking, SlotScores
from broadcast.planner.rule import Rule
from broadcast.planner.seating import seat_held
from broadcast.planner.sheet import ClockSheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from broadcast.models import Placement, Slot
    from broadcast.planner import problem as planner
    from broadcast.planner.checker import Violation
    from broadcast.planner.choice import Group, Room
    from broadcast.planner.open_slot import OpenSlot
    from broadcast.planner.outcome import Plan, Refusal

    from .problem import Loaded


class ClockOutgrown(Exception):
    """Raised where what stands in the slot no longer fits its clock's positions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """An item to be tried at a place of the clock; `starts_at` orders it among the others."""

    item_id: str
    position: int
    starts_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """`rules` is empty for an item that may stand here; `position` is where."""

    item_id: str
    position: int
    rules: tuple[Rule, ...]


class SlotTrial:
    """One slot with all that stands in it but `without`, ready to be asked and laid out."""

    def __init__(self, loaded: Loaded, slot: Slot, *, without: Placement | None = None) -> None:
        self.loaded = loaded
        self.key = next(key for key, row in loaded.slots.items() if row.pk == slot.pk)
        self._spec = next(spec for spec in loaded.problem.slots if spec.id == self.key)
        self._places = loaded.clocks[self._spec.clock].places
        self.problem = self._alone(slot, without)
        self._board, self.refusal = _board(self.problem)
        self._open = self._board.open.get(self._board.number[self.key])

    @property
    def is_closed(self) -> bool:
        """Whether the day is frozen or released, or the slot has begun."""
        return not self._spec.admits.open_to_all

    @property
    def room(self) -> timedelta:
        """The longest item that would still fit."""
        if self._open is None:
            return timedelta()
        frames = max(0, self._open.room - self._open.sheet.least)
        return timedelta(milliseconds=frames * FRAME_MS)

    def verdicts(self, position: int | None = None) -> list[Verdict]:
        """Judge every candidate at `position` of the row's clock, or wherever it fits best.

        Those that may stand here come first, in the planner's own order.
        """
        slot = self._open
        if slot is None:
            return []
        catalogue = self._board.catalogue
        at = None if position is None else self._index(position)
        found = {i: self._judge(slot, i, at) for i in range(len(catalogue))}
        allowed = [i for i, verdict in found.items() if not verdict.rules]
        ranked = SlotScores(Ranking(self._board, nobody_below(catalogue)), slot).rank(allowed)
        others = sorted(
            (i for i, verdict in found.items() if verdict.rules),
            key=lambda i: (len(found[i].rules), catalogue.items[i].id),
        )
        return [found[i] for i in (*ranked, *others)]

    def verdict(self, item_id: str, position: int | None = None) -> Verdict:
        """Judge one item; one that is no candidate is `unknown`."""
        i = self._board.catalogue.index.get(item_id)
        if self._open is None or i is None:
            return Verdict(item_id, position or 0, (Rule.UNKNOWN,))
        return self._judge(self._open, i, None if position is None else self._index(position))

    def laid_out(self, newcomer: Newcomer | None = None) -> tuple[Problem, Plan, list[Violation]]:
        """Lay the slot out with `newcomer`; return what was decided and what the checker says."""
        problem = self.problem
        if newcomer is not None:
            catalogue = self._board.catalogue
            item = catalogue.items[catalogue.index[newcomer.item_id]]
            standing = Standing(
                slot_id=self.key,
                position=self._index(newcomer.position),
                item_id=newcomer.item_id,
                starts_at=newcomer.starts_at,
                duration=item.duration,
                # As the planner's own it answers to every rule; the others stay whatever they say.
                hold=Hold.PLANNER,
            )
            problem = replace(problem, standing=(*problem.standing, standing))
        decided = plan_by(problem, seed=0, fill=_add_nothing, must_runs_first=False)
        return problem, decided, check(problem, decided, complete=False)

    def _alone(self, slot: Slot, without: Placement | None) -> Problem:
        """Return the problem of this station alone, with this slot alone open."""
        problem = self.loaded.problem
        station = next(one for one in problem.stations if one.code == self._spec.station)
        slots = [self._opened(spec) for spec in problem.slots if spec.station == station.code]
        ids = {spec.id for spec in slots}
        standing = [one for one in problem.standing if one.slot_id in ids]
        rows = [row for row in self.loaded.placements.get(slot.pk, []) if row.item_id is not None]
        if len(rows) != sum(one.slot_id == self.key for one in standing):
            raise ClockOutgrown(str(slot))
        gone = (self.key, str(without.item_id)) if without is not None else None
        return replace(
            problem,
            # What is carried stands here as it is: the parent's programme is not asked again.
            stations=(replace(station, parent=None),),
            slots=tuple(slots),
            history=tuple(one for one in problem.history if one.station == station.code),
            standing=tuple(
                replace(one, hold=_held(one.hold))
                for one in standing
                if (one.slot_id, one.item_id) != gone
            ),
        )

    def _opened(self, spec: planner.Slot) -> planner.Slot:
        return replace(spec, admits=Admission.ALL if spec.id == self.key else Admission.NONE)

    def _index(self, position: int) -> int:
        if position not in self._places:
            raise ClockOutgrown(str(position))
        return self._places.index(position)

    def _judge(self, slot: OpenSlot, i: int, at: int | None) -> Verdict:
        catalogue = self._board.catalogue
        item = catalogue.items[i]
        rules = list(self._board.broken(i, slot))
        cost = catalogue.frames[i] + slot.sheet.least
        picks = [pick for pick in slot.sheet.picks if at is None or pick.position == at]
        fitting = [pick for pick in picks if pick.admits[i]]
        if not fitting:
            rules.append(slot.sheet.barred(item) if picks else Rule.CLOCK)
        elif cost > slot.room:
            rules.append(Rule.FITS)
        elif all(cost > slot.left_at(pick.position, pick.most) for pick in fitting):
            rules.append(Rule.POSITION_LENGTH)
        else:
            fitting = [p for p in fitting if cost <= slot.left_at(p.position, p.most)]
        place = fitting[0].position if fitting else 0
        return Verdict(item.id, self._places[place], tuple(rules))


def _held(hold: Hold) -> Hold:
    return Hold.SCHEDULER if hold is Hold.PLANNER else hold


def _add_nothing(groups: Sequence[Group], _room: Room) -> list[list[int]]:
    return [[] for _ in groups]


def _board(problem: Problem) -> tuple[Board, Refusal | None]:
    """Return the station's board with what stands, and why its open slot may not air, if so."""
    (station,) = problem.stations
    catalogue = Catalogue(problem.candidates, problem.quotas, seed=0, rules=problem.rules)
    refusals = refuse_slots(station=station, slots=problem.slots, timezone=problem.timezone)
    board = Board(
        station,
        problem.slots,
        refused=frozenset(refusal.slot_id for refusal in refusals),
        sheets={clock.id: ClockSheet(clock, catalogue) for clock in problem.clocks},
        catalogue=catalogue,
        timezone=problem.timezone,
    )
    for airing in problem.history:
        board.remember(airing)
    seat_held(board, problem.standing)
    (open_id,) = [spec.id for spec in problem.slots if spec.admits is Admission.ALL]
    return board, next((each for each in refusals if each.slot_id == open_id), None)
