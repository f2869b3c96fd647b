"""Clear away what killed processes left half written: uploads, copies, work folders."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from media.s3 import S3Files
from media.storage import LocalFiles, private_files

from .uploads import forget

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# Nobody who still writes to a file leaves it untouched for as long.
LEFT_FOR = timedelta(days=1)


def tidy(*, now: datetime) -> int:
    """Delete halves that were not touched for `LEFT_FOR`; return how many."""
    count = 0
    for half in _halves():
        with suppress(FileNotFoundError):  # its writer was alive after all
            if half.stat().st_mtime >= (now - LEFT_FOR).timestamp():
                continue
            if half.is_dir():
                shutil.rmtree(half)
            else:
                half.unlink()
            count += 1
    count += forget(now=now, after=LEFT_FOR)
    store = private_files()
    if isinstance(store, S3Files):
        count += store.abort_uploads(begun_before=now - LEFT_FOR)
    return count


def _halves() -> Iterator[Path]:
    folders = [Path(settings.FILE_UPLOAD_TEMP_DIR), settings.VAR_DIR / "work"]
    store = private_files()
    if isinstance(store, LocalFiles):
        folders.append(store.parts)
    for folder in folders:
        if folder.is_dir():
            yield from list(folder.iterdir())
