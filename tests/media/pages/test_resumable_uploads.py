"""Uploads in pieces: what arrived is kept, only its owner goes on, nothing wrong is written."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from media.actions.tidy import LEFT_FOR, tidy
from media.models import Asset, Upload
from media.reasons import ReceiveCode, sentence
from tests.cms.newsroom import signed_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.accounts.models import User

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def arriving(settings: Any, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    folder: Path = settings.FILE_UPLOAD_TEMP_DIR
    return folder


@pytest.fixture
def desk(lan: User) -> Client:
    return signed_in(lan)


@pytest.fixture
def content(tone: Callable[..., Path]) -> bytes:
    return tone(440).read_bytes()


def encoded(**told: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in told.items()
    )


def begin(client: Client, size: int, **told: str) -> Any:
    headers = {**TUS, "Upload-Length": str(size), "Upload-Metadata": encoded(**told)}
    return client.post(reverse("media:uploads"), headers=headers)


def send(client: Client, address: str, piece: bytes, offset: int, **headers: str) -> Any:
    return client.patch(
        address,
        piece,
        content_type=headers.pop("content_type", "application/offset+octet-stream"),
        headers={**TUS, "Upload-Offset": str(offset), **headers},
    )


def arrived(client: Client, address: str) -> Any:
    return client.head(address, headers=TUS)


def test_a_document_is_refused_before_a_byte_is_sent(desk: Client) -> None:
    answer = begin(desk, 9, filename="Lời dẫn.DOCX")
    assert answer.status_code == 422
    assert answer.content.decode() == sentence("not_a_recording", {"name": "Lời dẫn.DOCX"})
    assert not Upload.objects.exists()


def test_a_file_sent_in_pieces_is_the_asset_the_form_would_have_made(
    desk: Client, lan: User, content: bytes, arriving: Path
) -> None:
    answer = begin(desk, len(content), filename="Bài thu.wav", title="Bài thu của Lan")
    address = answer["Location"]
    assert (answer.status_code, answer["Tus-Resumable"]) == (201, "1.0.0")
    for start in range(0, len(content), 30_000):
        told = arrived(desk, address)
        assert (told["Upload-Offset"], told["Upload-Length"]) == (str(start), str(len(content)))
        assert "no-store" in told["Cache-Control"]
        piece = content[start : start + 30_000]
        answer = send(desk, address, piece, start)
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(start + len(piece)))
    done = desk.post(f"{address}xong/")
    asset = Asset.objects.get()
    assert done.json()["address"] == reverse("media_assets:inspect", args=[asset.pk])
    assert asset.sha256 == hashlib.sha256(content).hexdigest()
    assert (asset.title, asset.original_name) == ("Bài thu của Lan", "Bài thu.wav")
    assert (asset.uploaded_by, asset.renditions.count()) == (lan, 1)
    # Asking again tells the same; nothing of the file is kept twice.
    assert desk.post(f"{address}xong/").json()["address"] == done.json()["address"]
    assert arrived(desk, address)["Upload-Offset"] == str(len(content))
    assert [path.stat().st_size for path in arriving.iterdir()] == [0]


def test_a_piece_that_does_not_follow_is_not_written(desk: Client, content: bytes) -> None:
    address = begin(desk, len(content), filename="a.wav")["Location"]
    send(desk, address, content[:1000], 0)
    for offset, piece in ((0, b"x" * 10), (999, b"x"), (1001, b"x"), (1000, b"x" * len(content))):
        assert send(desk, address, piece, offset).status_code == 409
    assert send(desk, address, b"x", 1000, content_type="text/plain").status_code == 415
    assert arrived(desk, address)["Upload-Offset"] == "1000"
    assert desk.post(f"{address}xong/").status_code == 409
    assert not Asset.objects.exists()
    send(desk, address, content[1000:], 1000)
    desk.post(f"{address}xong/")
    assert Asset.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_a_line_that_breaks_keeps_what_came_over_it(
    desk: Client, content: bytes, lan: User
) -> None:
    from media.actions.uploads import append  # noqa: PLC0415 - beside its only use

    class Broken:
        left = 5000

        def read(self, size: int) -> bytes:
            if not self.left:
                raise ConnectionResetError
            piece, self.left = content[: min(size, self.left)], 0
            return piece

    begin(desk, len(content), filename="a.wav")
    row = Upload.objects.get()
    with pytest.raises(ConnectionResetError):
        append(upload=row, offset=0, stream=Broken(), length=20_000)
    assert (row.offset, row.percent) == (5000, 5)
    assert row.part.read_bytes() == content[:5000]


def test_another_persons_upload_is_not_there(
    desk: Client, quynh: User, minh: User, content: bytes
) -> None:
    address = begin(desk, len(content), filename="a.wav")["Location"]
    other = signed_in(quynh)
    for answer in (
        arrived(other, address),
        send(other, address, content, 0),
        other.delete(address, headers=TUS),
        other.post(f"{address}xong/"),
    ):
        assert answer.status_code == 404
    for nobody in (signed_in(minh), Client()):  # neither may upload
        assert begin(nobody, 10, filename="a.wav").status_code == 302
    assert (arrived(desk, address)["Upload-Offset"], Upload.objects.count()) == ("0", 1)


def test_what_is_too_large_empty_or_too_much_is_refused_before_a_byte_is_sent(
    desk: Client, settings: Any, arriving: Path
) -> None:
    settings.LOA_UPLOAD_MAX_BYTES = 1000
    for size, status, code in ((1001, 413, ReceiveCode.TOO_LARGE), (0, 422, ReceiveCode.EMPTY)):
        answer = begin(desk, size, filename="a.wav")
        assert answer.status_code == status
        assert answer.content.decode() == sentence(code, {"most_mb": 0})
    settings.LOA_UPLOADS_UNFINISHED = 2
    settings.LOA_UPLOADS_UNFINISHED_BYTES = 1500
    begin(desk, 800, filename="a.wav")
    answer = begin(desk, 800, filename="b.wav")
    assert (answer.status_code, answer.content.decode()) == (429, sentence(ReceiveCode.TOO_MANY))
    begin(desk, 100, filename="b.wav")
    assert begin(desk, 100, filename="c.wav").status_code == 429
    first = Upload.objects.first()
    assert first is not None
    desk.delete(reverse("media:upload", args=[first.pk]), headers=TUS)
    assert (Upload.objects.count(), len(list(arriving.iterdir()))) == (1, 1)
    assert begin(desk, 100, filename="c.wav").status_code == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Length": "10"}, 412),
        ({**TUS, "Upload-Length": "-1"}, 400),
        ({**TUS, "Upload-Length": "9" * 30}, 400),
        ({**TUS}, 400),
        ({**TUS, "Upload-Length": "10", "Upload-Metadata": "filename %%%"}, 400),
    ],
)
def test_what_is_not_tus_begins_nothing(desk: Client, headers: dict[str, str], status: int) -> None:
    assert desk.post(reverse("media:uploads"), headers=headers).status_code == status
    assert not Upload.objects.exists()


def test_two_requests_do_not_write_to_one_upload(desk: Client, content: bytes) -> None:
    address = begin(desk, len(content), filename="a.wav")["Location"]
    row = Upload.objects.get()
    with row.part.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert send(desk, address, content[:10], 0).status_code == 423
    assert send(desk, address, content[:10], 0).status_code == 204


def test_what_nobody_goes_on_with_is_cleared_away_and_its_owner_begins_anew(
    desk: Client, content: bytes, arriving: Path
) -> None:
    address = begin(desk, len(content), filename="a.wav")["Location"]
    send(desk, address, content[:10], 0)
    now = timezone.now()
    assert tidy(now=now + LEFT_FOR - timedelta(minutes=1)) == 0
    assert arrived(desk, address)["Upload-Offset"] == "10"
    old = (now - LEFT_FOR - timedelta(minutes=1)).timestamp()
    os.utime(Upload.objects.get().part, (old, old))
    Upload.objects.update(begun_at=now - LEFT_FOR - timedelta(minutes=1))
    assert tidy(now=now) == 2
    assert (list(arriving.iterdir()), Upload.objects.count()) == ([], 0)
    assert arrived(desk, address).status_code == 404


def test_a_file_that_was_there_already_leads_to_its_twin(
    desk: Client, asset: Callable[..., Asset], content: bytes
) -> None:
    twin = asset(440)
    address = begin(desk, len(content), filename="a.wav")["Location"]
    send(desk, address, content, 0)
    told = desk.post(f"{address}xong/").json()
    assert told["address"] == reverse("media_assets:inspect", args=[twin.pk])
    assert Asset.objects.count() == 1


def test_the_page_shows_what_is_unfinished_to_its_owner_alone(
    desk: Client, quynh: User, content: bytes
) -> None:
    address = begin(desk, len(content), filename="Dở dang.wav")["Location"]
    send(desk, address, content[: len(content) // 2], 0)
    page = desk.get(reverse("media_assets:add")).content.decode()
    assert "Dở dang.wav" in page
    assert "49%" in page or "50%" in page
    other = signed_in(quynh).get(reverse("media_assets:add")).content.decode()
    assert "Dở dang.wav" not in other
