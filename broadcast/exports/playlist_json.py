"""Write a playlist as the JSON the machine API promises, and hash it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from broadcast.exports.playlist import Entry, File, JoinedFile, Playlist, RecalledItem, Slot

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # one offset since 1975
_MILLISECOND = timedelta(milliseconds=1)


def to_json(playlist: Playlist) -> dict[str, Any]:
    """Return the playlist as a JSON object, its own `sha256` included."""
    station = playlist.station
    document: dict[str, Any] = {
        "station": {
            "code": station.code,
            "name": station.name,
            "area_code": station.area_code,
            "level": station.level,
            "medium": station.medium.value,
        },
        "day": playlist.day.isoformat(),
        "day_start": playlist.day_start.isoformat("minutes"),
        "edition": playlist.edition,
        "supersedes": playlist.supersedes,
        "released_at": moment(playlist.released_at),
        "recalled": [_recalled(item) for item in playlist.recalled],
        "slots": [_slot(slot) for slot in playlist.slots],
    }
    document["sha256"] = sha256(document)
    return document


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return what is hashed: sorted, dense UTF-8 without `sha256` and without query strings.

    Unknown keys count, so a reader older than the writer still agrees with it. Half a surrogate
    pair, which UTF-8 cannot carry, is hashed as a question mark.
    """
    bare = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(
        without_queries(bare), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return text.encode(errors="replace")


def sha256(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(document)).hexdigest()


def without_queries(value: Any) -> Any:
    """Copy a JSON value with every `url` cut before its query string, where expiring keys are."""
    match value:
        case dict():
            return {
                key: inner.partition("?")[0]
                if key == "url" and isinstance(inner, str)
                else without_queries(inner)
                for key, inner in value.items()
            }
        case list():
            return [without_queries(inner) for inner in value]
    return value


def moment(at: datetime) -> str:
    """Write a moment as ISO 8601 with +07:00; a naive one is a `ValueError`."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone.")
    return at.astimezone(VIETNAM).isoformat()


def milliseconds(duration: timedelta) -> int:
    """Count whole milliseconds; what is left of one is dropped."""
    return duration // _MILLISECOND


def _optional_moment(at: datetime | None) -> str | None:
    return None if at is None else moment(at)


def _recalled(item: RecalledItem) -> dict[str, Any]:
    return {
        "item_id": item.item_id,
        "sha256": item.sha256,
        "reason": item.reason,
        "at": moment(item.at),
    }


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "title": slot.title,
        "starts_at": moment(slot.starts_at),
        "duration_ms": milliseconds(slot.duration),
        "gap_ms": milliseconds(slot.gap),
        "filler_ms": milliseconds(slot.filler),
        "silence_ms": milliseconds(slot.silence),
        "file": None if slot.file is None else _joined_file(slot.file),
        "entries": [_entry(entry) for entry in slot.entries],
    }


def _joined_file(file: JoinedFile) -> dict[str, Any]:
    return {
        "url": file.url,
        "sha256": file.sha256,
        "bytes": file.size,
        "duration_ms": milliseconds(file.duration),
        "starts_at": moment(file.starts_at),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "position": entry.position,
        "kind": entry.kind.value,
        "item_id": entry.item_id,
        "title": entry.title,
        "language": entry.language,
        "priority": entry.priority.value,
        "starts_at": moment(entry.starts_at),
        "duration_ms": milliseconds(entry.duration),
        "clearance_id": entry.clearance_id,
        "from_station": entry.from_station,
        "relay": None if entry.relay is None else {"source": entry.relay.source},
        "issued_at": _optional_moment(entry.issued_at),
        "expires_at": _optional_moment(entry.expires_at),
        "file": None if entry.file is None else _file(entry.file),
        "files": {variant: _file(file) for variant, file in entry.files.items()},
        "note": entry.note,
    }


def _file(file: File) -> dict[str, Any]:
    return {
        "name": file.name,
        "url": file.url,
        "sha256": file.sha256,
        "bytes": file.size,
        "duration_ms": milliseconds(file.duration),
    }
