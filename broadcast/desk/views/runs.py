"""Plan and release many stations at once: asked for here, done by the workers, shown meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail.admin import messages

from broadcast.access import may_release, may_schedule
from broadcast.actions.desk_runs import MOST_DAYS, RunRefused, ask_for_run, cancel_run
from broadcast.desk.addresses import day_url
from broadcast.models import DeskRun, RunKind, Slot, Station
from broadcast.wording import owed_repeat_sentence, unplaced_sentence
from cms.models import Item

from .day import may_look, read_choice

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

_MS = timedelta(milliseconds=1)


@require_POST
@may_look
def ask(request: HttpRequest) -> HttpResponse:
    """Take an order to plan or to release, and go to where its progress shows."""
    kind = RunKind.RELEASE if request.POST.get("kind") == RunKind.RELEASE else RunKind.PLAN
    if not (may_release if kind is RunKind.RELEASE else may_schedule)(request.user):
        raise PermissionDenied
    now = timezone.now()
    first, area, _text, _areas = read_choice(request.POST, now)
    said = request.POST.get("days", "1")
    days = min(int(said), MOST_DAYS + 1) if said.isdecimal() else 1
    try:
        run = ask_for_run(
            kind=kind,
            first=first,
            last=first + timedelta(days=days - 1),
            area=area,
            below=_below(request.POST.get("below", "")),
            by=_user(request),
            now=now,
        )
    except RunRefused as refused:
        messages.error(request, str(refused))
        return redirect(day_url(first, area))
    return redirect("desk:run", run.pk)


@require_safe
@may_look
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a run is, or what came of it."""
    row = get_object_or_404(DeskRun.objects.select_related("area", "below", "asked_by"), pk=pk)
    may = may_schedule if row.kind == RunKind.PLAN else may_release
    return render(
        request,
        "broadcast/desk/run.html",
        {
            "run": row,
            "state": _state(row),
            "may_cancel": not row.over and may(request.user),
            "account": _account(row),
            "unplaced": _unplaced(row),
            "stopped": _stopped(row),
            "day_url": day_url(row.first, row.area),
            "breadcrumbs_items": [
                {"url": day_url(row.first, row.area), "label": _("Schedule")},
                {"url": "", "label": row.get_kind_display().capitalize()},
            ],
        },
    )


@require_GET
@may_look
def run_state(request: HttpRequest, pk: int) -> JsonResponse:
    """Say how far a run is; its page asks while it runs."""
    del request
    return JsonResponse(_state(get_object_or_404(DeskRun, pk=pk)))


@require_POST
@may_look
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(DeskRun, pk=pk)
    try:
        cancel_run(run=row, by=_user(request), now=timezone.now())
    except RunRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Stopped. What was done so far stays."))
    return redirect("desk:run", pk)


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment] # signed in: a permission was asked
    return user


def _below(code: str) -> Station | None:
    return get_object_or_404(Station, code=code) if code else None


def _state(row: DeskRun) -> dict[str, Any]:
    return {
        "label": str(row.get_state_display()),
        "percent": row.percent,
        "reason": row.reason,
        "done": row.over,
    }


def _account(row: DeskRun) -> dict[str, Any]:
    """Return the numbers of a summary as durations."""
    told = row.summary
    spans = {name: told.get(f"{name}_ms", 0) * _MS for name in ("gap", "filler", "silence")}
    return {**told, **spans}


@dataclass(frozen=True, slots=True)
class UnplacedRow:
    item: Item | None
    station: Station | None
    sentence: str


@dataclass(frozen=True, slots=True)
class StoppedRow:
    station: Station | None
    day: str
    stops: list[tuple[str, Slot | None]]


def _unplaced(row: DeskRun) -> list[UnplacedRow]:
    told = row.summary.get("unplaced", [])
    items = Item.objects.in_bulk([each["item"] for each in told])
    stations = Station.objects.in_bulk([each["station"] for each in told])
    return [
        UnplacedRow(
            items.get(each["item"]),
            stations.get(each["station"]),
            _why_unplaced(each),
        )
        for each in told
    ]


def _why_unplaced(told: dict[str, Any]) -> str:
    rule, slots, change = told["rule"], told["slots"], told.get("change")
    if told.get("due_at"):
        return owed_repeat_sentence(rule, datetime.fromisoformat(told["due_at"]), slots, change)
    return unplaced_sentence(rule, slots, change)


def _stopped(row: DeskRun) -> list[StoppedRow]:
    told = row.summary.get("stopped", [])
    stations = Station.objects.in_bulk([each["station"] for each in told])
    pks = {stop["slot"] for each in told for stop in each["stops"] if stop["slot"]}
    slots = Slot.objects.in_bulk(pks)
    return [
        StoppedRow(
            stations.get(each["station"]),
            each["day"],
            [(stop["message"], slots.get(stop["slot"])) for stop in each["stops"]],
        )
        for each in told
    ]
