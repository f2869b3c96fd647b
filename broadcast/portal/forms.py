"""What a person says of a slot or of one entry, as posted from the page."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from broadcast.models import Outcome
from broadcast.portal.day import ends_at

if TYPE_CHECKING:
    from broadcast.exports.playlist import Entry, Slot

_DAY = timedelta(days=1)


class AsRunForm(forms.Form):
    """`position` empty speaks for the whole slot; `began` and `stopped` are local times of day.

    `rest` says of everything nothing was said of yet that it aired.
    """

    key = forms.UUIDField()
    slot = forms.IntegerField(min_value=1)
    edition = forms.IntegerField(min_value=1)
    position = forms.IntegerField(min_value=0, required=False)
    rest = forms.BooleanField(required=False)
    outcome = forms.ChoiceField(
        choices=Outcome.choices, error_messages={"required": _("Choose what happened.")}
    )
    reason = forms.CharField(required=False)
    began = forms.TimeField(required=False)
    stopped = forms.TimeField(required=False)

    def said(self, slot: Slot) -> dict[str, Any]:
        """Return what the valid form says of `slot`, in the words of `record_as_run`.

        Without times of its own the word has the planned ones; what did not air in
        full then has no end.
        """
        position = self.cleaned_data["position"]
        outcome = Outcome(self.cleaned_data["outcome"])
        planned = _planned(slot, position)
        began, stopped = self.cleaned_data["began"], self.cleaned_data["stopped"]
        started_at = planned.starts_at
        ended_at = ends_at(planned) if outcome == Outcome.AIRED else None
        if outcome == Outcome.PARTLY:
            started_at = _nearest(began, started_at) if began else started_at
            ended_at = _nearest(stopped, started_at) if stopped else None
        return {
            "position": position,
            "outcome": outcome,
            "reason": self.cleaned_data["reason"],
            "started_at": started_at,
            "ended_at": ended_at,
        }


class Draft:
    """What the form of one slot shows before it is sent, and again when it is refused."""

    def __init__(self, given: Any, *, errors: list[str] | None = None) -> None:
        self.slot = str(given.get("slot", ""))
        self.position = str(given.get("position", ""))
        self.outcome = str(given.get("outcome", ""))
        self.reason = str(given.get("reason", ""))
        self.began = str(given.get("began", ""))
        self.stopped = str(given.get("stopped", ""))
        self.errors = errors or []

    FIELDS = ("slot", "position", "outcome", "reason", "began", "stopped")


def _planned(slot: Slot, position: int | None) -> Slot | Entry:
    """Return what is spoken of; the action refuses a position that is not there."""
    entries = {entry.position: entry for entry in slot.entries}
    return slot if position is None else entries.get(position, slot)


def _nearest(clock: time, moment: datetime) -> datetime:
    """Return the moment at `clock`, local time, that lies nearest to `moment`."""
    zone = timezone.get_default_timezone()
    local = datetime.combine(moment.astimezone(zone).date(), clock, zone)
    return min((local - _DAY, local, local + _DAY), key=lambda at: abs(at - moment))
