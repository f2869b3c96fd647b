"""Choosing a file for an item, or uploading one on the spot."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from media.forms import NOT_WHOLE
from media.models import Asset, State
from media.reasons import sentence
from tests.cms.newsroom import signed_in
from tests.media.pages import test_resumable_uploads as in_pieces
from tests.media.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from cms.accounts.models import User


@pytest.fixture
def desk(lan: User) -> Client:
    return signed_in(lan)


def opened(client: Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get(reverse("asset_chooser:choose")).json()
    return told


def sent(client: Client, content: bytes, name: str = "a.wav", **fields: str) -> dict[str, Any]:
    answer = upload(client, content, name, door=reverse("asset_chooser:create"), **fields)
    assert answer.status_code == 200
    told: dict[str, Any] = json.loads(answer.content)
    return told


def test_the_chooser_offers_the_store_and_an_upload(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    kept("Lũ về")
    html = opened(desk)["html"]
    assert "Lũ về" in html
    assert reverse("asset_chooser:create") in html
    assert 'type="file"' in html


def test_who_may_not_upload_is_offered_the_store_alone(
    minh: User, kept: Callable[..., Asset]
) -> None:
    kept("Lũ về")
    html = opened(signed_in(minh))["html"]
    assert "Lũ về" in html
    assert 'type="file"' not in html


def test_a_file_uploaded_in_the_chooser_is_its_senders_and_is_chosen(
    desk: Client, lan: User, tone: Callable[..., Path]
) -> None:
    told = sent(desk, tone(440).read_bytes(), "Bản tin.wav", title="Bản tin sáng")
    asset = Asset.objects.get()
    assert (told["step"], told["result"]["id"], told["result"]["title"]) == (
        "chosen",
        str(asset.pk),
        "Bản tin sáng",
    )
    assert (asset.uploaded_by, asset.original_name) == (lan, "Bản tin.wav")
    assert asset.renditions.get().state == State.WAITING


def test_bytes_that_are_there_already_are_chosen_without_a_second_copy(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept("Lũ về")
    told = sent(desk, "Lũ về".encode())
    assert (told["step"], told["result"]["id"]) == ("chosen", str(asset.pk))
    assert Asset.objects.count() == 1


def test_a_file_that_is_not_received_says_why_in_the_chooser(desk: Client, settings: Any) -> None:
    settings.LOA_UPLOAD_MAX_BYTES = 1 << 20
    told = sent(desk, b"x" * ((1 << 20) + 1))
    assert told["step"] == "reshow_creation_form"
    assert sentence("too_large", {"most_mb": 1}) in told["htmlFragment"]
    assert not Asset.objects.exists()


def test_bytes_that_were_refused_before_are_not_chosen_and_say_why(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    kept("Lũ về", State.REFUSED, reason_code="silent")
    told = sent(desk, "Lũ về".encode())
    assert told["step"] == "reshow_creation_form"
    assert sentence("silent") in told["htmlFragment"]


def test_a_refused_file_is_not_offered(desk: Client, kept: Callable[..., Asset]) -> None:
    kept("Lũ về", State.REFUSED, reason_code="silent")
    kept("Họp chợ")
    html = opened(desk)["html"]
    assert "Họp chợ" in html
    assert "Lũ về" not in html


def test_the_store_is_searched_in_the_chooser(desk: Client, kept: Callable[..., Asset]) -> None:
    kept("Lũ về")
    kept("Họp chợ")
    found = desk.get(reverse("asset_chooser:choose_results"), {"q": "Lũ"}).content.decode()
    assert "Lũ về" in found
    assert "Họp chợ" not in found


def test_a_document_is_refused_while_the_editor_is_still_open(desk: Client) -> None:
    told = sent(desk, b"PK bytes", "Lời dẫn.docx")

    assert told["step"] == "reshow_creation_form"
    assert "“Lời dẫn.docx” là văn bản, ảnh hoặc tệp nén" in told["htmlFragment"]
    assert not Asset.objects.exists()


def arrived(client: Client, content: bytes, missing: int = 0, **told: str) -> str:
    """Send a file in pieces, but for the last `missing` bytes; return its upload's name."""
    address = str(in_pieces.begin(client, len(content), **told)["Location"])
    in_pieces.send(client, address, content[: len(content) - missing], 0)
    return address.rstrip("/").rpartition("/")[2]


def chosen(client: Client, name: str) -> dict[str, Any]:
    answer = client.post(reverse("asset_chooser:create"), {"title": "", "upload": name})
    told: dict[str, Any] = json.loads(answer.content)
    return told


def test_a_file_that_came_in_pieces_is_chosen(
    desk: Client, lan: User, tone: Callable[..., Path]
) -> None:
    name = arrived(desk, tone(440).read_bytes(), filename="Bản tin.wav", title="Bản tin sáng")
    told = chosen(desk, name)
    asset = Asset.objects.get()
    assert (told["step"], told["result"]["id"], told["result"]["title"]) == (
        "chosen",
        str(asset.pk),
        "Bản tin sáng",
    )
    assert (asset.uploaded_by, asset.original_name) == (lan, "Bản tin.wav")
    # Pressed twice, it is the same file.
    assert chosen(desk, name)["result"] == told["result"]


def test_pieces_that_are_missing_somebody_elses_or_of_a_refused_file_are_not_chosen(
    desk: Client, quynh: User, tone: Callable[..., Path], kept: Callable[..., Asset]
) -> None:
    content = tone(440).read_bytes()
    cut = chosen(desk, arrived(desk, content, missing=9, filename="a.wav"))
    foreign = chosen(signed_in(quynh), arrived(desk, content, filename="a.wav"))
    for told in (cut, foreign):
        assert told["step"] == "reshow_creation_form"
        assert str(NOT_WHOLE) in told["htmlFragment"]
    assert not Asset.objects.exists()
    kept("Lũ về", State.REFUSED, reason_code="silent")
    refused = chosen(desk, arrived(desk, "Lũ về".encode(), filename="a.wav"))
    assert refused["step"] == "reshow_creation_form"
    assert sentence("silent") in refused["htmlFragment"]


def test_the_chooser_brings_what_sends_a_file_in_pieces(desk: Client) -> None:
    html = opened(desk)["html"]
    assert f'data-endpoint="{reverse("media:uploads")}"' in html
    for script in ("vendor/tus/tus.min", "loa/pieces", "loa/choose-upload"):
        assert f"{script}.js" in html
