"""Law 9, address by address: who may read or write what, and that a refusal changes no row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.test import Client

from broadcast.actions.tokens import make_token, revoke_token
from broadcast.models import StationToken
from tests.broadcast.api.asking import ROOT, as_run_of, body_of, day_of, file_of, player, rows
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from broadcast.models import Playlist, Station
    from cms.accounts.models import User

    Calls = dict[str, Callable[[Client], Answer]]

READS = [
    "json",
    "edition",
    "m3u8",
    "xspf",
    "html",
    "zip",
    "week",
    "item file",
    "slot file",
    "slot",
]


def calls_on(playlist: Playlist) -> Calls:
    """Return a call of every address about one released day."""
    slot = playlist.document["slots"][0]
    station = playlist.station
    said = {
        "id": str(uuid4()),
        "slot_id": slot["id"],
        "edition": playlist.edition,
        "position": None,
        "outcome": "aired",
        "reason": None,
        "started_at": slot["starts_at"],
        "ended_at": None,
    }
    addresses = [
        day_of(playlist),
        f"{day_of(playlist)}?edition=1",
        *(day_of(playlist, form) for form in (".m3u8", ".xspf", ".html", ".zip")),
        f"{ROOT}/stations/{station.code}/weeks/2025-W10/playlist.zip",
        file_of(slot["entries"][-1]["file"]["sha256"]),
        file_of(slot["file"]["sha256"]),
        f"{ROOT}/slots/{slot['id']}.mp3",
    ]

    def reading(address: str) -> Callable[[Client], Answer]:
        return lambda client: client.get(address)

    def saying(client: Client) -> Answer:
        return client.post(as_run_of(station), said, content_type="application/json")

    calls = dict(zip(READS, map(reading, addresses), strict=True))
    return {**calls, "as-run": saying}


def statuses(client: Client, playlist: Playlist) -> dict[str, int]:
    return {name: call(client).status_code for name, call in calls_on(playlist).items()}


def every(status: int, **others: int) -> dict[str, int]:
    return {**dict.fromkeys([*READS, "as-run"], status), **others}


ALLOWED = {**every(200), "slot": 302, "as-run": 201}


@pytest.fixture
def callers(
    playlist: Playlist, station: Station, token: str, tuan: User, la: User, lan: User, hoa: User
) -> dict[str, Client]:
    def other(name: str, **fields: object) -> tuple[StationToken, str]:
        values = {"expires_at": None, "by": None, "now": NOW, **fields}
        return make_token(station=station, name=name, **values)  # type: ignore[arg-type]

    revoked, revoked_text = other("bị thu hồi")
    revoke_token(token=revoked, by=None, now=NOW)
    _, expired_text = other("hết hạn", expires_at=NOW + timedelta(hours=1))
    return {
        "nobody": Client(),
        "nonsense": player("nonsense"),
        "basic": Client(headers={"Authorization": "Basic dHVhbjp0dWFu"}),
        "altered": player(token[:-1] + ("a" if token[-1] != "a" else "b")),
        "revoked": player(revoked_text),
        "expired": player(expired_text),
        "machine": player(token),
        "tuan": signed_in(tuan),
        "la": signed_in(la),
        "lan": signed_in(lan),
        "hoa": signed_in(hoa),
    }


@pytest.mark.parametrize("name", ["nobody", "nonsense", "basic", "altered", "revoked", "expired"])
def test_without_a_good_credential_everything_is_401_and_no_row_changes(
    callers: dict[str, Client], playlist: Playlist, name: str
) -> None:
    before = rows()

    answers = [call(callers[name]) for call in calls_on(playlist).values()]

    assert {answer.status_code for answer in answers} == {401}
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="Loa"'}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert rows() == before


@pytest.mark.parametrize("name", ["machine", "tuan"])
def test_a_station_reaches_all_that_is_its_own(
    callers: dict[str, Client], playlist: Playlist, name: str
) -> None:
    assert statuses(callers[name], playlist) == ALLOWED


@pytest.mark.parametrize("name", ["la", "lan"])
def test_somebody_elses_is_404_everywhere_and_no_row_changes(
    callers: dict[str, Client], playlist: Playlist, name: str
) -> None:
    before = rows()

    assert statuses(callers[name], playlist) == every(404)
    assert rows() == before


def test_a_token_reaches_nothing_of_another_station(
    callers: dict[str, Client], foreign: Playlist
) -> None:
    before = rows()

    assert statuses(callers["machine"], foreign) == every(404)
    assert rows() == before


def test_who_schedules_reads_every_station_and_speaks_for_none(
    callers: dict[str, Client], playlist: Playlist, foreign: Playlist
) -> None:
    for each in (playlist, foreign):
        assert statuses(callers["hoa"], each) == {**ALLOWED, "as-run": 404}


def test_what_is_forbidden_and_what_is_unknown_read_alike(
    callers: dict[str, Client], playlist: Playlist, foreign: Playlist
) -> None:
    unknown = [
        f"{ROOT}/stations/khong-co/days/2025-03-05/playlist",
        f"{ROOT}/stations/khong-co/days/2025-03-05/playlist.zip",
        f"{ROOT}/stations/khong-co/weeks/2025-W10/playlist.zip",
        file_of("0" * 64),
        f"{ROOT}/slots/999999.mp3",
        day_of(playlist).replace("2025-03-05", "2025-03-06"),
        f"{ROOT}/no/such/address",
    ]
    forbidden = [call(callers["machine"]) for call in calls_on(foreign).values()]

    answers = [*forbidden, *map(callers["machine"].get, unknown)]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer["Content-Type"] for answer in answers} == {"application/json"}


def test_a_bad_token_is_refused_beside_a_session_that_would_do(
    tuan: User, playlist: Playlist
) -> None:
    client = signed_in(tuan)

    answer = client.get(day_of(playlist), headers={"Authorization": "Bearer nonsense"})

    assert answer.status_code == 401


def test_who_was_let_go_is_let_in_no_more(tuan: User, playlist: Playlist) -> None:
    client = signed_in(tuan)
    tuan.is_active = False
    tuan.save()

    assert client.get(day_of(playlist)).status_code == 401


def test_a_person_confirms_with_the_csrf_token_and_a_machine_without(
    tuan: User, playlist: Playlist, token: str
) -> None:
    person = Client(enforce_csrf_checks=True)
    person.force_login(tuan)
    say = calls_on(playlist)["as-run"]
    before = rows()

    refused = say(person)

    assert (refused.status_code, list(refused.json())) == (403, ["detail"])
    assert rows() == before
    machine = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})
    assert say(machine).status_code == 201
    person.cookies["csrftoken"] = "x" * 32
    person.defaults["HTTP_X_CSRFTOKEN"] = "x" * 32
    assert say(person).status_code == 200
    # Nobody at all is asked for a credential first.
    assert say(Client(enforce_csrf_checks=True)).status_code == 401


def test_a_key_never_confirms(client: Client, playlist: Playlist, machine: Client) -> None:
    m3u8 = body_of(machine.get(day_of(playlist, ".m3u8"))).decode()
    key = m3u8.partition("?key=")[2].split()[0]
    before = rows()

    answer = client.post(
        f"{as_run_of(playlist.station)}?key={key}", {}, content_type="application/json"
    )

    assert answer.status_code == 401
    assert rows() == before


def test_the_use_of_a_token_is_noted_at_most_once_a_minute(
    machine: Client, playlist: Playlist, foreign: Playlist
) -> None:
    row = StationToken.objects.get()
    machine.get(day_of(foreign))
    row.refresh_from_db()
    assert row.last_used_at is None

    machine.get(day_of(playlist))
    row.refresh_from_db()
    first = row.last_used_at
    assert first is not None
    machine.get(day_of(playlist))
    row.refresh_from_db()
    assert row.last_used_at == first

    StationToken.objects.update(last_used_at=first - timedelta(minutes=2))
    machine.get(day_of(playlist), headers={"If-None-Match": "*"})
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert row.last_used_at > first
