"""What a player says of what it aired: once, in its own words, refused in one sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.utils import timezone

from broadcast.models import AsRun, Outcome, StationToken
from tests.broadcast.api.asking import as_run_of, rows
from tests.broadcast.api.withdrawing import released_ahead

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from broadcast.models import Playlist, Station

BEGAN, STOPPED = "2025-03-05T05:15:00.250000+07:00", "2025-03-05T05:15:09+07:00"


@pytest.fixture
def said(playlist: Playlist) -> dict[str, Any]:
    """Return a good body about the first item of the slot."""
    return {
        "id": str(uuid4()),
        "slot_id": playlist.document["slots"][0]["id"],
        "edition": 1,
        "position": 1,
        "outcome": "aired",
        "reason": None,
        "started_at": BEGAN,
        "ended_at": STOPPED,
    }


def say(machine: Client, playlist: Playlist, body: Any) -> Answer:
    return machine.post(as_run_of(playlist.station), body, content_type="application/json")


def test_what_is_said_is_recorded_and_told_back(
    machine: Client, playlist: Playlist, said: dict[str, Any]
) -> None:
    answer = say(machine, playlist, said)

    told = answer.json()
    assert answer.status_code == 201
    assert told.pop("said_at").endswith("+07:00")
    assert told == said
    row = AsRun.objects.get()
    assert (str(row.key), row.position, row.outcome) == (said["id"], 1, Outcome.AIRED)
    assert (row.by, row.token) == (None, StationToken.objects.get())


def test_the_same_said_twice_is_one_row(
    machine: Client, playlist: Playlist, said: dict[str, Any]
) -> None:
    first = say(machine, playlist, said)
    # The same moment, written with another offset.
    again = say(machine, playlist, {**said, "started_at": "2025-03-04T22:15:00.250Z"})

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert AsRun.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "not_aired", "reason": "Mất điện"},
        {"position": 2},
        {"position": None},
        {"started_at": "2025-03-05T05:15:01+07:00"},
        {"ended_at": None},
        {"reason": "Muộn"},
    ],
)
def test_the_same_id_with_another_content_is_a_conflict(
    machine: Client, playlist: Playlist, said: dict[str, Any], change: dict[str, Any]
) -> None:
    say(machine, playlist, said)
    before = rows()

    answer = say(machine, playlist, {**said, **change})

    assert (answer.status_code, answer.json()["field"]) == (409, "id")
    assert rows() == before


WRONG: list[tuple[str, Any]] = [
    ("id", "not-a-uuid"),
    ("id", 7),
    ("slot_id", 0),
    ("slot_id", 2**63),
    ("slot_id", "1"),
    ("slot_id", True),
    ("slot_id", None),
    ("edition", 0),
    ("edition", 10**30),
    ("edition", 1.0),
    ("position", -1),
    ("position", 99),
    ("position", [1]),
    ("outcome", "maybe"),
    ("outcome", None),
    ("reason", 5),
    ("started_at", "2025-03-05T05:15:00"),
    ("started_at", "yesterday"),
    ("started_at", 1741126500),
    ("started_at", None),
    ("started_at", "0001-01-01T00:00:00+14:00"),
    ("started_at", "0001-01-02T00:00:00+00:00"),
    ("started_at", "9999-12-31T23:59:59-12:00"),
    ("started_at", "2025-02-30T05:15:00+07:00"),
    ("ended_at", "2025-03-05T05:14:00+07:00"),
    ("ended_at", "9999-12-30T00:00:00+00:00"),
    ("ended_at", ""),
]


def test_what_is_wrong_is_refused_by_its_field_in_one_sentence(
    machine: Client, playlist: Playlist, said: dict[str, Any]
) -> None:
    before = rows()

    told = []
    for field, value in WRONG:
        answer = say(machine, playlist, {**said, field: value})
        told.append((answer.status_code, answer.json().get("field")))
        assert answer.json()["detail"].endswith((".", "."))

    assert told == [(422, field) for field, _value in WRONG]
    assert rows() == before


@pytest.mark.parametrize("field", ["id", "slot_id", "edition", "outcome", "started_at"])
def test_what_is_missing_is_named(
    machine: Client, playlist: Playlist, said: dict[str, Any], field: str
) -> None:
    del said[field]

    answer = say(machine, playlist, said)

    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_what_need_not_be_said_may_be_left_out(
    machine: Client, playlist: Playlist, said: dict[str, Any]
) -> None:
    for field in ("position", "reason", "ended_at"):
        del said[field]

    answer = say(machine, playlist, {**said, "player": "một khóa lạ"})

    assert answer.status_code == 201
    assert [answer.json()[field] for field in ("position", "reason", "ended_at")] == [None] * 3


@pytest.mark.parametrize("reason", ["", None, "\x00 \n", "dài" * 200])
def test_what_did_not_air_needs_a_reason_of_a_sentence_or_two(
    machine: Client, playlist: Playlist, said: dict[str, Any], reason: str | None
) -> None:
    answer = say(machine, playlist, {**said, "outcome": "partly", "reason": reason})

    assert (answer.status_code, answer.json()["field"]) == (422, "reason")
    assert not AsRun.objects.exists()


def test_what_has_yet_to_air_cannot_be_confirmed(machine: Client, station: Station) -> None:
    ahead = released_ahead(station)
    soon = timezone.now() + timedelta(hours=1)
    body = {
        "id": str(uuid4()),
        "slot_id": ahead.document["slots"][0]["id"],
        "edition": 1,
        "outcome": "aired",
        "started_at": soon.isoformat(),
    }

    answer = say(machine, ahead, body)

    assert (answer.status_code, answer.json()["field"]) == (422, "started_at")


def test_a_slot_or_edition_that_is_not_the_stations_is_404(
    machine: Client, playlist: Playlist, foreign: Playlist, said: dict[str, Any]
) -> None:
    before = rows()
    theirs = foreign.document["slots"][0]["id"]

    answers = [
        say(machine, playlist, {**said, **change})
        for change in ({"slot_id": theirs}, {"slot_id": 10**9}, {"edition": 7})
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert len({answer.content for answer in answers}) == 1
    assert rows() == before


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", "7", '"x"', "\ufeff{}", "[" * 8000, '{"id": "\\ud800"}']
)
def test_a_body_that_is_no_object_is_refused(
    machine: Client, playlist: Playlist, body: str
) -> None:
    answer = say(machine, playlist, body)

    assert answer.status_code == 422
    assert not AsRun.objects.exists()


def test_a_body_beyond_its_bound_is_refused_unread(
    machine: Client, playlist: Playlist, said: dict[str, Any]
) -> None:
    answer = say(machine, playlist, {**said, "reason": "x" * 20_000})

    assert answer.status_code == 413
    assert not AsRun.objects.exists()
