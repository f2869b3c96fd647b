"""Who may do what with airtime: the questions the surfaces and actions ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Q

from broadcast.models import Station, StationToken
from broadcast.signed import is_digest_of, prefix_of
from cms.access import Role, may_write_notices
from cms.accounts.models import User

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from broadcast.models import StationQuerySet

_LOOK = ("broadcast.view_slot",)
_KEEP = (
    *(
        f"broadcast.{verb}_{name}"
        for name in ("clock", "weeklyslot", "airtimerule", "airtimeexception")
        for verb in ("view", "add", "change")
    ),
    *(
        f"broadcast.{verb}_{name}"
        for name in ("planningrule", "specialday")
        for verb in ("view", "add", "change", "delete")
    ),
    "broadcast.view_fillermusic",
    "broadcast.add_fillermusic",
)
# What the desk asks of each role; those not named may not even look.
DESK_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.SCHEDULER: (*_LOOK, "broadcast.schedule", "broadcast.release", *_KEEP),
    Role.LEADERSHIP: _LOOK,
    Role.MANAGER: (*_LOOK, *_KEEP),
}
# A token opens a station to a machine, so whoever keeps the stations keeps the tokens.
STATION_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.SCHEDULER: ("broadcast.view_station",),
    Role.MANAGER: tuple(
        f"broadcast.{verb}_{name}"
        for name in ("station", "stationtoken")
        for verb in ("view", "add", "change")
    ),
}
# Who sees how much of what was planned aired, station by station.
REPORT_PERMISSIONS: dict[Role, tuple[str, ...]] = dict.fromkeys(
    (Role.SCHEDULER, Role.LEADERSHIP, Role.MANAGER), ("broadcast.view_report",)
)


def stations_of(user: User | AnonymousUser) -> StationQuerySet:
    """Return the stations `user` operates, closed ones too: their airings are theirs to tell.

    By assignment alone: no role and no superuser sees another station this way.
    """
    if not user.is_active:
        return Station.objects.none()
    return Station.objects.operated_by(user)


def may_send_notices(user: User | AnonymousUser, station: Station) -> bool:
    """Whether `user` may write notices for the area of `station`: theirs, open, and by right."""
    theirs = not station.closed and stations_of(user).filter(pk=station.pk).exists()
    return theirs and may_write_notices(user)


def may_see_schedule(user: User | AnonymousUser) -> bool:
    """Whether `user` may look at every station's schedule on the desk."""
    return user.is_active and user.has_perm("broadcast.view_slot")


def may_schedule(user: User | AnonymousUser) -> bool:
    """Whether `user` may plan, and place, lock and remove by hand."""
    return user.is_active and user.has_perm("broadcast.schedule")


def may_release(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("broadcast.release")


def may_see_report(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("broadcast.view_report")


def readable_stations(user: User | AnonymousUser) -> StationQuerySet:
    """Return the stations whose playlists `user` may read: their own, or all by permission.

    The permission is asked within the query that uses the stations, not ahead of it.
    """
    if not user.is_active:
        return Station.objects.none()
    permitted = User.objects.with_perm("broadcast.view_station").filter(pk=user.pk)
    return Station.objects.filter(Q(pk__in=stations_of(user).values("pk")) | Exists(permitted))


def valid_token(text: str, now: datetime) -> StationToken | None:
    """Return the token of this text, None if there is none or it was revoked or has expired."""
    prefix = prefix_of(text)
    if prefix is None:
        return None
    token = StationToken.objects.valid(now).filter(prefix=prefix).first()
    return token if token is not None and is_digest_of(token.digest, text) else None
