"""Hold every stored file against its row and its hash, and every row against the store."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from media.models import Asset, Rendition
from media.storage import store_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK_BYTES = 1024 * 1024
# The folders of both stores that hold whole files; halves lie in another.
FOLDERS = ("assets", "house", "posters")


class Problem(StrEnum):
    """What may be wrong with a file of the store, or with a row that names one."""

    MISSING = "missing"
    ALTERED = "altered"
    ORPHANED = "orphaned"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Found:
    """One problem. `owner` is the asset or rendition that names the file, None for an orphan."""

    problem: Problem
    name: str
    owner: Asset | Rendition | None


@dataclass(slots=True)
class Checked:
    """How much was looked at: files read whole, rows that name one."""

    files: int = 0
    rows: int = 0


def check_files(
    *, counted: Checked, tell: Callable[[int, int], None] | None = None
) -> Iterator[Found]:
    """Yield every problem there is; nothing is changed. `tell` hears how many files of how many.

    A file that several rows name is read once, and a problem is told once, with the oldest
    of them. What was stored or taken away while the store is read may be told as an orphan
    or as missing: run it again.
    """
    owners = file_owners()
    counted.rows = len(owners)
    stored = sorted(stored_names())
    for name in sorted(owners.keys() - set(stored)):
        yield Found(Problem.MISSING, name, owners[name])
    for done, name in enumerate(stored, start=1):
        counted.files = done
        problem = _problem_of(name, owners.get(name))
        if problem is not None:
            yield Found(problem, name, owners.get(name))
        if tell:
            tell(done, len(stored))


def file_owners() -> dict[str, Asset | Rendition]:
    """Return the rows that a file belongs to, by the file's name."""
    owners: dict[str, Asset | Rendition] = {}
    ready = (
        Rendition.objects.ready().defer("peaks").select_related("asset", "profile").order_by("pk")
    )
    for row in (*Asset.objects.filter(purged_at__isnull=True).order_by("pk"), *ready):
        owners.setdefault(row.file_name, row)
        if isinstance(row, Rendition) and row.poster_name:
            owners.setdefault(row.poster_name, row)
    return owners


def stored_names() -> Iterator[str]:
    """Yield the name of every whole file in the store."""
    for folder in FOLDERS:
        yield from _names_under(folder)


def _names_under(folder: str) -> Iterator[str]:
    try:
        folders, files = store_of(f"{folder}/").listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _names_under(f"{folder}/{name}")


def _problem_of(name: str, owner: Asset | Rendition | None) -> Problem | None:
    if owner is None:
        return Problem.ORPHANED
    try:
        found, size = _read(name)
    except FileNotFoundError:
        return Problem.MISSING
    except OSError:
        return Problem.UNREADABLE
    if isinstance(owner, Rendition) and name == owner.poster_name:
        whole = found == owner.poster_sha256
    else:
        whole = (found, size) == (owner.sha256, owner.size_bytes)
    return None if whole else Problem.ALTERED


def _read(name: str) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with store_of(name).open(name) as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size
