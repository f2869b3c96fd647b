"""Take a file in piece by piece, so that a broken line costs one piece and not the file.

Every piece says where it belongs; one that belongs elsewhere is not written. The file
goes through the same gate as any other when its last byte is there.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from media.ffmpeg.pcm import needs_space
from media.ffmpeg.refusal import NoSpace
from media.models import Upload
from media.reasons import NotReceived, ReceiveCode

from .check_name import check_name
from .receive import Received, check_size, receive, writable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from cms.accounts.models import User
    from media.models import Asset

_PIECE_BYTES = 256 * 1024
_FINAL = frozenset({ReceiveCode.EMPTY, ReceiveCode.TOO_LARGE, ReceiveCode.INCOMPLETE})


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


class WrongPlace(Exception):
    """Raised where a piece does not belong where it says: ask how much has arrived."""


class Busy(Exception):
    """Raised where another request is writing to the same upload."""


class Unfinished(Exception):
    """Raised where an upload is to be taken in and has not arrived whole."""


@transaction.atomic
def begin(
    *, by: User, name: str, size: int, now: datetime, title: str = "", replaces: Asset | None = None
) -> Upload:
    """Make room for an upload of `size` bytes.

    Raise `NotReceived` where it is no recording by its name, empty, larger than taken, does not
    fit the disk, or where too much of this person's is unfinished already.
    """
    check_name(name)
    check_size(size)
    unfinished = Upload.objects.unfinished().filter(by=by)
    held = unfinished.aggregate(bytes=Sum("size_bytes", default=0))["bytes"]
    if (
        unfinished.count() >= settings.LOA_UPLOADS_UNFINISHED
        or held + size > settings.LOA_UPLOADS_UNFINISHED_BYTES
    ):
        raise NotReceived(ReceiveCode.TOO_MANY)
    upload = Upload.objects.create(
        by=by,
        name=writable(name)[:255] or "tep",
        title=title.strip()[:255],
        size_bytes=size,
        replaces=replaces,
        begun_at=now,
    )
    upload.part.touch(exist_ok=False)
    return upload


def append(*, upload: Upload, offset: int, stream: Stream, length: int) -> int:
    """Write the next `length` bytes at `offset`; return how many bytes have arrived.

    A line that breaks meanwhile leaves what came over it. Raise `WrongPlace` where the piece
    does not follow on what is there or reaches beyond the end, `Busy` where another request
    writes, FileNotFoundError where the part is gone, and `NotReceived` on a full disk.
    """
    with _held(upload) as part:
        there = part.seek(0, os.SEEK_END)
        if offset != there or offset + length > upload.size_bytes:
            raise WrongPlace
        left = length
        try:
            with needs_space():
                while left and (piece := stream.read(min(_PIECE_BYTES, left))):
                    part.write(piece)
                    left -= len(piece)
                part.flush()
                os.fsync(part.fileno())
        except NoSpace as full:
            raise NotReceived(ReceiveCode.NO_SPACE) from full
        return part.seek(0, os.SEEK_END)


def finish(*, upload: Upload, now: datetime) -> Received:
    """Take the arrived file in, once: whoever asks again is told the same.

    Raise `Unfinished` while bytes are missing, and what `receive` raises: where the file
    itself is at fault the upload is over, else it can be finished later.
    """
    with _held(upload) as part:
        row = Upload.objects.select_related("by", "replaces", "asset").get(pk=upload.pk)
        if row.asset is not None:
            return Received(row.asset, created=True)
        if part.seek(0, os.SEEK_END) != row.size_bytes:
            raise Unfinished
        try:
            received = receive(
                source=row.part,
                name=row.name,
                by=row.by,
                now=now,
                title=row.title,
                replaces=row.replaces,
            )
        except NotReceived as refused:
            if refused.code in _FINAL:
                drop(upload=row)
            raise
        Upload.objects.filter(pk=row.pk).update(asset=received.asset)
        # The row alone remembers it now: the part stays empty until it is cleared away.
        os.truncate(row.part, 0)
        return received


def drop(*, upload: Upload) -> None:
    """Give an upload up with all that has arrived of it."""
    upload.part.unlink(missing_ok=True)
    Upload.objects.filter(pk=upload.pk).delete()


def forget(*, now: datetime, after: timedelta) -> int:
    """Delete the rows of uploads whose part was cleared away, and of those long finished."""
    old = Upload.objects.filter(begun_at__lt=now - after)
    gone = [row.pk for row in old if row.asset_id or not row.part.exists()]
    for row in old.filter(pk__in=gone):
        row.part.unlink(missing_ok=True)
    return Upload.objects.filter(pk__in=gone).delete()[0]


@contextmanager
def _held(upload: Upload) -> Iterator[BinaryIO]:
    """Open the part for this request alone; a killed one holds it no longer."""
    with upload.part.open("r+b") as part:
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as held:
            raise Busy from held
        yield part
