"""Tell schedulers what left their slots without their doing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.models import User
from cms.actions.notify import notify
from cms.models import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

    from cms.models import Clearance, Notice


def tell_taken_off(
    *, clearance: Clearance, days: Collection[date], slots: int, by: User | None, now: datetime
) -> list[Notice]:
    """Tell who schedules that an ended item left `slots` of some days, which have gaps now.

    Released days are filled again by themselves; the others wait for who plans them.
    """
    left = ngettext("It left %(count)d slot.", "It left %(count)d slots.", slots)
    more = _("Released days are filled again by themselves; plan the others again.")
    return notify(
        kind=NoticeKind.TAKEN_OFF,
        to=User.objects.with_perm("broadcast.schedule").values_list("pk", flat=True),
        key=f"taken-off:{clearance.pk}",
        item=clearance.item,
        path=f"{reverse('desk:day')}?day={min(days).isoformat()}",
        note=f"{left % {'count': slots}} {more}",
        by=by,
        now=now,
    )
