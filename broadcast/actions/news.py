"""An operator says that they have read what is new for their station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction

from broadcast.access import stations_of
from broadcast.models import NewsRead
from broadcast.news import news_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from broadcast.models import Station
    from cms.accounts.models import User


@transaction.atomic
def read_news(*, station: Station, keys: Collection[str], by: User, now: datetime) -> None:
    """Keep that `by` has read the news of these keys; what was read before keeps its time.

    What is no news of the station is left alone. Raise PermissionDenied for who does not
    operate it.
    """
    if not stations_of(by).filter(pk=station.pk).exists():
        raise PermissionDenied
    wanted = {*keys}
    unread = [news.key for news in news_of(station, by, now) if not news.read]
    NewsRead.objects.bulk_create(
        [NewsRead(station=station, by=by, key=key, at=now) for key in unread if key in wanted],
        # Read twice in the same moment: the first row counts.
        ignore_conflicts=True,
    )
