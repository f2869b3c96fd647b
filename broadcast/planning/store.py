"""A plan to rows: only what differs is written, a station at a time, never over a newer word."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from broadcast.models import EntryKind, Maker, Placement, Slot, Station
from broadcast.planner.facts import kept_out_facts
from broadcast.planner.outcome import Entry
from broadcast.planner.problem import Admission, Hold

from .bulk import insert_rows, update_rows

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from broadcast.planner import outcome
    from broadcast.planner.outcome import Plan

    from .problem import Loaded

KINDS = {
    Entry.ITEM: EntryKind.ITEM.value,
    Entry.IDENT: EntryKind.IDENT.value,
    Entry.RELAY: EntryKind.RELAY.value,
    Entry.FILLER: EntryKind.FILLER.value,
}
ACCOUNT = ("planned_at", "gap", "filler", "silence", "kept_out", "refused")
# What a listener would notice of a placement, and who holds it.
AIRING = (
    "position",
    "entry",
    "item_id",
    "clearance_id",
    "starts_at",
    "ends_at",
    "from_station_id",
    "made_by",
    "locked",
)
STRETCH = ("starts_at", "ends_at", "clock_id", "cancelled_at")
stretch_of = attrgetter(*STRETCH)
_STARTS_AT = AIRING.index("starts_at")
airing_of = attrgetter(*AIRING)

Airing = tuple[Any, ...]
"""The values of `AIRING`, as the database holds them."""
Wanted = tuple[Airing, dict[str, Any]]
"""What a placement is to be, and its reason."""


class PlanOutdated(Exception):
    """Raised where somebody placed in or moved the same slots meanwhile; nothing was written."""


def store_plan(
    *, loaded: Loaded, plan: Plan, now: datetime, tell: Callable[[int, int], None] | None = None
) -> int:
    """Write `plan` over the placements it was made from; return how many slots changed.

    One transaction a station, under a lock on its row: two runs at once never mix,
    and a run that stops half-way leaves whole stations and can be started again.
    Raise `PlanOutdated` where a station's slots or placements are no longer those read.
    """
    wanted = _wanted(loaded, plan)
    accounts = _accounts(loaded, plan)
    by_station: dict[int, list[tuple[str, Slot]]] = defaultdict(list)
    for spec in loaded.problem.slots:
        if spec.admits is not Admission.NONE:
            slot = loaded.slots[spec.id]
            by_station[slot.station_id].append((spec.id, slot))
    changed = 0
    for done, (station, slots) in enumerate(by_station.items(), start=1):
        with transaction.atomic():
            Station.objects.select_for_update().get(pk=station)
            changed += _store_station(loaded, slots, wanted, accounts, now)
        if tell:
            tell(done, len(by_station))
    return changed


def _store_station(
    loaded: Loaded,
    slots: list[tuple[str, Slot]],
    wanted: dict[str, list[Wanted]],
    accounts: dict[str, dict[str, Any]],
    now: datetime,
) -> int:
    there = _there([slot.pk for _key, slot in slots])
    stretches = _stretches([slot.pk for _key, slot in slots])
    remove: list[int] = []
    add: list[tuple[Any, ...]] = []
    touched: list[Slot] = []
    for key, slot in slots:
        before = there.get(slot.pk, [])
        if before != [(row.pk, airing_of(row)) for row in loaded.placements.get(slot.pk, [])]:
            raise PlanOutdated(str(slot))
        if stretches.get(slot.pk) != stretch_of(slot):
            raise PlanOutdated(str(slot))
        after = wanted.get(key, [])
        account = accounts[key]
        same = [airing for _pk, airing in before] == [airing for airing, _told in after]
        if same and all(getattr(slot, name) == value for name, value in account.items()):
            continue
        if not same:
            remove += [pk for pk, _airing in before]
            add += [(slot.pk, reason, *airing) for airing, reason in after]
        for name, value in account.items():
            setattr(slot, name, value)
        slot.planned_at = now
        touched.append(slot)
    if remove:
        Placement.objects.filter(pk__in=remove).delete()
    insert_rows(Placement, ("slot", "reason", *AIRING), add)
    account_of = attrgetter(*ACCOUNT, "pk")
    update_rows(Slot, ACCOUNT, [account_of(slot) for slot in touched])
    return len(touched)


def _stretches(slots: list[int]) -> dict[int, tuple[Any, ...]]:
    """Return when each slot airs now, and by which clock."""
    rows = Slot.objects.filter(pk__in=slots).values_list("pk", *STRETCH)
    return {pk: tuple(stretch) for pk, *stretch in rows}


def _there(slots: list[int]) -> dict[int, list[tuple[int, Airing]]]:
    """Return the placements there are now, by slot: the key of each, and what it airs."""
    found: dict[int, list[tuple[int, Airing]]] = defaultdict(list)
    rows = Placement.objects.filter(slot__in=slots).order_by("slot_id", "starts_at", "pk")
    for slot, pk, *airing in rows.values_list("slot_id", "pk", *AIRING):
        found[slot].append((pk, tuple(airing)))
    return found


def _wanted(loaded: Loaded, plan: Plan) -> dict[str, list[Wanted]]:
    clock_of = {slot.id: slot.clock for slot in loaded.problem.slots}
    stations = {code: station.pk for code, station in loaded.stations.items()}
    wanted: dict[str, list[Wanted]] = defaultdict(list)
    for each in plan.placements:
        position = loaded.clocks[clock_of[each.slot_id]].places[each.position]
        before = _row_before(loaded, each, position)
        cleared = loaded.clearances.get(each.item_id or "")
        clearance = cleared.pk if cleared is not None else None
        # A planner's own row whose item was corrected meanwhile takes the new clearance.
        if before is not None and (each.hold is not Hold.PLANNER or clearance is None):
            clearance = before.clearance_id
        airing = (
            position,
            KINDS[each.entry],
            int(each.item_id) if each.item_id else None,
            clearance,
            each.starts_at,
            each.starts_at + each.duration,
            stations.get(each.from_station or ""),
            before.made_by if before else Maker.PLANNER.value,
            before is not None and before.locked,
        )
        wanted[each.slot_id].append((airing, before.reason if before else _told(each.reason)))
    for rows in wanted.values():
        rows.sort(key=_starts_at)
    return wanted


def _starts_at(wanted: Wanted) -> datetime:
    airing, _told = wanted
    starts_at: datetime = airing[_STARTS_AT]
    return starts_at


def _row_before(loaded: Loaded, each: outcome.Placement, position: int) -> Placement | None:
    """Return the row a standing placement came from: it keeps its clearance, maker and lock."""
    if each.item_id is None or each.hold is None:
        return None
    item = int(each.item_id)
    for row in loaded.placements.get(loaded.slots[each.slot_id].pk, []):
        if row.item_id == item and row.position == position:
            return row
    return None


def _told(reason: outcome.Reason) -> dict[str, Any]:
    """Return a reason as codes and facts; the desk makes the sentence."""
    return {
        "why": reason.why.value,
        "rank": reason.rank,
        "candidates": reason.candidates,
        "chances": reason.chances,
        "score": [[points.part.value, points.points] for points in reason.score],
        "breaks": [[broken.rule.value, broken.beside] for broken in reason.breaks],
    }


def _accounts(loaded: Loaded, plan: Plan) -> dict[str, dict[str, Any]]:
    """Return what each planned slot's row should say of its gap."""
    none = timedelta()
    accounts: dict[str, dict[str, Any]] = {
        key: {"gap": none, "filler": none, "silence": none, "kept_out": [], "refused": {}}
        for key in loaded.slots
    }
    for gap in plan.gaps:
        accounts[gap.slot_id] |= {
            "gap": timedelta(milliseconds=gap.gap_ms),
            "filler": timedelta(milliseconds=gap.filler_ms),
            "silence": timedelta(milliseconds=gap.silence_ms),
            "kept_out": [kept_out_facts(each) for each in gap.kept_out],
        }
    for refusal in plan.refusals:
        accounts[refusal.slot_id] |= {
            "refused": {
                "rule": refusal.rule.value,
                "limit": refusal.limit,
                "found": refusal.found,
            }
        }
    return accounts
