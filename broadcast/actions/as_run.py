"""Record what a station says of what it aired. Nothing said is changed; the newest word counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from broadcast.access import stations_of
from broadcast.exports.titles import one_line
from broadcast.models import AsRun, Outcome, standing_word

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from broadcast.models import Playlist, Slot, Station, StationToken
    from cms.accounts.models import User

# An airing earlier than this before its slot is a mistyped date.
MOST_EARLY = timedelta(days=1)
MOST_REASON = 500  # what a row holds


class AsRunRefused(Exception):
    """Raised with one sentence for the person; nothing was recorded."""


class AsRunConflict(AsRunRefused):
    """The key is known, with other content."""


class NotYours(AsRunRefused):
    """The slot or playlist is another station's, or who speaks does not speak for the station."""


class NotInEdition(AsRunRefused):
    """The edition does not hold the slot, or the slot has no such position there."""


class ReasonMissing(AsRunRefused):
    """What did not air in full is said without a reason."""


class ReasonTooLong(AsRunRefused):
    pass


class TimesImpossible(AsRunRefused):
    """It ended before it began, or began more than a day before its slot."""


class NotYet(AsRunRefused):
    """A time that is said lies in the future."""


def record_as_run(
    *,
    key: UUID,
    station: Station,
    slot: Slot,
    playlist: Playlist,
    position: int | None,
    outcome: Outcome,
    reason: str,
    started_at: datetime,
    ended_at: datetime | None,
    by: User | None,
    token: StationToken | None,
    now: datetime,
) -> tuple[AsRun, bool]:
    """Record one word on a slot, or on the entry at `position` of it, as `playlist` has it.

    `by` or `token` is who says so. The same `key` with the same content again
    returns the row there is and False; with other content it raises
    `AsRunConflict`. Every other refusal is an `AsRunRefused` of its own name.
    """
    said: dict[str, Any] = {
        "station_id": station.pk,
        "slot_id": slot.pk,
        "playlist_id": playlist.pk,
        "position": position,
        "outcome": Outcome(outcome),
        "reason": one_line(reason, most=max(len(reason), 1)),
        "started_at": started_at,
        "ended_at": ended_at,
    }
    _refuse_strangers(station, slot, playlist, by, token)
    known = _known(key, said)
    if known is not None:
        return known, False
    _refuse_unplanned(slot, playlist, position)
    _refuse_untold(said["outcome"], said["reason"])
    _refuse_impossible(slot, started_at, ended_at, now)
    try:
        with transaction.atomic():
            return AsRun.objects.create(key=key, by=by, token=token, said_at=now, **said), True
    except IntegrityError:
        # The same request a moment earlier, on another connection.
        known = _known(key, said)
        if known is None:
            raise
        return known, False


@transaction.atomic
def record_rest_aired(
    *,
    key: UUID,
    station: Station,
    slot: Slot,
    playlist: Playlist,
    by: User | None,
    token: StationToken | None,
    now: datetime,
) -> list[AsRun]:
    """Record that all of a slot aired as planned of which nothing has been said yet.

    A word on the whole slot would take back what was said of its entries before. The
    keys come from `key`, so the same request again finds everything said. Refused as
    `record_as_run` refuses.
    """
    said = list(AsRun.objects.filter(slot=slot).with_subject().newest_first())
    recorded: list[AsRun] = []
    for entry in playlist.entries.filter(slot=slot).order_by("position"):
        if standing_word(said, entry.position, entry.house_sha256) is None:
            row, _created = record_as_run(
                key=uuid5(key, str(entry.position)),
                station=station,
                slot=slot,
                playlist=playlist,
                position=entry.position,
                outcome=Outcome.AIRED,
                reason="",
                started_at=entry.starts_at,
                ended_at=entry.ends_at,
                by=by,
                token=token,
                now=now,
            )
            recorded.append(row)
    return recorded


def _known(key: UUID, said: dict[str, Any]) -> AsRun | None:
    row = AsRun.objects.filter(key=key).first()
    if row is not None and any(getattr(row, field) != value for field, value in said.items()):
        raise AsRunConflict(
            _("This confirmation was already recorded with other content: look at what stands.")
        )
    return row


def _refuse_strangers(
    station: Station,
    slot: Slot,
    playlist: Playlist,
    by: User | None,
    token: StationToken | None,
) -> None:
    theirs = slot.station_id == playlist.station_id == station.pk
    if token is not None:
        theirs = theirs and token.station_id == station.pk
    if by is not None:
        theirs = theirs and stations_of(by).filter(pk=station.pk).exists()
    if not theirs or (by is None and token is None):
        raise NotYours(_("This slot does not belong to your station."))


def _refuse_unplanned(slot: Slot, playlist: Playlist, position: int | None) -> None:
    """Ask the edition's document: a slot without entries has no rows of its own."""
    slots = {held["id"]: held["entries"] for held in playlist.document["slots"]}
    if slot.pk not in slots:
        raise NotInEdition(_("This edition of the playlist does not hold this slot."))
    if position is not None and position not in {held["position"] for held in slots[slot.pk]}:
        raise NotInEdition(_("This edition has nothing at this position of the slot."))


def _refuse_untold(outcome: Outcome, reason: str) -> None:
    if outcome != Outcome.AIRED and not reason:
        raise ReasonMissing(_("Say in a few words why it did not air in full."))
    if len(reason) > MOST_REASON:
        raise ReasonTooLong(
            _("The reason is too long: at most %(most)d characters.") % {"most": MOST_REASON}
        )


def _refuse_impossible(
    slot: Slot, started_at: datetime, ended_at: datetime | None, now: datetime
) -> None:
    if ended_at is not None and ended_at < started_at:
        raise TimesImpossible(_("It cannot have ended before it began."))
    if max(started_at, ended_at or started_at) > now:
        raise NotYet(_("What has not aired yet cannot be confirmed."))
    if started_at < slot.starts_at - MOST_EARLY:
        raise TimesImpossible(_("It cannot have begun more than a day before its slot."))
