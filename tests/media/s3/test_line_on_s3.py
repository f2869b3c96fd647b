"""From upload to a house file that is sent and checked, every file in an S3-compatible store."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest
import requests
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media.actions.check import Checked, Problem, check_files
from media.actions.make import make
from media.actions.receive import receive
from media.models import Asset, State
from media.reasons import NotReceived, ReceiveCode, WorkCode
from tests.media.s3.conftest import BUCKET, free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.accounts.models import User
    from media.models import Rendition
    from media.s3 import S3Files

pytestmark = [pytest.mark.xdist_group("s3"), pytest.mark.usefixtures("store")]


@pytest.fixture
def asked(loa: None, store: S3Files, tone: Callable[..., Path]) -> Rendition:
    source = tone(440)
    return receive(source=source, name="a.mp3", by=None, now=timezone.now()).asset.renditions.get()


@pytest.fixture
def house(asked: Rendition) -> Rendition:
    assert make(rendition_id=asked.pk, clock=timezone.now) is State.READY
    asked.refresh_from_db()
    return asked


def problems() -> list[tuple[Problem, str]]:
    return [(found.problem, found.name) for found in check_files(counted=Checked())]


def test_an_upload_becomes_a_house_file_under_the_same_hashes(
    house: Rendition, objects: Callable[[], list[str]], store: S3Files
) -> None:
    assert objects() == [f"files/{house.asset.file_name}", f"files/{house.file_name}"]
    for row in (house.asset, house):
        with store.open(row.file_name) as file:
            assert hashlib.sha256(file.read()).hexdigest() == row.sha256
    assert problems() == []


def test_a_house_file_is_sent_in_ranges(house: Rendition, client: Client, lan: User) -> None:
    client.force_login(lan)
    address = reverse("media:house_file", args=[house.sha256])
    whole = b"".join(client.get(address))
    assert hashlib.sha256(whole).hexdigest() == house.sha256
    part = client.get(address, headers={"range": "bytes=1000-1999"})
    assert (part.status_code, b"".join(part)) == (206, whole[1000:2000])


def test_the_store_sends_a_file_itself_where_the_settings_say_so(
    house: Rendition, client: Client, lan: User, settings: Any
) -> None:
    settings.LOA_STORE_ADDRESSES = True
    client.force_login(lan)
    answer = client.get(reverse("media:house_file", args=[house.sha256]) + "?download")
    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
    sent = requests.get(answer["Location"], headers={"Range": "bytes=10-"}, timeout=10)
    assert (sent.status_code, sent.headers["Content-Type"]) == (206, "audio/mpeg")
    assert sent.headers["Content-Disposition"].startswith("attachment")
    assert len(sent.content) == (house.size_bytes or 0) - 10


def test_missing_altered_and_ownerless_objects_are_named(house: Rendition, s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key=f"files/{house.file_name}", Body=b"something else")
    s3.delete_object(Bucket=BUCKET, Key=f"files/{house.asset.file_name}")
    s3.put_object(Bucket=BUCKET, Key="files/house/ff/ffff.mp3", Body=b"nobody's")
    assert sorted(problems()) == sorted(
        [
            (Problem.MISSING, house.asset.file_name),
            (Problem.ALTERED, house.file_name),
            (Problem.ORPHANED, "house/ff/ffff.mp3"),
        ]
    )


def put_away(settings: Any) -> None:
    private = settings.STORAGES["private"]
    options = {**private["OPTIONS"], "endpoint_url": f"http://127.0.0.1:{free_port()}"}
    settings.STORAGES = {**settings.STORAGES, "private": {**private, "OPTIONS": options}}


def test_an_upload_is_not_taken_while_the_store_is_away(
    loa: None, settings: Any, tone: Callable[..., Path]
) -> None:
    put_away(settings)
    with pytest.raises(NotReceived) as refusal:
        receive(source=tone(440), name="a.mp3", by=None, now=timezone.now())
    assert refusal.value.code == ReceiveCode.STORE_AWAY
    assert not Asset.objects.exists()


def test_work_waits_for_a_store_that_is_away_without_losing_an_attempt(
    asked: Rendition, settings: Any
) -> None:
    there = settings.STORAGES
    put_away(settings)
    assert make(rendition_id=asked.pk, clock=timezone.now) is State.WAITING
    asked.refresh_from_db()
    assert (asked.attempts, asked.reason_code) == (0, WorkCode.STORE_AWAY)
    settings.STORAGES = there
    assert make(rendition_id=asked.pk, clock=timezone.now) is State.READY
