"""How long what airs is kept: radio and television works, and articles, each by their rule."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from .kinds import Article

if TYPE_CHECKING:
    from .item import Item


def kept_for(item: Item) -> timedelta:
    """Return how long an item's files stay after its last airing or the end of its clearance."""
    article = issubclass(item.specific_class, Article)
    days = settings.LOA_ARTICLE_KEPT_DAYS if article else settings.LOA_WORK_KEPT_DAYS
    return timedelta(days=days)
