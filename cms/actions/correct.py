"""Open a cleared item for correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cms.access import may_correct
from cms.actions.tell import tell_open
from cms.models import Clearance, Correction, Item
from cms.models.audit import record

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User


class NotCorrectable(Exception):
    """Raised with one plain sentence; nothing was written."""


@transaction.atomic
def correct(*, item: Item, by: User, reason: str, now: datetime) -> Correction:
    """Open `item` to edits until its next clearance, which supersedes the standing one.

    What is cleared airs on meanwhile. Raise PermissionDenied for who may not,
    `NotCorrectable` where the item is not cleared or open already, or no reason is given.
    """
    locked = Item.objects.select_for_update(of=("self",)).get(pk=item.pk).specific
    if not may_correct(by, locked):
        raise PermissionDenied
    if not reason.strip():
        raise NotCorrectable(_("Say what is to be corrected, so that its author knows."))
    standing = Clearance.objects.standing().filter(item_id=locked.pk).first()
    if standing is None:
        raise NotCorrectable(_("This item is not cleared any more: edit it and submit it again."))
    if Correction.objects.filter(clearance=standing).exists():
        raise NotCorrectable(_("This item is open for correction already: go on in the editor."))
    correction = Correction.objects.create(clearance=standing, reason=reason.strip(), by=by, at=now)
    record(
        "correction",
        about=standing.content["title"],
        key=f"item:{locked.pk}",
        by=by,
        now=now,
        clearance=standing.pk,
        reason=correction.reason,
    )
    tell_open(correction=correction, now=now)
    return correction
