"""Make the search index anew: what can be found is a copy, and this is how it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from cms.models import Item
from cms.models.findable import rows_of, write_rows
from cms.models.findable_file import FindableFile, write_files
from media.models import Asset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

_AT_ONCE = 100


def index_items(
    *,
    now: datetime,
    only_missing: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> int:
    """Write the index entries of all items from their latest revisions; return how many.

    An item that has no revision yet counts as edited `now`. It goes in steps, each a
    transaction of its own, so that people can save meanwhile.
    """
    items = Item.objects.filter(findable__isnull=True) if only_missing else Item.objects.all()
    keys = list(items.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _AT_ONCE):
        _index(keys[first : first + _AT_ONCE], now)
        if tell:
            tell(min(first + _AT_ONCE, len(keys)), len(keys))
    _index_files(only_missing=only_missing)
    return len(keys)


def _index_files(*, only_missing: bool) -> None:
    assets = Asset.objects.only("title", "original_name")
    wanted = assets.exclude(pk__in=FindableFile.objects.values("pk")) if only_missing else assets
    keys = list(wanted.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _AT_ONCE):
        write_files(assets.filter(pk__in=keys[first : first + _AT_ONCE]))


@transaction.atomic
def _index(keys: Sequence[int], now: datetime) -> None:
    # Locked: a save between reading and writing would be overwritten by what was before it.
    rows = []
    for item in Item.objects.select_for_update().filter(pk__in=keys):
        revision = item.latest_revision
        latest = revision.as_object() if revision else item.specific
        rows.append(rows_of(latest, revision.created_at if revision else now))
    if rows:
        write_rows(rows)
