"""A day that has yet to air by the real clock, and an item taken off it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from broadcast.actions.release import release_playlist
from cms.actions.withdraw import withdraw
from cms.models import Item
from tests.broadcast import airtime_factories as airtime

if TYPE_CHECKING:
    from broadcast.models import Playlist, Station
    from cms.accounts.models import User


def released_ahead(station: Station) -> Playlist:
    """Release the day after tomorrow with one slot of one item."""
    day = timezone.localdate() + timedelta(days=2)
    airtime.filled_slot(station=station, day=day, items=[airtime.cleared_item(title="Sẽ rút")])
    return release_playlist(station=station, day=day, by=None, now=timezone.now())


def withdrawn_from(playlist: Playlist, by: User) -> None:
    """Withdraw the first item the playlist holds."""
    entry = playlist.entries.filter(item__isnull=False).earliest("starts_at")
    item = Item.objects.get(pk=entry.item_id)
    withdraw(item=item, by=by, reason="Sai tên người.", now=timezone.now())
