"""What a station says it aired."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Status

from broadcast.actions.as_run import (
    AsRunConflict,
    AsRunRefused,
    NotInEdition,
    NotYet,
    NotYours,
    ReasonMissing,
    ReasonTooLong,
    record_as_run,
)
from broadcast.api.auth import caller_of
from broadcast.api.errors import Refused
from broadcast.api.fields import Code
from broadcast.api.schemas import AsRunRecorded, AsRunSaid, FieldProblem, Problem
from broadcast.models import AsRun, Playlist, Slot

router = Router(tags=["as-run"])

_KNOWN, _CREATED, _CONFLICT, _UNPROCESSABLE = 200, 201, 409, 422


@router.post(
    "/stations/{code}/as-run",
    response={
        _KNOWN: AsRunRecorded,
        _CREATED: AsRunRecorded,
        401: Problem,
        403: Problem,
        404: Problem,
        _CONFLICT: FieldProblem,
        413: Problem,
        _UNPROCESSABLE: FieldProblem,
    },
)
def as_run(request: HttpRequest, code: Code, said: AsRunSaid) -> Status[dict[str, Any]]:
    """Record one word on a slot or an entry. Nothing said is changed; the newest word counts.

    New is 201, the same `id` with the same content 200, with other content 409.
    """
    now = timezone.now()
    caller = caller_of(request)
    station = get_object_or_404(caller.speaks_for, code=code)
    slot = get_object_or_404(Slot, pk=said.slot_id, station=station)
    playlist = get_object_or_404(Playlist, station=station, day=slot.day, edition=said.edition)
    try:
        row, created = record_as_run(
            key=said.id,
            station=station,
            slot=slot,
            playlist=playlist,
            position=said.position,
            outcome=said.outcome,
            reason=said.reason or "",
            started_at=said.started_at,
            ended_at=said.ended_at,
            by=caller.user,
            token=caller.token,
            now=now,
        )
    except NotYours as error:
        raise Http404 from error
    except AsRunConflict as refusal:
        raise Refused(_CONFLICT, str(refusal), field="id") from refusal
    except AsRunRefused as refusal:
        field = _field_of(refusal, said, now)
        raise Refused(_UNPROCESSABLE, str(refusal), field=field) from refusal
    caller.note_use(now)
    return Status(_CREATED if created else _KNOWN, _recorded(row, said.edition))


def _field_of(refusal: AsRunRefused, said: AsRunSaid, now: datetime) -> str:
    match refusal:
        case NotInEdition():
            return "slot_id" if said.position is None else "position"
        case ReasonMissing() | ReasonTooLong():
            return "reason"
        case NotYet():
            return "started_at" if said.started_at > now else "ended_at"
    ended_first = said.ended_at is not None and said.ended_at < said.started_at
    return "ended_at" if ended_first else "started_at"


def _recorded(row: AsRun, edition: int) -> dict[str, Any]:
    return {
        "id": row.key,
        "slot_id": row.slot_id,
        "edition": edition,
        "position": row.position,
        "outcome": row.outcome,
        "reason": row.reason or None,
        "started_at": _told(row.started_at),
        "ended_at": None if row.ended_at is None else _told(row.ended_at),
        "said_at": _told(row.said_at),
    }


def _told(at: datetime) -> str:
    return timezone.localtime(at).isoformat()
