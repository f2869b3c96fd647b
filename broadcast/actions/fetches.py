"""Record who took which edition, and in which form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadcast.models import Fetch

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import Playlist, StationToken
    from cms.accounts.models import User


def record_fetch(
    *, playlist: Playlist, form: str, by: User | None, token: StationToken | None, now: datetime
) -> Fetch:
    """Record that an edition was taken; `form` is zip, mp3, m3u8, xspf, html or json."""
    return Fetch.objects.create(playlist=playlist, form=form, by=by, token=token, at=now)
