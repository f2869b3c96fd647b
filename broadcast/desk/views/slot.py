"""One slot: what airs in it, and every change a scheduler makes there by hand."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from broadcast.access import may_schedule
from broadcast.actions.placements import (
    add_placement,
    lock_placement,
    open_trial,
    put_back,
    remove_placement,
    replace_placement,
    unlock_placement,
    why_closed,
)
from broadcast.desk.addresses import day_url
from broadcast.desk.candidates import candidates
from broadcast.desk.slot_sheet import slot_sheet
from broadcast.models import Placement, Slot
from broadcast.placing import Former, NotPlaced
from cms.models import Clearance

from .day import may_look

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

UNDO = "desk_undo"
may_change = permission_required("broadcast.schedule", raise_exception=True)


@require_safe
@may_look
def slot(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a slot's entries in the order they air, each with its reason, and the gap."""
    row = _slot(pk)
    now = timezone.now()
    closed = why_closed(slot=row, now=now)
    may = may_schedule(request.user)
    undo = request.session.get(UNDO)
    return render(
        request,
        "broadcast/desk/slot.html",
        {
            "slot": row,
            "sheet": slot_sheet(row),
            "closed": closed,
            "may_schedule": may,
            "may_change": may and not closed,
            "undo": undo if undo and undo["slot"] == pk and may and not closed else None,
            "breadcrumbs_items": _breadcrumbs(row, row.title),
        },
    )


@require_safe
@may_change
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """List what could air instead of an entry, or in the room that is left."""
    row = _slot(pk)
    text = request.GET.get("q", "")
    before = _asked_placement(row, request.GET.get("placement", ""))
    try:
        trial = open_trial(slot=row, now=timezone.now(), without=before)
    except NotPlaced as refused:
        messages.error(request, str(refused))
        return redirect("desk:slot", pk)
    context = {
        "slot": row,
        "before": before,
        "room": trial.room,
        "text": text,
        "choice": candidates(
            trial, position=None if before is None else before.position, text=text
        ),
        "breadcrumbs_items": [
            *_breadcrumbs(row, row.title, reverse("desk:slot", args=[pk])),
            {"url": "", "label": _("Replace") if before else _("Add")},
        ],
    }
    return render(request, "broadcast/desk/choose.html", context)


@require_POST
@may_change
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out one change and go back to the slot, with what was refused as a sentence."""
    row = _slot(pk)
    verb = _VERBS.get(request.POST.get("verb", ""))
    if verb is None:
        raise Http404
    try:
        messages.success(request, verb(request, row))
    except NotPlaced as refused:
        messages.error(request, str(refused))
        if request.POST.get("verb") in {"replace", "add"}:
            return redirect(_choose_url(row, request.POST.get("placement", "")))
    return redirect("desk:slot", pk)


def _slot(pk: int) -> Slot:
    rows = Slot.objects.on_air().select_related("station__area", "clock")
    return get_object_or_404(rows, pk=pk)


def _breadcrumbs(row: Slot, title: str, url: str = "") -> list[dict[str, str]]:
    return [
        {"url": day_url(row.day), "label": _("Schedule")},
        {"url": day_url(row.day, text=row.station.code), "label": row.station.name},
        {"url": url, "label": title},
    ]


def _choose_url(row: Slot, placement: str) -> str:
    return f"{reverse('desk:choose', args=[row.pk])}?placement={placement}"


def _asked_placement(row: Slot, said: str) -> Placement | None:
    if not said:
        return None
    if not said.isdecimal():
        raise Http404
    placement = row.placements.select_related("clearance", "from_station").filter(pk=said).first()
    if placement is None:
        raise Http404
    return placement


def _posted_placement(request: HttpRequest, row: Slot) -> Placement:
    """Return the row the page showed; the action says so where it is there no more."""
    said = request.POST.get("placement", "")
    if not said.isdecimal():
        raise Http404
    kept = row.placements.select_related("clearance").filter(pk=said).first()
    return kept or Placement(pk=int(said), slot=row)


def _posted_clearance(request: HttpRequest) -> Clearance:
    said = request.POST.get("clearance", "")
    if not said.isdecimal():
        raise Http404
    return get_object_or_404(Clearance, pk=said)


def _user(request: HttpRequest) -> User:
    user: User = request.user  # type: ignore[assignment] # signed in: a permission was asked
    return user


def _title(placement: Placement) -> str:
    return str(placement.clearance.content["title"]) if placement.clearance else str(placement)


def _replace(request: HttpRequest, row: Slot) -> str:
    before = _posted_placement(request, row)
    clearance = _posted_clearance(request)
    now = timezone.now()
    made = replace_placement(placement=before, clearance=clearance, by=_user(request), now=now)
    told = _("“%(title)s” now airs instead of “%(before)s”.") % {
        "title": clearance.content["title"],
        "before": _title(before),
    }
    _remember(request, told, Former.of(before), made)
    return told


def _add(request: HttpRequest, row: Slot) -> str:
    clearance = _posted_clearance(request)
    made = add_placement(slot=row, clearance=clearance, by=_user(request), now=timezone.now())
    told = _("Added “%(title)s”.") % {"title": clearance.content["title"]}
    _remember(request, told, None, made)
    return told


def _remove(request: HttpRequest, row: Slot) -> str:
    before = _posted_placement(request, row)
    remove_placement(placement=before, by=_user(request), now=timezone.now())
    told = _("Removed “%(title)s”.") % {"title": _title(before)}
    _remember(request, told, Former.of(before), None)
    return told


def _lock(request: HttpRequest, row: Slot) -> str:
    placement = _posted_placement(request, row)
    lock_placement(placement=placement, by=_user(request), now=timezone.now())
    return _("Locked “%(title)s”: nothing moves it.") % {"title": _title(placement)}


def _unlock(request: HttpRequest, row: Slot) -> str:
    placement = _posted_placement(request, row)
    unlock_placement(placement=placement, by=_user(request), now=timezone.now())
    return _("Unlocked “%(title)s”.") % {"title": _title(placement)}


def _remember(
    request: HttpRequest, told: str, former: Former | None, made: Placement | None
) -> None:
    """Keep what the last change can be undone by; `item` is what it put there."""
    kept = None
    if former is not None:
        kept = {**asdict(former), "starts_at": former.starts_at.isoformat()}
    slot_id = made.slot_id if made is not None else former.slot_id if former is not None else None
    request.session[UNDO] = {
        "slot": slot_id,
        "told": told,
        "former": kept,
        "item": made.item_id if made is not None else None,
    }


def _undo(request: HttpRequest, row: Slot) -> str:
    kept = request.session.pop(UNDO, None)
    if kept is None or kept["slot"] != row.pk:
        raise NotPlaced(_("There is nothing to undo here."))
    # Rows are made anew whenever a slot is laid out: the item is what the change put there.
    made = row.placements.filter(item=kept["item"]).first() if kept["item"] else None
    if kept["item"] and made is None:
        raise NotPlaced(_("The slot was changed meanwhile: this is how it stands now."))
    now = timezone.now()
    if kept["former"] is None:
        assert made is not None  # noqa: S101 - what was added is an item
        remove_placement(placement=made, by=_user(request), now=now)
    else:
        starts_at = datetime.fromisoformat(kept["former"]["starts_at"])
        former = replace(Former(**kept["former"]), starts_at=starts_at)
        put_back(former=former, instead_of=made, by=_user(request), now=now)
    return _("Undone: the slot is as it was before.")


_VERBS: dict[str, Callable[[HttpRequest, Slot], str]] = {
    "replace": _replace,
    "add": _add,
    "remove": _remove,
    "lock": _lock,
    "unlock": _unlock,
    "undo": _undo,
}
