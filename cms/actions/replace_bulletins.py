"""Let a newly cleared bulletin take the place of those it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from cms.actions.take_off import take_off
from cms.models import EndReason, Item
from cms.models.replacing import replaced_by

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Clearance, ClearanceEnd


@transaction.atomic
def replace_bulletins(*, later: Clearance, by: User, now: datetime) -> list[ClearanceEnd]:
    """End the clearances of the bulletins that `later` replaces: their repeats go from every day.

    What is on air at this moment airs to its end. Nothing where `later` is no bulletin, or was
    made from none.
    """
    ends = []
    for standing in replaced_by(later):
        locked = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=standing.item_id)
        note = _("A later bulletin takes its place: “%(title)s”.") % {
            "title": later.content.get("title", "")
        }
        ends.append(
            take_off(
                item=locked.specific,
                standing=standing,
                reason=EndReason.REPLACED,
                note=note,
                by=by,
                now=now,
            )
        )
    return ends
