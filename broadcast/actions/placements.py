"""What a scheduler changes in a slot by hand: replace, add, remove, lock, and take it back.

Each change is made under a lock on the station's row, judged by the planner's own rules
and laid out again: what stays keeps its order, pauses and filler take up the difference.
A scheduler's placement is never moved by the planner. A day that is frozen or released
takes no change from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from broadcast.access import may_schedule
from broadcast.models import (
    EntryKind,
    Maker,
    Placement,
    Playlist,
    Position,
    PositionKind,
    Slot,
    Station,
)
from broadcast.placing import DayClosed, Former, NotAllowed, NotMovable, RuledOut, SlotChanged
from broadcast.planner.moment import MILLISECOND
from broadcast.planner.validation import InvalidProblemError
from broadcast.planning.one_slot import ClockOutgrown, Newcomer, SlotTrial
from broadcast.planning.problem import Loaded, frozen_from, load_problem
from broadcast.planning.store import PlanOutdated, store_plan
from broadcast.wording import against, refused_slot

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Clearance


@transaction.atomic
def replace_placement(
    *, placement: Placement, clearance: Clearance, by: User, now: datetime
) -> Placement:
    """Let `clearance` air in the place of `placement`; return where it stands now.

    Raise `RuledOut` where a rule or the room in the slot forbids it, `NotMovable` for what
    the clock or the parent station put there.
    """
    here = _current(placement, by, now)
    _movable(here)
    trial = _open_trial(here.slot, now, without=here)
    newcomer = Newcomer(
        item_id=str(clearance.item_id), position=here.position, starts_at=here.starts_at
    )
    return _place(trial, here.slot, newcomer, clearance, _by_scheduler(by, now), now)


@transaction.atomic
def add_placement(*, slot: Slot, clearance: Clearance, by: User, now: datetime) -> Placement:
    """Let `clearance` air in the room that is left in `slot`, after what stands there."""
    here = _current_slot(slot, by)
    trial = _open_trial(here, now)
    verdict = trial.verdict(str(clearance.item_id))
    newcomer = Newcomer(item_id=verdict.item_id, position=verdict.position, starts_at=here.ends_at)
    return _place(trial, here, newcomer, clearance, _by_scheduler(by, now), now)


@transaction.atomic
def remove_placement(*, placement: Placement, by: User, now: datetime) -> None:
    """Take an item out of its slot. What it leaves is told as gap until something fills it."""
    here = _current(placement, by, now)
    _movable(here)
    trial = _open_trial(here.slot, now, without=here)
    _store(trial, here.slot, None, now)


@transaction.atomic
def put_back(*, former: Former, instead_of: Placement | None, by: User, now: datetime) -> Placement:
    """Undo a change: what stood there stands there again, with its maker, lock and reason.

    It is judged anew: what has closed its place meanwhile raises `RuledOut`.
    """
    slot = Slot.objects.select_related("station").get(pk=former.slot_id)
    here = _current_slot(slot, by)
    gone = None if instead_of is None else _current(instead_of, by, now)
    trial = _open_trial(here, now, without=gone)
    clearance = trial.loaded.clearances.get(str(former.item_id))
    if clearance is None:
        raise RuledOut(_("The item is no longer cleared: choose another one."), ())
    newcomer = Newcomer(
        item_id=str(former.item_id),
        position=former.position,
        starts_at=gone.starts_at if gone is not None else _place_in_order(former, here),
    )
    stamp = {"made_by": former.made_by, "locked": former.locked, "reason": former.reason}
    return _place(trial, here, newcomer, clearance, stamp, now)


@transaction.atomic
def renew_placement(*, placement: Placement, clearance: Clearance, now: datetime) -> Placement:
    """Let the newer clearance of an item air where the older one stands, frozen day or not.

    The slot is laid out for its length; maker, lock and reason stay, since nobody chose anew.
    Raise as a change by hand does where it may not stand there or does not fit.
    """
    slot = _held_slot(placement.slot)
    trial = _open_trial(slot, now, without=placement, closed_too=True)
    newcomer = Newcomer(
        item_id=str(clearance.item_id), position=placement.position, starts_at=placement.starts_at
    )
    stamp = {"made_by": placement.made_by, "locked": placement.locked, "reason": placement.reason}
    return _place(trial, slot, newcomer, clearance, stamp, now)


@transaction.atomic
def lock_placement(*, placement: Placement, by: User, now: datetime) -> None:
    """Keep an item where it is: no planning and no other change moves it."""
    _set_lock(placement, by, now, locked=True)


@transaction.atomic
def unlock_placement(*, placement: Placement, by: User, now: datetime) -> None:
    _set_lock(placement, by, now, locked=False)


def open_trial(*, slot: Slot, now: datetime, without: Placement | None = None) -> SlotTrial:
    """Return the slot ready to be asked what may stand in it. Raise as a change would."""
    return _open_trial(slot, now, without=without)


def _place_in_order(former: Former, slot: Slot) -> datetime:
    """Return a moment right after what aired before it, or ahead of everything."""
    if former.after is None:
        return slot.starts_at - MILLISECOND
    before = slot.placements.filter(item=former.after).first()
    return former.starts_at if before is None else before.starts_at + MILLISECOND


def _set_lock(placement: Placement, by: User, now: datetime, *, locked: bool) -> None:
    here = _current(placement, by, now)
    if here.entry != EntryKind.ITEM:
        raise NotMovable(_("Only items can be locked: the clock places everything else."))
    _open_trial(here.slot, now)
    here.locked = locked
    here.save(update_fields=["locked"])


def _current_slot(slot: Slot, by: User) -> Slot:
    if not may_schedule(by):
        raise NotAllowed(_("You may look at the schedule but not change it."))
    return _held_slot(slot)


def _held_slot(slot: Slot) -> Slot:
    """Hold the station, so that what is judged is what is changed; return the slot anew."""
    Station.objects.select_for_update(of=("self",)).get(pk=slot.station_id)
    return Slot.objects.on_air().select_related("station").get(pk=slot.pk)


def _current(placement: Placement, by: User, now: datetime) -> Placement:
    """Return the row as it is now. A slot that is laid out again gets new rows."""
    del now
    slot = _current_slot(placement.slot, by)
    row = Placement.objects.filter(pk=placement.pk, slot=slot).first()
    if row is None:
        raise SlotChanged(_("The slot was changed meanwhile: this is how it stands now."))
    row.slot = slot
    return row


def _movable(placement: Placement) -> None:
    """Raise `NotMovable` for what would come back by itself, `RuledOut` for what is locked."""
    if placement.entry != EntryKind.ITEM:
        raise NotMovable(_("The clock places this: change the clock."))
    if placement.locked:
        raise NotMovable(_("This item is locked: unlock it first."))
    if placement.from_station_id is not None:
        raise NotMovable(
            _("This item is carried from %(station)s: change it there.")
            % {"station": placement.from_station}
        )
    positions = list(
        Position.objects.filter(clock=placement.slot.clock_id).order_by("sort_order", "pk")
    )
    if (
        placement.position < len(positions)
        and positions[placement.position].kind == PositionKind.FIXED
    ):
        raise NotMovable(_("The clock names this item: change the clock."))


def _open_trial(
    slot: Slot, now: datetime, without: Placement | None = None, *, closed_too: bool = False
) -> SlotTrial:
    try:
        trial = SlotTrial(_loaded(slot, now), slot, without=without)
    except (ClockOutgrown, InvalidProblemError) as error:
        raise NotMovable(
            _("The clock was changed since this slot was planned: plan the day again.")
        ) from error
    if trial.is_closed and not closed_too:
        raise DayClosed(why_closed(slot=slot, now=now))
    if trial.refusal is not None:
        raise RuledOut(refused_slot(trial.refusal), (trial.refusal.rule,))
    return trial


def why_closed(*, slot: Slot, now: datetime) -> str:
    """Return why a slot takes no change by hand and what can be done instead; "" where it does."""
    if slot.starts_at <= now:
        return _(
            "The slot has begun: only an urgent item can still enter, or an item be withdrawn."
        )
    if Playlist.objects.filter(station=slot.station_id, day=slot.day).exists():
        return _(
            "The day is released and stations rely on it: insert an urgent item, or withdraw "
            "an item to recall it."
        )
    first = (
        Slot.objects.on_air().filter(station=slot.station_id, day=slot.day).earliest("starts_at")
    )
    if now >= frozen_from(slot.station, first.starts_at):
        return _(
            "The day is frozen: insert an urgent item, or withdraw an item to have its place "
            "filled again."
        )
    return ""


def _loaded(slot: Slot, now: datetime) -> Loaded:
    return load_problem(
        first=slot.day, last=slot.day, stations=[slot.station], unsaved=(), holes=(), now=now
    )


def _by_scheduler(by: User, now: datetime) -> dict[str, Any]:
    return {
        "made_by": Maker.SCHEDULER,
        "locked": False,
        "reason": {"why": "scheduler", "by": by.get_full_name(), "at": now.isoformat()},
    }


def _place(
    trial: SlotTrial,
    slot: Slot,
    newcomer: Newcomer,
    clearance: Clearance,
    stamp: dict[str, Any],
    now: datetime,
) -> Placement:
    known = trial.loaded.clearances.get(newcomer.item_id)
    if known is None or known.pk != clearance.pk:
        raise RuledOut(_("The item is no longer cleared as shown: choose it again."), ())
    try:
        rules = trial.verdict(newcomer.item_id, newcomer.position).rules
    except ClockOutgrown as error:
        raise NotMovable(
            _("The clock was changed since this slot was planned: plan the day again.")
        ) from error
    if rules:
        words = {"title": clearance.content["title"], "why": against(rules[0])}
        raise RuledOut(_("“%(title)s” cannot air here: %(why)s.") % words, rules)
    _store(trial, slot, newcomer, now)
    row = Placement.objects.get(slot=slot, item=clearance.item_id)
    for name, value in stamp.items():
        setattr(row, name, value)
    row.save(update_fields=list(stamp))
    return row


def _store(trial: SlotTrial, slot: Slot, newcomer: Newcomer | None, now: datetime) -> None:
    problem, decided, violations = trial.laid_out(newcomer)
    broken = [each.rule for each in violations]
    broken += [each.rule for each in decided.dropped]
    broken += [each.rule for each in decided.refusals]
    if broken:
        raise RuledOut(
            _("The slot cannot be laid out like this: %(why)s.") % {"why": against(broken[0])},
            tuple(broken),
        )
    loaded = trial.loaded
    mine = Loaded(
        problem, loaded.slots, loaded.stations, loaded.clocks, loaded.clearances, loaded.placements
    )
    try:
        store_plan(loaded=mine, plan=decided, now=now)
    except PlanOutdated as error:
        raise SlotChanged(
            _("The slot was changed meanwhile: this is how it stands now.")
        ) from error
    slot.refresh_from_db()
