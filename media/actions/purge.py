"""Give back the room of files nobody has to keep any more. What they were stays on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from media.models import Asset, Hold, Rendition, State
from media.storage import StoreAway

from .store_turn import clear_away

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from media.models import AssetQuerySet


class NotPurgeable(Exception):
    """Raised with one plain sentence; nothing was taken away."""


def may_purge(user: User) -> bool:
    return user.is_active and user.has_perm("media.purge_asset")


def purgeable(*, at: datetime) -> AssetQuerySet:
    """Return the assets whose files nobody holds at that moment, work under way apart."""
    held = Hold.objects.in_force(at).filter(asset_id=OuterRef("pk"))
    busy = Rendition.objects.filter(
        asset_id=OuterRef("pk"), state__in=(State.WAITING, State.WORKING)
    )
    return Asset.objects.filter(~Exists(held), ~Exists(busy), purged_at__isnull=True)


def purge(*, asset: Asset, by: User, now: datetime) -> int:
    """Take an asset's files away, original and renditions; return how many bytes that frees.

    The rows stay and say when and by whom. The same file uploaded again is taken in as
    if it were new. Raise `NotPurgeable` while somebody holds it or works on it. A crash
    between the rows and the files leaves files that are nobody's, which the janitor finds.
    """
    if not may_purge(by):
        raise PermissionDenied
    with transaction.atomic():
        kept = Asset.objects.select_for_update().get(pk=asset.pk)
        _check(kept, now)
        ready = list(kept.renditions.ready())
        names = {kept.file_name: kept.size_bytes}
        names |= {row.file_name: row.size_bytes or 0 for row in ready}
        names |= {row.poster_name: 0 for row in ready if row.poster_name}
        Asset.objects.filter(pk=kept.pk).update(purged_at=now, purged_by=by)
        kept.renditions.ready().update(state=State.PURGED)
    freed = 0
    for name, size in names.items():
        try:
            freed += size if clear_away(name) else 0
        except StoreAway:
            break  # the janitor's, once the store is back
    return freed


def _check(asset: Asset, now: datetime) -> None:
    if asset.purged_at is not None:
        raise NotPurgeable(_("“%(title)s” was purged already.") % {"title": asset.title})
    if asset.renditions.filter(state__in=(State.WAITING, State.WORKING)).exists():
        raise NotPurgeable(
            _("“%(title)s” is being worked on: wait until that is over.") % {"title": asset.title}
        )
    holds = list(Hold.objects.in_force(now).filter(asset=asset))
    if not holds:
        return
    longest = max(holds, key=lambda one: (one.until is None, one.until or now))
    words = {"title": asset.title, "reason": longest.get_reason_display()}
    if longest.until is None:
        raise NotPurgeable(_("“%(title)s” has to stay: %(reason)s.") % words)
    until = timezone.localtime(longest.until)
    raise NotPurgeable(
        _("“%(title)s” has to stay until %(until)s: %(reason)s.")
        % {**words, "until": f"{until:%d/%m/%Y}"}
    )
