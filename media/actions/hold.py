"""Keep assets' files from being purged: whoever needs one longer says so here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from media.models import Asset, Hold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from media.models import HoldReason


@transaction.atomic
def hold(
    *, assets: Collection[int], until: datetime | None, reason: HoldReason, key: str = ""
) -> None:
    """Keep the files of these assets until then, or with None until `let_go`.

    Of two words of one holder the longer counts: a hold is never shortened here.
    """
    if not assets:
        return
    # Taken before purge looks for holds, or after it has marked the row.
    list(Asset.objects.select_for_update().filter(pk__in=assets).order_by("pk").values("pk"))
    rows = Hold.objects.filter(asset_id__in=assets, reason=reason, key=key)
    standing = dict(rows.values_list("asset_id", "until"))
    longer = [
        Hold(asset_id=pk, reason=reason, key=key, until=until)
        for pk in sorted(set(assets))
        if pk not in standing or _is_longer(until, standing[pk])
    ]
    Hold.objects.bulk_create(
        longer,
        update_conflicts=True,
        unique_fields=["asset", "reason", "key"],
        update_fields=["until"],
        batch_size=500,
    )


def let_go(*, asset_id: int, reason: HoldReason, key: str = "", until: datetime) -> None:
    """Let one holder's hold end at `until`, whatever it was before."""
    Hold.objects.filter(asset_id=asset_id, reason=reason, key=key).update(until=until)


def _is_longer(until: datetime | None, standing: datetime | None) -> bool:
    return standing is not None and (until is None or until > standing)
