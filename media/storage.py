"""Where private files are kept; on the local disk written, synced, renamed, never half there.

Names come from hashes, so a name that exists already holds the same bytes and
is kept.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files import File
    from django.core.files.storage import Storage

COPY_BYTES = 1024 * 1024


class StoreAway(OSError):
    """Raised where the store does not answer, or refuses: nothing was kept, try again later."""


def private_files() -> Storage:
    """Return the storage that uploads and house files live in."""
    return storages["private"]


def public_files() -> Storage:
    """Return the storage of what is served as it is: images and posters."""
    return storages["default"]


def store_of(name: str) -> Storage:
    """Return the storage a file lies in by its name: posters are served as they are."""
    return public_files() if name.startswith("posters/") else private_files()


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class LocalFiles(FileSystemStorage):
    """A file appears under its name complete and synced, or not at all; it has no address."""

    base_url = None  # type: ignore[assignment]  # as Django says that there is none

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        del max_length
        return name

    @property
    def parts(self) -> Path:
        """The folder of files that are still being written; a killed process leaves its there."""
        return Path(self.location) / "parts"

    def _save(self, name: str, content: File[Any]) -> str:
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        self.parts.mkdir(exist_ok=True)
        if target.exists():
            return name
        descriptor, temporary = tempfile.mkstemp(prefix="part-", dir=self.parts)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks(COPY_BYTES):
                    file.write(chunk)
                file.flush()
                if self.file_permissions_mode is not None:
                    os.fchmod(descriptor, self.file_permissions_mode)
                os.fsync(file.fileno())
            Path(temporary).rename(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for folder in (target.parent, *target.parent.parents):
            sync_folder(folder)  # a new folder is an entry of the one above it
            if folder == Path(self.location):
                break
        return name


@contextmanager
def local_path(name: str) -> Iterator[Path]:
    """Lend a stored file as a path on this machine, copied down where the store is elsewhere."""
    storage = private_files()
    try:
        path = storage.path(name)
    except NotImplementedError:
        parent = settings.VAR_DIR / "work"
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="copy-", dir=parent) as folder:
            copy = Path(folder) / "file"
            with storage.open(name) as source, copy.open("wb") as target:
                while chunk := source.read(COPY_BYTES):
                    target.write(chunk)
            yield copy
    else:
        yield Path(path)
