"""What a plan changes of what stood before: added, removed, moved and kept, slot by slot.

Items only, and only in slots that may be planned. An item that leaves one slot of a station and
comes into another has moved; what is left over came or went.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from .outcome import Placement, Plan
from .problem import Admission, Hold, Problem, Slot, Standing
from .rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    item_id: str
    position: int
    from_station: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """`rule` is what no longer allows it; None where it follows its parent or its slot."""

    item_id: str
    position: int
    from_station: str | None = None
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An item of this slot that came from `from_slot`, another one of the same station."""

    item_id: str
    from_slot: str
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retimed:
    """An item that stays and begins at another moment, or has another length."""

    item_id: str
    was_at: datetime
    is_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDifference:
    """What changes in one slot; `kept` counts the items that stay, the retimed among them."""

    slot_id: str
    station: str
    added: tuple[Added, ...] = ()
    removed: tuple[Removed, ...] = ()
    moved: tuple[Moved, ...] = ()
    retimed: tuple[Retimed, ...] = ()
    kept: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.moved or self.retimed)


@dataclass(frozen=True, slots=True)
class Difference:
    """The slots that change, in the order of their ids, and counts over all slots."""

    slots: tuple[SlotDifference, ...]
    kept: int

    @property
    def changed_slots(self) -> frozenset[str]:
        """The slots that air something else or at other moments, those that items left too."""
        left = {moved.from_slot for slot in self.slots for moved in slot.moved}
        return frozenset(slot.slot_id for slot in self.slots) | left

    @property
    def added(self) -> int:
        return sum(len(slot.added) for slot in self.slots)

    @property
    def removed(self) -> int:
        return sum(len(slot.removed) for slot in self.slots)

    @property
    def moved(self) -> int:
        return sum(len(slot.moved) for slot in self.slots)

    @property
    def retimed(self) -> int:
        return sum(len(slot.retimed) for slot in self.slots)


@dataclass(slots=True)
class _Change:
    station: str
    came: list[Placement] = field(default_factory=list)
    went: list[Standing] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    retimed: list[Retimed] = field(default_factory=list)
    kept: int = 0


def difference(
    problem: Problem,
    plan: Plan,
    *,
    cancelled: Iterable[Slot] = (),
    stood: Iterable[Standing] = (),
) -> Difference:
    """Return what `plan` changes of the standing items of its problem.

    `cancelled` are slots that the problem no longer has, `stood` what stood in them.
    """
    slots = [*(s for s in problem.slots if s.admits is not Admission.NONE), *cancelled]
    changes = {slot.id: _Change(slot.station) for slot in slots}
    before: dict[tuple[str, str, int], Standing] = {
        (one.slot_id, one.item_id, one.position): one
        for one in (*problem.standing, *stood)
        if one.slot_id in changes
    }
    for one in plan.placements:
        if one.item_id is not None:
            _meet(changes[one.slot_id], one, before.pop(_key(one), None))
    for gone in before.values():
        changes[gone.slot_id].went.append(gone)
    rules = {(drop.slot_id, drop.item_id): drop.rule for drop in plan.dropped}
    _match_moves(changes, rules)
    told = [_told(slot_id, changes[slot_id], rules) for slot_id in sorted(changes)]
    return Difference(
        tuple(each for each in told if not each.is_empty), sum(each.kept for each in told)
    )


def difference_between(problem: Problem, before: Plan, after: Plan) -> Difference:
    """Return what `after` changes of `before`, two plans of the same slots."""
    return difference(replace(problem, standing=as_standing(before)), after)


def as_standing(plan: Plan) -> tuple[Standing, ...]:
    """Return what a plan placed as it stands once stored: what nobody holds is the planner's."""
    return tuple(
        Standing(
            slot_id=one.slot_id,
            position=one.position,
            item_id=one.item_id,
            starts_at=one.starts_at,
            duration=one.duration,
            hold=one.hold or Hold.PLANNER,
            from_station=one.from_station,
        )
        for one in plan.placements
        if one.item_id is not None
    )


def _key(one: Placement) -> tuple[str, str, int]:
    return one.slot_id, one.item_id or "", one.position


def _meet(change: _Change, one: Placement, stood: Standing | None) -> None:
    if stood is None:
        change.came.append(one)
        return
    change.kept += 1
    if (stood.starts_at, stood.duration) != (one.starts_at, one.duration):
        change.retimed.append(
            Retimed(item_id=stood.item_id, was_at=stood.starts_at, is_at=one.starts_at)
        )


def _match_moves(changes: dict[str, _Change], rules: dict[tuple[str, str], Rule]) -> None:
    """Pair what went with what came of the same item at the same station, the earliest first."""
    went: dict[tuple[str, str], list[tuple[datetime, str, Standing]]] = defaultdict(list)
    for slot_id, change in changes.items():
        for gone in change.went:
            went[change.station, gone.item_id].append((gone.starts_at, slot_id, gone))
    for several in went.values():
        several.sort(key=lambda each: each[:2])
    came = [(one.starts_at, slot_id, one) for slot_id, c in changes.items() for one in c.came]
    for _at, slot_id, one in sorted(came, key=lambda each: each[:2]):
        change = changes[slot_id]
        candidates = went.get((change.station, one.item_id or ""), [])
        if one.from_station is None and candidates:
            _, from_slot, gone = candidates.pop(0)
            change.came.remove(one)
            changes[from_slot].went.remove(gone)
            rule = rules.get((from_slot, gone.item_id))
            change.moved.append(Moved(item_id=gone.item_id, from_slot=from_slot, rule=rule))


def _told(slot_id: str, change: _Change, rules: dict[tuple[str, str], Rule]) -> SlotDifference:
    return SlotDifference(
        slot_id=slot_id,
        station=change.station,
        added=tuple(
            Added(item_id=one.item_id or "", position=one.position, from_station=one.from_station)
            for one in change.came
        ),
        removed=tuple(
            Removed(
                item_id=one.item_id,
                position=one.position,
                from_station=one.from_station,
                rule=rules.get((slot_id, one.item_id)),
            )
            for one in sorted(change.went, key=lambda one: (one.starts_at, one.item_id))
        ),
        moved=tuple(change.moved),
        retimed=tuple(change.retimed),
        kept=change.kept,
    )
