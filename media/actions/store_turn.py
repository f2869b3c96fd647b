"""Naming a file of the store and clearing one away take turns.

A file that lies under its hash already is not written again. Whoever then names it must
not find it cleared away between the look and the row; so both happen in their turn: the
name is written and the file seen to be there, or it is seen to be nobody's and cleared away.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from media.models import Asset, Profile, Rendition
from media.storage import store_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def store_turn() -> Iterator[None]:
    """Hold the turn to the end of the transaction. SQLite's writers take turns anyway."""
    with transaction.atomic():
        # The oldest profile: a row that is always there. What only refers to it is not held up.
        Profile.objects.select_for_update(no_key=True).order_by("pk").first()
        yield


def owned(name: str) -> bool:
    """Whether a row says that the stored file `name` is its own."""
    sha256 = name.rpartition("/")[2].partition(".")[0]
    if name.startswith("posters/"):
        return Rendition.objects.ready().filter(poster_sha256=sha256).exists()
    if name.startswith("assets/"):
        return Asset.objects.filter(sha256=sha256, purged_at__isnull=True).exists()
    return any(row.file_name == name for row in Rendition.objects.ready().filter(sha256=sha256))


def clear_away(name: str) -> bool:
    """Delete a stored file if it is nobody's; return whether it was."""
    with store_turn():
        if owned(name):
            return False
        store_of(name).delete(name)
    return True
