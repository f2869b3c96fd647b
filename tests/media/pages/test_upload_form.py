"""The upload form: taken, already there, or refused in one plain sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from media.models import Asset, Rendition, State
from media.reasons import ReceiveCode, sentence
from tests.cms.newsroom import signed_in
from tests.media.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User


@pytest.fixture
def desk(lan: User) -> Client:
    return signed_in(lan)


@pytest.fixture(autouse=True)
def arriving(settings: Any, tmp_path: Path) -> Path:
    """Return the folder uploads arrive in, the test's own."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "arriving"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    folder: Path = settings.FILE_UPLOAD_TEMP_DIR
    return folder


def errors(answer: Any) -> dict[str, list[str]]:
    form = answer.context["form"]
    return {name: list(messages) for name, messages in form.errors.items()}


def page_of(asset: Asset) -> str:
    return reverse("media_assets:inspect", args=[asset.pk])


def test_the_form_sends_a_file_and_lets_one_pick_what_is_taken(desk: Client) -> None:
    page = desk.get(reverse("media_assets:add")).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'accept="audio/*,video/*' in page
    assert re.search(r"<h1[^>]*>Tải tệp lên</h1>", page)
    assert f'href="{reverse("media_assets:index")}"' in page


def test_an_upload_is_its_senders_and_goes_to_its_page(
    desk: Client, lan: User, tone: Callable[..., Path], arriving: Path
) -> None:
    answer = upload(desk, tone(440).read_bytes(), "Bản tin sáng.wav")
    asset = Asset.objects.get()
    assert answer["Location"] == page_of(asset)
    assert (asset.uploaded_by, asset.title) == (lan, "Bản tin sáng")
    assert asset.original_name == "Bản tin sáng.wav"
    assert asset.renditions.get().state == State.WAITING
    (message,) = get_messages(answer.wsgi_request)
    assert message.level_tag == "success"
    assert list(arriving.iterdir()) == []


def test_a_title_of_ones_own_is_kept(desk: Client) -> None:
    upload(desk, b"bytes", "REC0001.WAV", title="Lũ về trong đêm")
    assert Asset.objects.get().title == "Lũ về trong đêm"


def test_the_same_bytes_again_go_to_the_page_of_the_first(desk: Client, quynh: User) -> None:
    upload(desk, b"bytes", "a.wav")
    asset = Asset.objects.get()
    answer = upload(signed_in(quynh), b"bytes", "b.wav", title="Khác")
    assert answer["Location"] == page_of(asset)
    (message,) = get_messages(answer.wsgi_request)
    assert message.level_tag == "warning"
    assert list(Asset.objects.values_list("title", flat=True)) == ["a"]
    assert Rendition.objects.count() == 1


def refused(answer: Any, code: ReceiveCode, **facts: Any) -> None:
    """See the form again with one sentence at the file, and nothing kept."""
    assert answer.status_code == 200
    assert errors(answer) == {"file": [sentence(code, facts)]}
    assert sentence(code, facts) in answer.content.decode()
    assert not Asset.objects.exists()


def test_an_empty_file_is_refused_at_the_field(
    desk: Client, arriving: Path, stored: Callable[[], list[str]]
) -> None:
    refused(upload(desk, b""), ReceiveCode.EMPTY)
    assert (list(arriving.iterdir()), stored()) == ([], [])


def test_a_file_beyond_the_limit_is_refused_with_the_limit(
    desk: Client, settings: Any, arriving: Path, stored: Callable[[], list[str]]
) -> None:
    settings.LOA_UPLOAD_MAX_BYTES = 1 << 20
    refused(upload(desk, b"x" * ((1 << 20) + 1)), ReceiveCode.TOO_LARGE, most_mb=1)
    assert (list(arriving.iterdir()), stored()) == ([], [])


def test_a_disk_without_room_refuses_before_anything_is_kept(
    desk: Client, settings: Any, stored: Callable[[], list[str]]
) -> None:
    settings.VAR_DIR = Path("/proc")  # the kernel's own file system has no room for anybody
    refused(upload(desk, b"bytes"), ReceiveCode.NO_SPACE)
    assert stored() == []


def test_no_file_at_all_is_an_error_at_the_field(desk: Client) -> None:
    answer = desk.post(reverse("media_assets:add"), {"title": "Lũ về"})
    assert set(errors(answer)) == {"file"}
    assert not Asset.objects.exists()


@pytest.mark.parametrize("name", ["Lời dẫn.DOCX", "anh.jpg", "bai.zip"])
def test_what_is_no_recording_by_its_name_is_told_at_once_and_not_kept(
    desk: Client, stored: Callable[[], list[str]], name: str
) -> None:
    answer = upload(desk, b"PK bytes", name)

    assert errors(answer) == {
        "file": [
            (
                f"“{name}” là văn bản, ảnh hoặc tệp nén, không phải bản thu: "
                "hãy chọn đúng tệp âm thanh hay video."
            )
        ]
    }
    assert stored() == []
    assert not Asset.objects.exists()
