"""What a station airs is kept for its time after the last airing, so that it can be heard again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from cms.models import Article
from media.actions.hold import hold
from media.models import HoldReason, Rendition

if TYPE_CHECKING:
    from collections.abc import Collection

    from broadcast.models import PlaylistEntry


def keep_what_airs(entries: Collection[PlaylistEntry]) -> None:
    """Hold the files that released entries air: articles longer than works and idents."""
    if not entries:
        return
    assets = dict(
        Rendition.objects.ready()
        .filter(sha256__in={entry.house_sha256 for entry in entries if entry.house_sha256})
        .values_list("sha256", "asset_id")
    )
    items = {entry.item_id for entry in entries if entry.item_id}
    articles = set(Article.objects.filter(pk__in=items).values_list("pk", flat=True))
    last = max(entry.ends_at for entry in entries)
    for days, is_article in (
        (settings.LOA_ARTICLE_KEPT_DAYS, True),
        (settings.LOA_WORK_KEPT_DAYS, False),
    ):
        hold(
            assets={
                assets[entry.house_sha256]
                for entry in entries
                if entry.house_sha256 in assets and (entry.item_id in articles) is is_article
            },
            until=last + timedelta(days=days),
            reason=HoldReason.AIRED,
        )
