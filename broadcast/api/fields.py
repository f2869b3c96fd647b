"""What addresses and bodies are made of, each held to bounds that every database keeps."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

_MOST_EDITION = 32767  # a PositiveSmallIntegerField's on every database
_MOST_ID = 2**63 - 1


def _day(value: Any) -> date:
    """Read YYYY-MM-DD and nothing else that could pass for a date."""
    day = date.fromisoformat(str(value))
    if day.isoformat() != value:
        raise ValueError(value)
    return day


def _monday(value: Any) -> date:
    """Read YYYY-Www, an ISO week, as its Monday."""
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - pydantic takes no other for a refusal
    year, _w, week = value.partition("-W")
    if not (value.isascii() and len(value) == len("2025-W10") and year.isdigit()):
        raise ValueError(value)
    monday = date.fromisocalendar(int(year), int(week), 1)
    if monday > date.max - timedelta(days=6):
        raise ValueError(value)
    return monday


def _moment(value: Any) -> datetime:
    """Read a moment that says its offset and that UTC has too."""
    if not isinstance(value, str):
        raise ValueError(value)  # noqa: TRY004 - pydantic takes no other for a refusal
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(value) from error


Code = Annotated[str, StringConstraints(pattern=r"^[-a-zA-Z0-9_]{1,50}$")]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Week = Annotated[
    date,
    BeforeValidator(_monday),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-W\d{2}$"}),
]
Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
EditionNumber = Annotated[int, Field(ge=1, le=_MOST_EDITION)]
RowId = Annotated[int, Field(ge=1, le=_MOST_ID)]
Place = Annotated[int, Field(ge=0, le=_MOST_EDITION)]
Variant = Literal["small"]
