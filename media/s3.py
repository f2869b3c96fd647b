"""Private files in any S3-compatible store, with the promises of the local one.

An object appears under its name complete or not at all: that is what S3 itself promises of
a PUT and of a finished multipart upload. What goes into it is copied to this machine's disk
first, so that whoever checks the bytes while they are read is heard before anything is sent.
"""

from __future__ import annotations

import io
import tempfile
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.conf import settings
from django.core.files import File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from media.storage import COPY_BYTES, StoreAway

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# What one request brings: three of them for a report of five minutes.
_BLOCK_BYTES = 1024 * 1024


@contextmanager
def _answers(name: str) -> Iterator[None]:
    """Turn what the client says of a store that is away, or has no such file, into plain errors."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        if status == HTTPStatus.NOT_FOUND:
            raise FileNotFoundError(name) from error
        raise StoreAway(str(error)) from error
    except (BotoCoreError, HTTPClientError) as error:
        raise StoreAway(str(error)) from error


class S3Files(S3Storage):
    """Files under the hashes of their bytes: a name that exists holds those bytes and is kept."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        del max_length
        return name

    def exists(self, name: str) -> bool:
        try:
            with _answers(name):
                return bool(super().exists(name))
        except FileNotFoundError:
            return False

    def size(self, name: str) -> int:
        with _answers(name):
            return int(self.bucket.Object(self._key(name)).content_length)

    def delete(self, name: str) -> None:
        with _answers(name):
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _answers(name):
            folders, files = super().listdir(name)
        return folders, files

    def get_modified_time(self, name: str) -> datetime:
        with _answers(name):
            found: datetime = super().get_modified_time(name)
        return found

    def abort_uploads(self, *, begun_before: datetime) -> int:
        """Throw away the parts of uploads that nobody finished; return how many uploads."""
        client, count = self.connection.meta.client, 0
        with _answers("uploads"):
            pages = client.get_paginator("list_multipart_uploads").paginate(
                Bucket=self.bucket_name, Prefix=self.location
            )
            for upload in [one for page in pages for one in page.get("Uploads", ())]:
                if upload["Initiated"] < begun_before:
                    client.abort_multipart_upload(
                        Bucket=self.bucket_name, Key=upload["Key"], UploadId=upload["UploadId"]
                    )
                    count += 1
        return count

    def _save(self, name: str, content: File[Any]) -> str:
        if self.exists(name):
            return name
        parent = settings.VAR_DIR / "work"
        parent.mkdir(parents=True, exist_ok=True)
        # Without a name: not even a killed process leaves it behind.
        with tempfile.TemporaryFile(dir=parent) as copy:
            for chunk in content.chunks(COPY_BYTES):
                copy.write(chunk)
            with _answers(name):
                super()._save(name, File(copy))
        return name

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("what is stored under its hash is never written again")
        ranges = _Ranges(self, self._key(name), self.size(name))
        return File(io.BufferedReader(ranges, _BLOCK_BYTES), name=name)

    def _key(self, name: str) -> str:
        return str(self._normalize_name(clean_name(name)))


class _Ranges(io.RawIOBase):
    """An object read piece by piece, each piece with a request of its own."""

    def __init__(self, store: S3Files, key: str, size: int) -> None:
        super().__init__()
        self._store, self._key, self._size, self._at = store, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning of the file")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any, /) -> int:
        stop = min(self._size, self._at + len(buffer))
        if stop <= self._at:
            return 0
        with _answers(self._key):
            answer = self._store.connection.meta.client.get_object(
                Bucket=self._store.bucket_name,
                Key=self._key,
                Range=f"bytes={self._at}-{stop - 1}",
            )
            read = answer["Body"].read()
        buffer[: len(read)] = read
        self._at += len(read)
        return len(read)
