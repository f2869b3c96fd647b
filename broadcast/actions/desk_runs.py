"""Planning and releasing asked for on the desk: from asked for to done, on a row people see.

A worker claims the row with a token and a lease and renews the lease at every step.
A run that stops, is cancelled or dies leaves whole stations and can be started again
without harm.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from broadcast.access import may_release, may_schedule
from broadcast.actions.plan import PlanUnsound
from broadcast.actions.run_work import RunWork
from broadcast.models import DeskRun, RunKind, RunState, Station
from broadcast.planning.store import PlanOutdated

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from cms.accounts.models import User
    from cms.models import Area

logger = logging.getLogger(__name__)

MOST_DAYS = 62
# A row that waits this long has lost its place in the queue.
QUEUED_FOR = timedelta(minutes=3)
ATTEMPTS = 3


class RunRefused(Exception):
    """Raised with one plain sentence; nothing was asked for."""


class LeaseLost(Exception):
    """Raised in a worker whose row was cancelled or taken over."""


@transaction.atomic
def ask_for_run(
    *,
    kind: RunKind,
    first: date,
    last: date,
    by: User,
    now: datetime,
    area: Area | None = None,
    below: Station | None = None,
    seed: int = 0,
) -> DeskRun:
    """Have the days from `first` to `last` planned or released in the background.

    The same asked for again while it is waiting or under way is the same run.
    With `below`, only the stations that hang under that one. Raise `RunRefused` for a
    person who may not, or a span that makes no sense.
    """
    _check(kind, first, last, by, now)
    same = (
        DeskRun.objects.select_for_update()
        .unfinished()
        .filter(kind=kind, first=first, last=last)
        .filter(area=area, below=below)
    )
    run = same.first()
    if run is None:
        run = DeskRun.objects.create(
            kind=kind,
            first=first,
            last=last,
            area=area,
            below=below,
            seed=seed,
            asked_by=by,
            asked_at=now,
            queued_at=now,
        )
        _enqueue(run.pk)
    return run


def cancel_run(*, run: DeskRun, by: User, now: datetime) -> None:
    """Stop a run after the station it is at; what it has stored stays.

    Raise `RunRefused` where it is over already.
    """
    if not _may(RunKind(run.kind), by):
        raise RunRefused(_("You may not stop this."))
    stopped = (
        DeskRun.objects.unfinished()
        .filter(pk=run.pk)
        .update(state=RunState.CANCELLED, lease_token=None, lease_until=None, ended_at=now)
    )
    if not stopped:
        raise RunRefused(_("It was over already: this is how it ended."))


def carry_out(*, run_id: int, clock: Callable[[], datetime]) -> RunState | None:
    """Do a run's work, or nothing where it is done or held; return the state it ends in."""
    run = _claim(run_id, clock())
    if run is None:
        return None
    try:
        _do(run, clock)
    except LeaseLost:
        return None
    except PlanOutdated:
        return _give_back(run, _("The schedule was changed by hand meanwhile."), clock())
    except PlanUnsound as error:
        logger.exception("Unsound plan in run %d", run.pk)
        return _give_back(
            run,
            _("The plan broke a rule and was not stored: tell the administrator."),
            clock(),
            final=True,
            note=str(error),
        )
    except Exception as error:
        # Whatever it was: the row must say so, or the desk waits for ever.
        logger.exception("Run %d broke off", run.pk)
        return _give_back(
            run,
            _("The work broke off: try again, or tell the administrator."),
            clock(),
            note=repr(error),
        )
    return RunState.DONE


def _do(run: DeskRun, clock: Callable[[], datetime]) -> None:
    def save(**values: Any) -> None:
        mine = DeskRun.objects.filter(pk=run.pk, lease_token=run.lease_token)
        if not mine.update(**{"lease_until": _lease_until(clock()), **values}):
            raise LeaseLost

    summary = RunWork(run, clock, save).do()
    save(
        state=RunState.DONE,
        done=F("whole"),
        summary=summary,
        reason="",
        lease_token=None,
        lease_until=None,
        ended_at=clock(),
    )


def requeue_lost(*, now: datetime) -> int:
    """Put back in the queue what a dead worker left or the queue lost; return how many."""
    with transaction.atomic():
        rows = DeskRun.objects.select_for_update()
        lost = rows.filter(state=RunState.WORKING, lease_until__lt=now)
        forgotten = rows.filter(state=RunState.WAITING, queued_at__lt=now - QUEUED_FOR)
        pks = [*lost.values_list("pk", flat=True), *forgotten.values_list("pk", flat=True)]
        DeskRun.objects.filter(pk__in=pks).update(
            state=RunState.WAITING, lease_token=None, lease_until=None, queued_at=now
        )
        for pk in pks:
            _enqueue(pk)
    return len(pks)


def _check(kind: RunKind, first: date, last: date, by: User, now: datetime) -> None:
    del now
    if not _may(kind, by):
        raise RunRefused(_("You may look at the schedule but not change it."))
    if last < first:
        raise RunRefused(_("The last day must not be before the first."))
    if (last - first).days >= MOST_DAYS:
        raise RunRefused(_("At most %(days)d days can be planned at once.") % {"days": MOST_DAYS})


def _may(kind: RunKind, by: User) -> bool:
    return may_schedule(by) if kind is RunKind.PLAN else may_release(by)


def _enqueue(run_id: int) -> None:
    transaction.on_commit(lambda: async_task("broadcast.tasks.work_on_run", run_id))


def _lease_until(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.LOA_LEASE_SECONDS)


@transaction.atomic
def _claim(run_id: int, now: datetime) -> DeskRun | None:
    run = DeskRun.objects.select_for_update().filter(pk=run_id).claimable(now).first()
    if run is None:
        return None
    if run.attempts >= ATTEMPTS:
        run.state, run.ended_at = RunState.FAILED, now
        run.reason = run.reason or _("The work broke off several times: tell the administrator.")
        run.save()
        return None
    run.state, run.attempts, run.done, run.summary = RunState.WORKING, run.attempts + 1, 0, {}
    run.lease_token, run.lease_until = uuid.uuid4(), _lease_until(now)
    run.save()
    return run


def _give_back(
    run: DeskRun, reason: str, now: datetime, *, final: bool = False, note: str = ""
) -> RunState:
    used_up = final or run.attempts >= ATTEMPTS
    state = RunState.FAILED if used_up else RunState.WAITING
    with transaction.atomic():
        kept = DeskRun.objects.filter(pk=run.pk, lease_token=run.lease_token).update(
            state=state,
            reason=reason,
            summary={**run.summary, "note": note},
            lease_token=None,
            lease_until=None,
            queued_at=now,
            ended_at=now if used_up else None,
        )
        if kept and not used_up:
            _enqueue(run.pk)
    return state
