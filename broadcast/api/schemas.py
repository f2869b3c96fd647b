"""The bodies of the machine API as its description shows them.

A playlist is sent as it was released, byte for byte, so its schemas describe and do
not write. Readers ignore keys they do not know.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, WithJsonSchema

from broadcast.api.fields import Day, EditionNumber, Moment, Place, RowId, Sha256
from broadcast.models import Outcome

Strict = Field(strict=True)
MomentText = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Milliseconds = Annotated[int, Field(ge=0)]


class Problem(Schema):
    """A refusal in one sentence."""

    detail: str


class FieldProblem(Problem):
    field: str | None = None


class StationFacts(Schema):
    code: str
    name: str
    area_code: str
    level: str
    medium: Literal["radio", "television"]


class JoinedFile(Schema):
    """A slot's entries and the pauses between them in one file that begins at `starts_at`."""

    url: str
    sha256: Sha256
    bytes: int
    duration_ms: Milliseconds
    starts_at: datetime


class EntryFile(Schema):
    """`name` is the file's inside a ZIP, `url` its address from the root."""

    name: str
    url: str
    sha256: Sha256
    bytes: int
    duration_ms: Milliseconds


class RelaySource(Schema):
    source: str


class Entry(Schema):
    position: int
    kind: Literal["item", "ident", "filler", "relay"]
    item_id: int | None
    title: str
    language: str
    priority: Literal["normal", "priority", "urgent"]
    starts_at: datetime
    duration_ms: Milliseconds
    clearance_id: int | None
    from_station: str | None
    relay: RelaySource | None
    issued_at: datetime | None
    expires_at: datetime | None
    file: EntryFile | None
    files: dict[str, EntryFile]
    note: str


class Slot(Schema):
    id: int
    title: str
    starts_at: datetime
    duration_ms: Milliseconds
    gap_ms: Milliseconds
    filler_ms: Milliseconds
    silence_ms: Milliseconds
    file: JoinedFile | None
    entries: list[Entry]


class RecalledItem(Schema):
    item_id: int
    sha256: Sha256
    reason: str
    at: datetime


class Playlist(Schema):
    """One edition; `sha256` is over its canonical JSON without that key."""

    station: StationFacts
    day: Day
    day_start: str
    edition: int
    supersedes: int | None
    released_at: datetime
    sha256: Sha256
    recalled: list[RecalledItem]
    slots: list[Slot]


class AsRunSaid(Schema):
    """What a station says of a slot, or of the entry at `position` of it as `edition` has it.

    `id` is the caller's own: sent again with the same content it is recorded once.
    """

    id: UUID
    slot_id: Annotated[RowId, Strict]
    edition: Annotated[EditionNumber, Strict]
    position: Annotated[Place, Strict] | None = None
    outcome: Outcome
    reason: str | None = None
    started_at: Moment
    ended_at: Moment | None = None


class AsRunRecorded(Schema):
    id: UUID
    slot_id: int
    edition: int
    position: int | None
    outcome: Outcome
    reason: str | None
    started_at: MomentText
    ended_at: MomentText | None
    said_at: MomentText
