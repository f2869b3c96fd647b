"""Take a cleared item off the air."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cms.access import may_withdraw
from cms.actions.take_off import take_off
from cms.actions.tell import tell_withdrawn
from cms.models import Clearance, EndReason, Item
from cms.models.derivation import all_made_from

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import ClearanceEnd


class NotWithdrawn(Exception):
    """Raised where there is nothing to withdraw or no reason given; nothing was written."""


@transaction.atomic
def withdraw_with(
    *, item: Item, also: Collection[Item], by: User, reason: str, now: datetime
) -> list[ClearanceEnd]:
    """Withdraw `item` and, for the same reason, what was made from it among `also`; all or none.

    What was not made from it, or is not cleared any more, is left alone.
    """
    wanted = {each.pk for each in also}
    made = {row.pk: row for row in all_made_from(item) if row.pk in wanted}
    cleared = Clearance.objects.standing().filter(item_id__in=made)
    taken = [item, *(made[pk] for pk in cleared.order_by("item").values_list("item", flat=True))]
    return [withdraw(item=each, by=by, reason=reason, now=now) for each in taken]


@transaction.atomic
def withdraw(*, item: Item, by: User, reason: str, now: datetime) -> ClearanceEnd:
    """End the item's standing clearance, take the page off, stop a review of it, tell downstream.

    Raise PermissionDenied for who may not, `NotWithdrawn` where the item is not
    cleared or `reason` is empty.
    """
    locked = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=item.pk).specific
    if not may_withdraw(by, locked):
        raise PermissionDenied
    if not reason.strip():
        raise NotWithdrawn(_("Give the reason for the withdrawal: the stations will see it."))
    standing = Clearance.objects.standing().filter(item_id=locked.pk).first()
    if standing is None:
        raise NotWithdrawn(_("This item is not cleared any more, so there is nothing to withdraw."))
    end = take_off(
        item=locked,
        standing=standing,
        reason=EndReason.WITHDRAWN,
        note=reason.strip(),
        by=by,
        now=now,
    )
    tell_withdrawn(end=end, now=now)
    return end
