"""Send a station's own notice: written by its operator, for its own area, reviewed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from broadcast.access import may_send_notices
from cms.actions.local_notices import NoticeRefused, write_notice
from cms.models import Newsroom

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import Station
    from cms.accounts.models import User
    from cms.models import Language, LocalNotice
    from media.models import Asset


@transaction.atomic
def send_notice(
    *,
    station: Station,
    title: str,
    text: str,
    language: Language,
    recording: Asset | None,
    air_until: datetime | None,
    by: User,
    now: datetime,
    notice: LocalNotice | None = None,
) -> LocalNotice:
    """Write a notice in the newsroom of `station`'s area and submit it; or mend `notice` so.

    Raise PermissionDenied for who may not write for this station, `NoticeRefused` where
    its area has no newsroom, `NotSubmittable` with what the checks say.
    """
    if not may_send_notices(by, station):
        raise PermissionDenied
    newsroom = newsroom_of(station)
    if newsroom is None:
        raise NoticeRefused(
            _("%(area)s has no newsroom yet: ask the administrator to open one.")
            % {"area": station.area}
        )
    return write_notice(
        newsroom=newsroom,
        title=title,
        text=text,
        language=language,
        recording=recording,
        air_until=air_until,
        by=by,
        now=now,
        notice=notice,
    )


def newsroom_of(station: Station) -> Newsroom | None:
    """Return the newsroom of the station's own area, not of one above or beside it."""
    found: Newsroom | None = Newsroom.objects.filter(area=station.area).first()
    return found
