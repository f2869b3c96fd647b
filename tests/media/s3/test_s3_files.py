"""An S3-compatible store promises what the local disk does: whole or not at all, by its hash."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from media.actions.tidy import LEFT_FOR, tidy
from media.storage import StoreAway, local_path
from tests.media.s3.conftest import BUCKET, free_port
from tests.media.test_local_files import BrokenOff

if TYPE_CHECKING:
    from collections.abc import Callable

    from media.s3 import S3Files

pytestmark = pytest.mark.xdist_group("s3")
NAME = "assets/ab/abcd"
MEBIBYTE = 1 << 20


def save(store: S3Files, content: bytes, name: str = NAME) -> str:
    return str(store.save(name, ContentFile(content)))


def test_a_file_is_kept_under_the_name_it_was_given(
    store: S3Files, objects: Callable[[], list[str]]
) -> None:
    assert save(store, b"sound") == NAME
    assert objects() == [f"files/{NAME}"]
    with store.open(NAME) as file:
        assert file.read() == b"sound"
    assert (store.exists(NAME), store.size(NAME)) == (True, 5)


def test_what_is_there_under_its_hash_is_not_sent_again(store: S3Files) -> None:
    save(store, b"sound")
    save(store, b"other bytes")
    with store.open(NAME) as file:
        assert file.read() == b"sound"


def test_an_upload_that_breaks_off_leaves_no_object(
    store: S3Files, objects: Callable[[], list[str]], s3: Any
) -> None:
    with pytest.raises(ConnectionResetError):
        store.save(NAME, BrokenOff(None))
    assert objects() == []
    assert s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", []) == []


def test_a_large_file_is_read_from_anywhere(store: S3Files) -> None:
    content = os.urandom(9 * MEBIBYTE + 7)  # more than one part of an upload
    save(store, content)
    with store.open(NAME) as file:
        for start, length in (
            (0, 10),
            (MEBIBYTE - 3, 6),
            (5, 3 * MEBIBYTE),
            (len(content) - 4, 99),
        ):
            file.seek(start)
            assert file.read(length) == content[start : start + length]
        file.seek(0)
        assert file.read() == content
        assert file.size == len(content)


def test_what_is_not_there_is_not_found(store: S3Files) -> None:
    assert not store.exists(NAME)
    for ask in (store.size, store.open, store.get_modified_time):
        with pytest.raises(FileNotFoundError):
            ask(NAME)
    store.delete(NAME)
    assert store.listdir("assets") == ([], [])


def test_a_worker_gets_a_copy_on_its_own_disk_that_goes_again(
    store: S3Files, settings: Any
) -> None:
    save(store, b"sound")
    with local_path(NAME) as path:
        assert path.read_bytes() == b"sound"
        assert settings.VAR_DIR in path.parents
    assert list((settings.VAR_DIR / "work").iterdir()) == []


def test_the_store_lists_what_it_keeps_folder_by_folder(store: S3Files) -> None:
    save(store, b"a", "assets/ab/abcd")
    save(store, b"b", "assets/cd/cdef")
    assert store.listdir("assets") == (["ab", "cd"], [])
    assert store.listdir("assets/ab") == ([], ["abcd"])


@pytest.mark.django_db
def test_parts_of_an_upload_whose_worker_was_killed_are_thrown_away_in_time(
    store: S3Files, s3: Any
) -> None:
    s3.create_multipart_upload(Bucket=BUCKET, Key="files/assets/ab/abcd")
    (upload,) = s3.list_multipart_uploads(Bucket=BUCKET)["Uploads"]
    assert tidy(now=upload["Initiated"] + LEFT_FOR) == 0
    assert tidy(now=upload["Initiated"] + LEFT_FOR + timedelta(seconds=1)) == 1
    assert s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", []) == []


def test_a_store_that_is_away_is_said_so(store: S3Files, settings: Any) -> None:
    options = {
        **settings.STORAGES["private"]["OPTIONS"],
        "endpoint_url": f"http://127.0.0.1:{free_port()}",
    }
    away = type(store)(**options)
    for ask in (away.exists, away.size, away.open, away.listdir):
        with pytest.raises(StoreAway):
            ask(NAME)
    with pytest.raises(StoreAway):
        save(away, b"sound")
