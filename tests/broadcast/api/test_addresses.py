"""Addresses at their edges, and what the API says of itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from broadcast.api.schemas import Playlist as PlaylistSchema
from broadcast.models import Fetch
from tests.broadcast.api.asking import ROOT, day_of

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Playlist

DAYS = f"{ROOT}/stations/phuoc-my/days"
MALFORMED = [
    (f"{DAYS}/2025-02-30/playlist", "day"),
    (f"{DAYS}/2025-3-5/playlist", "day"),
    (f"{DAYS}/20250305/playlist", "day"),
    (f"{DAYS}/2025-W10-3/playlist", "day"),
    (f"{DAYS}/1741132800/playlist", "day"),
    (f"{DAYS}/0000-00-00/playlist.zip", "day"),
    (f"{DAYS}/2025-03-05/playlist?edition=0", "edition"),
    (f"{DAYS}/2025-03-05/playlist?edition=x", "edition"),
    (f"{DAYS}/2025-03-05/playlist?edition=99999999999999999999", "edition"),
    (f"{DAYS}/2025-03-05/playlist.m3u8?edition=", "edition"),
    (f"{DAYS}/2025-03-05/playlist.zip?since=-1", "since"),
    (f"{DAYS}/2025-03-05/playlist.zip?variant=huge", "variant"),
    (f"{ROOT}/stations/%00/days/2025-03-05/playlist", "code"),
    (f"{ROOT}/stations/đài/days/2025-03-05/playlist", "code"),
    (f"{ROOT}/stations/{'a' * 51}/days/2025-03-05/playlist", "code"),
    (f"{ROOT}/stations/phuoc-my%0A/days/2025-03-05/playlist", "code"),
    (f"{ROOT}/stations/phuoc-my/weeks/2025-W54/playlist.zip", "week"),
    (f"{ROOT}/stations/phuoc-my/weeks/2025-W00/playlist.zip", "week"),
    (f"{ROOT}/stations/phuoc-my/weeks/2025-W-1/playlist.zip", "week"),
    (f"{ROOT}/stations/phuoc-my/weeks/9999-W52/playlist.zip", "week"),
    (f"{ROOT}/stations/phuoc-my/weeks/202510/playlist.zip", "week"),
    (f"{ROOT}/files/{'g' * 64}.mp3", "sha256"),
    (f"{ROOT}/files/{'A' * 64}.mp3", "sha256"),
    (f"{ROOT}/files/..%2F..%2Fetc.mp3", None),
    (f"{ROOT}/slots/0.mp3", "slot_id"),
    (f"{ROOT}/slots/99999999999999999999.mp3", "slot_id"),
    (f"{ROOT}/slots/x.mp3", "slot_id"),
    (f"{DAYS}/2025-03-05/playlist.exe", None),
    (f"{DAYS}/2025-03-05/playlist/", None),
    (f"{ROOT}/", None),
]


def test_a_malformed_address_is_refused_by_its_field_and_never_breaks(
    machine: Client, playlist: Playlist
) -> None:
    told = []
    for address, _field in MALFORMED:
        answer = machine.get(address)
        told.append((address, answer.status_code, answer.json().get("field")))

    assert told == [(address, 404 if field is None else 422, field) for address, field in MALFORMED]
    assert not Fetch.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_what_is_read_is_not_written(machine: Client, playlist: Playlist, method: str) -> None:
    assert getattr(machine, method)(day_of(playlist)).status_code == 405


def test_the_api_describes_itself_to_anybody(client: Client) -> None:
    answer = client.get(f"{ROOT}/openapi.json")

    described = answer.json()
    assert answer.status_code == 200
    assert sorted(described["paths"]) == sorted(
        f"{ROOT}{path}"
        for path in (
            "/files/{sha256}.mp3",
            "/files/{sha256}.mp4",
            "/slots/{slot_id}.mp3",
            "/stations/{code}/as-run",
            "/stations/{code}/days/{day}/playlist",
            "/stations/{code}/days/{day}/playlist.html",
            "/stations/{code}/days/{day}/playlist.m3u8",
            "/stations/{code}/days/{day}/playlist.xspf",
            "/stations/{code}/days/{day}/playlist.zip",
            "/stations/{code}/weeks/{week}/playlist.zip",
        )
    )
    operations = [each for path in described["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    assert all(each["security"] for each in operations)


def keys_of(value: Any, path: str = "") -> set[str]:
    """Return every key of a JSON value with the way to it."""
    if isinstance(value, dict):
        return {f"{path}.{key}" for key in value}.union(
            *(keys_of(inner, f"{path}.{key}") for key, inner in value.items())
        )
    if isinstance(value, list):
        return set().union(*(keys_of(inner, f"{path}[]") for inner in value))
    return set()


def test_a_released_playlist_is_what_the_description_says(playlist: Playlist) -> None:
    read = PlaylistSchema.model_validate(playlist.document)

    assert keys_of(json.loads(read.model_dump_json())) == keys_of(playlist.document)
