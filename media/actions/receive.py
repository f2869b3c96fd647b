"""Take a file in: hash it, keep it under its hash, ask for its house rendition."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files import File

from media.ffmpeg.pcm import needs_space
from media.ffmpeg.refusal import NoSpace
from media.models import Asset, HoldReason, State
from media.reasons import NotReceived, ReceiveCode
from media.storage import StoreAway, private_files

from .hold import hold
from .renditions import ask_for_house, enqueue
from .store_turn import store_turn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cms.accounts.models import User

_CHUNK_BYTES = 1024 * 1024
# Room that is left free for the database and its log.
_SPARE_BYTES = 200 * 1024 * 1024
# Each is spoiled only by the janitor's coming by between two lines.
_STORE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Received:
    """`created` is false where these very bytes were there already: `asset` is the twin."""

    asset: Asset
    created: bool


def receive(
    *,
    source: Path,
    name: str,
    by: User | None,
    now: datetime,
    title: str = "",
    replaces: Asset | None = None,
) -> Received:
    """Keep the file at `source` as an immutable asset and ask for its house rendition.

    The file is stored, complete and synced, before its row exists: a crash between
    the two leaves a file nobody names and never a row without its file. Raise
    `NotReceived` where it is empty, too large, still being written or does not fit the
    disk; nothing is kept then.
    """
    check_size(source.stat().st_size)
    sha256, size = _hashed(source)
    twin = Asset.objects.filter(sha256=sha256, purged_at__isnull=True).first()
    if twin and _is_kept(twin):
        return Received(twin, created=False)
    original_name = writable(Path(name).name)[:255] or "tep"
    asset = Asset(
        sha256=sha256,
        size_bytes=size,
        original_name=original_name,
        uploaded_by=by,
        uploaded_at=now,
        title=(title.strip() or Path(original_name).stem or original_name)[:255],
        replaces=replaces,
    )
    for _try in range(_STORE_TRIES):
        _store(source, asset)
        with store_turn():
            if _is_kept(asset):
                return _name(asset, now)
    raise NotReceived(ReceiveCode.STORE_AWAY)


def _is_kept(asset: Asset) -> bool:
    try:
        return private_files().exists(asset.file_name)
    except StoreAway as away:
        raise NotReceived(ReceiveCode.STORE_AWAY) from away


def _name(asset: Asset, now: datetime) -> Received:
    """Write the row of a stored file, or find it; what was purged is asked for anew."""
    values = {name: getattr(asset, name) for name in (*Asset.RECEIVED, "title", "replaces_id")}
    kept, created = Asset.objects.get_or_create(sha256=values.pop("sha256"), defaults=values)
    purged = kept.purged_at is not None
    if purged:
        kept.purged_at = kept.purged_by = None
        kept.save()
        again = kept.renditions.filter(state=State.PURGED)
        for rendition in again.select_related("profile"):
            enqueue(rendition.pk, rendition.profile.code)
        again.update(state=State.WAITING, sha256="", attempts=0, percent=0, stage="", asked_at=now)
    if created:
        ask_for_house(asset=kept, now=now)
    if created or purged:
        hold(
            assets=[kept.pk],
            until=now + timedelta(days=settings.LOA_UPLOAD_KEPT_DAYS),
            reason=HoldReason.UPLOADED,
        )
    return Received(kept, created=created or purged)


def check_size(size: int) -> None:
    if size == 0:
        raise NotReceived(ReceiveCode.EMPTY)
    if size > settings.LOA_UPLOAD_MAX_BYTES:
        raise NotReceived(
            ReceiveCode.TOO_LARGE, {"most_mb": settings.LOA_UPLOAD_MAX_BYTES // 1024**2}
        )
    if shutil.disk_usage(settings.VAR_DIR).free < size + _SPARE_BYTES:
        raise NotReceived(ReceiveCode.NO_SPACE)


def writable(name: str) -> str:
    """Return `name` without what no database takes: half a character, a control character."""
    whole = name.encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else " " for letter in whole)


def _hashed(path: Path) -> tuple[str, int]:
    """Return the SHA-256 and the number of the bytes read."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


class _Hashed(File):  # type: ignore[type-arg]  # generic only in the stubs
    """A file of which the bytes must be those that were hashed, or it is not stored."""

    sha256 = ""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        digest = hashlib.sha256()
        for chunk in super().chunks(chunk_size):
            digest.update(chunk)
            yield chunk
        if digest.hexdigest() != self.sha256:
            raise NotReceived(ReceiveCode.INCOMPLETE)


def _store(source: Path, asset: Asset) -> None:
    try:
        with source.open("rb") as file, needs_space():
            content = _Hashed(file)
            content.sha256 = asset.sha256
            private_files().save(asset.file_name, content)
    except NoSpace as full:
        raise NotReceived(ReceiveCode.NO_SPACE) from full
    except StoreAway as away:
        raise NotReceived(ReceiveCode.STORE_AWAY) from away
