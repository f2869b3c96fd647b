"""The janitor: clear away whole files that are provably nobody's, after a time to look at them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from media.storage import store_of

from .check import file_owners, stored_names
from .store_turn import clear_away

if TYPE_CHECKING:
    from datetime import datetime

# So many files without a row are one crash's or two's; more may be a wrong database.
FEW = 20
SHARE_PERCENT = 5


class TooManyOrphans(Exception):
    """Raised where so many files are nobody's that the database is rather not this store's."""

    def __init__(self, orphans: int, files: int) -> None:
        super().__init__(
            f"{orphans} of {files} files belong to no row: nothing was deleted. If the database "
            "was restored from an older copy, bring it up to date; else look at check_media."
        )


def clear_orphans(*, now: datetime) -> int:
    """Delete files that no row has named for `LOA_ORPHANS_KEPT_DAYS`; return how many.

    Raise `TooManyOrphans` and delete nothing where they are more than a few and more than
    a small share of the store.
    """
    names = list(stored_names())
    owners = file_owners()  # read after the names: a row written meanwhile counts
    orphans = [name for name in names if name not in owners]
    if len(orphans) > FEW and len(orphans) * 100 > SHARE_PERCENT * len(names):
        raise TooManyOrphans(len(orphans), len(names))
    before = now - timedelta(days=settings.LOA_ORPHANS_KEPT_DAYS)
    return sum(_is_older(name, before) and clear_away(name) for name in orphans)


def _is_older(name: str, before: datetime) -> bool:
    try:
        return store_of(name).get_modified_time(name) < before
    except FileNotFoundError:
        return False
