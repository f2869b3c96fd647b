"""The list of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from media.actions.renditions import ask_for_house
from media.actions.set_up import set_up
from media.models import Asset, State
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client

    from cms.accounts.models import User


@pytest.fixture
def desk(minh: User) -> Client:
    return signed_in(minh)


def shown(client: Client, **query: str) -> list[str]:
    answer = client.get(reverse("media_assets:index"), query)
    assert answer.status_code == 200
    return [asset.title for asset in answer.context["object_list"]]


def test_the_list_takes_as_many_queries_for_three_files_as_for_one(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    kept("Một")
    shown(desk)  # fills the caches that outlive a request
    with CaptureQueriesContext(connection) as one:
        assert shown(desk) == ["Một"]
    kept("Hai", State.WAITING)
    kept("Ba", State.REFUSED, reason_code="silent")
    with CaptureQueriesContext(connection) as three:
        assert shown(desk) == ["Ba", "Hai", "Một"]
    assert len(three) == len(one)


def test_the_list_says_who_uploaded_a_file_and_how_far_it_is(
    desk: Client, kept: Callable[..., Asset], lan: User
) -> None:
    kept("Hỏng", State.FAILED, reason_code="internal")
    html = desk.get(reverse("media_assets:index")).content.decode()
    assert str(State.FAILED.label) in html
    assert lan.get_full_name() in html


def test_the_list_and_the_page_tell_the_state_of_the_same_rendition(
    desk: Client, kept: Callable[..., Asset], settings: Any
) -> None:
    asset = kept("Lũ về")
    settings.LOA_LOUDNESS_LUFS = -16.0
    set_up()
    ask_for_house(asset=asset, now=NOW)
    told = desk.get(reverse("media:asset_state", args=[asset.pk])).json()
    html = desk.get(reverse("media_assets:index")).content.decode()
    assert told["label"] == str(State.WAITING.label)
    assert str(State.WAITING.label) in html
    assert str(State.READY.label) not in html


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"q": "lũ"}, ["Lũ về"]),
        ({"q": "Lũ về.wav"}, ["Lũ về"]),
        ({"q": "khong co"}, []),
        ({}, ["Họp chợ", "Lũ về"]),
    ],
)
def test_a_file_is_found_by_its_title_or_its_name(
    query: dict[str, str], titles: list[str], desk: Client, kept: Callable[..., Asset]
) -> None:
    kept("Lũ về")
    kept("Họp chợ")
    assert shown(desk, **query) == titles


def test_a_file_is_found_by_its_hash(desk: Client, kept: Callable[..., Asset]) -> None:
    asset = kept("Lũ về")
    kept("Họp chợ")
    assert shown(desk, q=asset.sha256) == ["Lũ về"]
