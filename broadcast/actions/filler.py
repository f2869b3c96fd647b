"""Choose the music that fills what is left of slots, for all stations alike."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from broadcast.house_files import house_rendition
from broadcast.models import FillerMusic
from media.actions.hold import hold, let_go
from media.models import HoldReason

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from media.models import Asset

# A shorter loop would be heard as one.
SHORTEST = timedelta(seconds=10)
# No station's code: those have no blank.
_KEY = "filler music"


class NotMusic(Exception):
    """Raised where a file cannot fill slots; the choice before still counts."""


@transaction.atomic
def choose_filler(*, asset: Asset, by: User | None, now: datetime) -> FillerMusic:
    """Let `asset` fill slots from the next release on; choosing it again changes nothing."""
    current = FillerMusic.objects.current()
    if current is not None and current.asset_id == asset.pk:
        return current
    rendition = house_rendition(asset.pk)
    if rendition is None:
        raise NotMusic(_("The file is not ready yet: wait for its house file, then choose it."))
    if rendition.duration is None or rendition.duration < SHORTEST:
        raise NotMusic(
            _("Filler music must last at least %(seconds)d seconds: choose a longer file.")
            % {"seconds": SHORTEST.total_seconds()}
        )
    if current is not None:
        until = now + timedelta(days=settings.LOA_WORK_KEPT_DAYS)
        let_go(asset_id=current.asset_id, reason=HoldReason.STATION, key=_KEY, until=until)
    hold(assets=[asset.pk], until=None, reason=HoldReason.STATION, key=_KEY)
    return FillerMusic.objects.create(asset=asset, chosen_by=by, chosen_at=now)
