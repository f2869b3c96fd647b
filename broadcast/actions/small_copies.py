"""Offer small files that were made after the editions they belong to were released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.models import SmallCopy
from broadcast.releasing.small_copies import small_copies_of, wanting
from media.actions.small import small_files_due

if TYPE_CHECKING:
    from datetime import datetime


def offer_small_copies(*, now: datetime) -> int:
    """Put small files beside entries released without one; return how many.

    The editions stay as they are. Each gets all its small files at once, when none is still to
    be made: its small archive then changes once, and who is downloading begins again once.
    Several at a time may do this: an entry keeps the first row.
    """
    waiting = wanting(now)
    due = small_files_due(assets={asset for each in waiting for asset in each.assets})
    ready = [each for each in waiting if not each.assets & due]
    copies = small_copies_of(ready, now)
    SmallCopy.objects.bulk_create(copies, batch_size=500, ignore_conflicts=True)
    return len(copies)
