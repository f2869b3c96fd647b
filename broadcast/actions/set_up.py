"""Everything a database needs before people can work, in the order the stages stand."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.db import transaction

from cms.access import Role
from cms.actions import set_up as newsroom
from media.actions import set_up as files

STATION_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.SCHEDULER: ("broadcast.view_station",),
    Role.MANAGER: ("broadcast.add_station", "broadcast.change_station", "broadcast.view_station"),
}


@transaction.atomic
def set_up() -> None:
    """Add what is missing; running it again changes nothing."""
    files.set_up()
    newsroom.set_up()
    for role, names in STATION_PERMISSIONS.items():
        newsroom.grant(Group.objects.get(name=role.value), names)
