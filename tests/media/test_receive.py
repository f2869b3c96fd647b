"""Taking a file in: kept under its hash before it has a row, or not kept at all."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django_q.models import OrmQ

from media.actions.receive import receive
from media.models import Asset, Rendition, State
from media.reasons import NotReceived, ReceiveCode
from media.storage import private_files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of files: `file(b"bytes", "name")`."""

    def made(content: bytes, name: str = "ban-tin.mp3") -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return made


def test_a_file_is_kept_under_the_hash_of_its_bytes_and_waits_for_its_rendition(
    lan: User, file: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    content = b"any bytes at all"
    sha256 = hashlib.sha256(content).hexdigest()

    received = receive(source=file(content), name="Bản tin sáng.mp3", by=lan, now=NOW)

    asset = Asset.objects.get()
    assert received.created
    assert received.asset == asset
    assert (asset.sha256, asset.size_bytes, asset.original_name) == (
        sha256,
        len(content),
        "Bản tin sáng.mp3",
    )
    assert (asset.title, asset.uploaded_by, asset.uploaded_at) == ("Bản tin sáng", lan, NOW)
    assert stored() == [f"assets/{sha256[:2]}/{sha256}"]
    with private_files().open(asset.file_name) as file_kept:
        assert file_kept.read() == content
    rendition = asset.renditions.get()
    assert (rendition.state, rendition.attempts, rendition.asked_at) == (State.WAITING, 0, NOW)


def test_the_file_that_was_sent_is_left_where_it_was(loa: None, file: Callable[..., Path]) -> None:
    source = file(b"bytes")
    receive(source=source, name="a.mp3", by=None, now=NOW)
    assert source.read_bytes() == b"bytes"


def test_the_same_bytes_again_are_the_first_asset_as_it_was(
    lan: User, quynh: User, file: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    first = receive(source=file(b"bytes"), name="a.mp3", by=lan, now=NOW).asset
    second = receive(source=file(b"bytes", "b.wav"), name="b.wav", by=quynh, now=NOW, title="Khác")
    assert not second.created
    assert second.asset == first
    first.refresh_from_db()
    assert (first.title, first.original_name, first.uploaded_by) == ("a", "a.mp3", lan)
    assert (Asset.objects.count(), Rendition.objects.count(), len(stored())) == (1, 1, 1)


def test_a_file_that_is_still_being_written_is_kept_under_no_hash(
    loa: None, file: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    source = file(b"x" * (16 << 20))
    received = threading.Event()

    def go_on_writing() -> None:
        with source.open("ab", buffering=0) as growing:
            while not received.wait(0.001):
                growing.write(b"more")

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        with pytest.raises(NotReceived) as refused:
            receive(source=source, name="a.mp3", by=None, now=NOW)
    finally:
        received.set()
        writer.join()
    assert refused.value.code == ReceiveCode.INCOMPLETE
    assert (Asset.objects.count(), stored()) == (0, [])


def test_a_file_left_by_a_crash_before_its_row_is_taken_up_by_the_next_upload(
    loa: None, file: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    content = b"stored, then the power went"
    sha256 = hashlib.sha256(content).hexdigest()
    private_files().save(f"assets/{sha256[:2]}/{sha256}", ContentFile(content))
    received = receive(source=file(content), name="a.mp3", by=None, now=NOW)
    assert received.created
    assert stored() == [received.asset.file_name]


def test_the_same_bytes_again_put_back_an_original_that_the_store_lost(
    loa: None, file: Callable[..., Path], stored: Callable[[], list[str]]
) -> None:
    first = receive(source=file(b"bytes"), name="a.mp3", by=None, now=NOW).asset
    Path(private_files().path(first.file_name)).unlink()
    again = receive(source=file(b"bytes"), name="a.mp3", by=None, now=NOW)
    assert (again.asset, again.created) == (first, False)
    assert stored() == [first.file_name]


@pytest.mark.usefixtures("loa")
@pytest.mark.parametrize(
    ("content", "code"), [(b"", ReceiveCode.EMPTY), (b"x" * 11, ReceiveCode.TOO_LARGE)]
)
def test_an_empty_or_too_large_file_is_not_kept(
    content: bytes,
    code: ReceiveCode,
    file: Callable[..., Path],
    stored: Callable[[], list[str]],
    settings: Any,
) -> None:
    settings.LOA_UPLOAD_MAX_BYTES = 10
    with pytest.raises(NotReceived) as refused:
        receive(source=file(content), name="a.mp3", by=None, now=NOW)
    assert refused.value.code == code
    assert (Asset.objects.count(), Rendition.objects.count(), stored()) == (0, 0, [])


def test_a_file_exactly_as_large_as_allowed_is_kept(
    loa: None, file: Callable[..., Path], settings: Any
) -> None:
    settings.LOA_UPLOAD_MAX_BYTES = 10
    assert receive(source=file(b"x" * 10), name="a.mp3", by=None, now=NOW).created


@pytest.mark.usefixtures("loa")
@pytest.mark.parametrize(
    ("name", "kept", "title"),
    [
        ("../../etc/passwd", "passwd", "passwd"),
        ("", "tep", "tep"),
        (".mp3", ".mp3", ".mp3"),
        ("Bản tin.mp3", "Bản tin.mp3", "Bản tin"),
        ("x" * 300 + ".mp3", "x" * 255, "x" * 255),
        # A name in another encoding on a USB stick, as Python hands it over.
        (b"b\xe0i.mp3".decode("utf-8", "surrogateescape"), "b?i.mp3", "b?i"),
        ("hai\x00mặt.mp3", "hai mặt.mp3", "hai mặt"),
    ],
)
def test_any_name_a_file_may_have_can_be_kept(
    name: str, kept: str, title: str, file: Callable[..., Path]
) -> None:
    received = receive(source=file(b"bytes"), name=name, by=None, now=NOW)
    received.asset.refresh_from_db()
    assert (received.asset.original_name, received.asset.title) == (kept, title)


def test_a_title_of_ones_own_is_kept_without_blanks_around_it(
    loa: None, file: Callable[..., Path]
) -> None:
    asset = receive(source=file(b"x"), name="a.mp3", by=None, now=NOW, title="  Lũ về ").asset
    assert asset.title == "Lũ về"


def test_the_work_is_asked_for_only_once_the_row_is_committed(
    loa: None,
    file: Callable[..., Path],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        receive(source=file(b"bytes"), name="a.mp3", by=None, now=NOW)
    assert OrmQ.objects.count() == 0
    (ask,) = callbacks
    ask()
    (task,) = OrmQ.objects.all()
    assert task.func() == "media.tasks.make_rendition"
    assert task.task["args"] == (Rendition.objects.get().pk,)
