"""Let the items that still have an old file take the new one that was uploaded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from cms.models import Item
from cms.models.lifecycle import Lifecycle, with_lifecycle

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cms.accounts.models import User
    from media.models import Asset

# What is in review or cleared stays what its reviewers heard.
OPEN = (Lifecycle.DRAFT, Lifecycle.RETURNED)


def using(asset: Asset) -> QuerySet[Item]:
    """Return the items whose page or latest revision has the file, with their lifecycle."""
    held = Q(recording=asset) | Q(latest_revision__content__recording=asset.pk)
    return with_lifecycle(Item.objects.filter(held)).order_by("-latest_revision_created_at", "-pk")


@transaction.atomic
def take_recording(*, old: Asset, new: Asset, by: User) -> list[Item]:
    """Put `new` into every draft of `old` that `by` may edit; return those items.

    Each gets a revision by them. A file that was refused, or is of another kind than the
    item needs, is taken by none.
    """
    taken: list[Item] = []
    pks = [item.pk for item in using(old) if item.lifecycle in OPEN]
    if new.refused:
        return taken
    for row in Item.objects.select_for_update(of=("self", "page_ptr")).filter(pk__in=pks):
        item = row.get_latest_revision_as_object()
        fits = not new.kind or new.kind == item.RECORDING_KIND
        if fits and item.recording_id == old.pk and row.permissions_for_user(by).can_edit():
            item.recording = new
            item.save_revision(user=by)
            if not item.live:
                Item.objects.filter(pk=item.pk).update(recording=new)
            taken.append(item)
    return taken
