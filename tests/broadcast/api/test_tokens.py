"""Machine tokens: shown once, kept as a digest, ended for good; by managers alone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from broadcast.access import valid_token
from broadcast.actions.tokens import TokenRefused, make_token, revoke_token
from broadcast.models import StationToken
from cms.access import Role
from tests.broadcast.api.asking import rows
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client

    from broadcast.models import Station
    from cms.accounts.models import User

LATER = NOW + timedelta(days=30)


@pytest.fixture
def manager(minh: User) -> User:
    minh.groups.set([Group.objects.get(name=Role.MANAGER.value)])
    return minh


@pytest.fixture
def desk(manager: User) -> Client:
    return signed_in(manager)


def made(station: Station, **fields: Any) -> tuple[StationToken, str]:
    values = {"name": "Máy phát", "expires_at": None, "by": None, "now": NOW, **fields}
    return make_token(station=station, **values)


def test_the_text_of_a_token_is_nowhere_in_its_row(station: Station) -> None:
    token, text = made(station)

    assert re.fullmatch(r"loa_[0-9a-f]{12}_[\w-]{43}", text)
    assert text.startswith(f"loa_{token.prefix}_")
    kept = str(StationToken.objects.values().get())
    assert text.rpartition(f"{token.prefix}_")[2] not in kept


def test_a_token_is_known_by_its_whole_text(station: Station) -> None:
    token, text = made(station)
    other, other_text = made(station)

    assert valid_token(text, NOW) == token
    assert valid_token(other_text, NOW) == other
    assert valid_token(text[:17] + other_text[17:], NOW) is None
    assert valid_token(f" {text}", NOW) is None
    assert valid_token(text.replace("loa_", "lo_"), NOW) is None


def test_a_token_ends_when_it_expires(station: Station) -> None:
    token, text = made(station, expires_at=LATER)

    assert valid_token(text, LATER - timedelta(seconds=1)) == token
    assert valid_token(text, LATER) is None


def test_a_token_stays_good_while_its_secret_key_is_still_a_fallback(station: Station) -> None:
    with override_settings(SECRET_KEY="older"):
        token, text = made(station)

    with override_settings(SECRET_KEY="newer", SECRET_KEY_FALLBACKS=["older"]):
        assert valid_token(text, NOW) == token
    with override_settings(SECRET_KEY="newer"):
        assert valid_token(text, NOW) is None


def test_revoking_ends_a_token_once_and_for_all(station: Station) -> None:
    token, text = made(station)

    assert revoke_token(token=token, by=None, now=NOW)
    assert not revoke_token(token=token, by=None, now=LATER)

    assert token.revoked_at == NOW
    assert valid_token(text, NOW) is None


@pytest.mark.parametrize(
    ("fields", "field"), [({"name": "  "}, "name"), ({"expires_at": NOW}, "expires_at")]
)
def test_a_useless_token_is_not_made(station: Station, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(TokenRefused) as refused:
        made(station, **fields)

    assert refused.value.field == field
    assert not StationToken.objects.exists()


def test_a_manager_makes_a_token_and_sees_its_text_this_once(
    desk: Client, manager: User, station: Station
) -> None:
    answer = desk.post(
        reverse("station_token:add"),
        {"station": station.pk, "name": "Máy phát", "expires_at": ""},
    )

    token = StationToken.objects.get()
    texts = set(re.findall(r"loa_[0-9a-f]{12}_[\w-]{43}", answer.content.decode()))
    assert {valid_token(text, timezone.now()) for text in texts} == {token}
    assert "no-store" in answer["Cache-Control"].split(", ")
    assert (token.station, token.name, token.made_by) == (station, "Máy phát", manager)
    entries = ModelLogEntry.objects.for_instance(token)
    assert [(entry.action, entry.user) for entry in entries] == [("wagtail.create", manager)]
    page = desk.get(reverse("station_token:index")).content.decode()
    assert token.prefix in page
    assert texts.pop() not in page


def test_what_the_action_refuses_is_shown_beside_its_field(desk: Client, station: Station) -> None:
    answer = desk.post(
        reverse("station_token:add"),
        {"station": station.pk, "name": "Máy phát", "expires_at": "01/01/2020 08:00"},
    )

    assert list(answer.context["form"].errors) == ["expires_at"]
    assert not StationToken.objects.exists()


def test_a_manager_asks_and_then_revokes(desk: Client, station: Station) -> None:
    token, text = made(station)
    address = reverse("station_token:revoke", args=[token.pk])

    assert desk.get(address).status_code == 200
    assert valid_token(text, NOW) == token
    desk.post(address)
    desk.post(address)

    assert valid_token(text, NOW) is None
    assert ModelLogEntry.objects.for_instance(token).filter(action="wagtail.edit").count() == 1
    page = desk.get(reverse("station_token:index")).content.decode()
    assert address not in page


def test_the_list_is_searched_by_station_and_by_use(
    desk: Client, station: Station, elsewhere: Station
) -> None:
    here, _text = made(station, name="Loa cụm")
    there, _text = made(elsewhere, name="Máy tính")

    def found(text: str) -> list[StationToken]:
        return list(desk.get(reverse("station_token:index"), {"q": text}).context["object_list"])

    assert found("phuoc my") == [here]
    assert found("Máy") == [there]
    assert len(found("")) == 2


def test_the_list_takes_as_many_queries_for_three_tokens_as_for_one(
    desk: Client, station: Station
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("station_token:index"))
        return len(captured)

    made(station)
    desk.get(reverse("station_token:index"))
    one = queries()
    made(station, name="Máy hai")
    made(station, name="Máy ba")

    assert queries() == one


@pytest.mark.parametrize("name", ["tuan", "hoa", "lan"])
def test_nobody_else_sees_makes_or_revokes_a_token(
    request: pytest.FixtureRequest, station: Station, name: str
) -> None:
    token, _text = made(station)
    client = signed_in(request.getfixturevalue(name))
    before = rows()

    index = client.get(reverse("station_token:index"))
    add = client.post(reverse("station_token:add"), {"station": station.pk, "name": "x"})
    revoke = client.post(reverse("station_token:revoke", args=[token.pk]))

    assert [answer.status_code for answer in (index, add, revoke)] == [302] * 3
    assert rows() == before


@pytest.mark.parametrize("action", ["delete", "edit", "copy"])
def test_no_address_leads_to_deleting_or_changing_a_token(action: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"station_token:{action}", args=[1])
