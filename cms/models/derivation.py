"""What was made from what: other-language versions, and pieces that tell an item's facts anew.

A link is `version_of` or `derived_from`. Whether the original has changed since is read from
revisions and clearances, never stored.
"""

from __future__ import annotations

from typing import Literal

from django.db import models
from django.db.models import Case, CharField, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from .clearance import Clearance, ClearanceEnd, EndReason
from .item import Item

Link = Literal["version_of", "derived_from"]
LINKS: tuple[Link, ...] = ("version_of", "derived_from")


class OriginalChange(models.TextChoices):
    """What became of an original after what was made from it was last edited or cleared."""

    CORRECTED = "corrected", _("The original was cleared anew after this piece was made.")
    WITHDRAWN = "withdrawn", _("The original was withdrawn after this piece was made.")


def with_original_change(items: models.QuerySet[Item], link: Link) -> models.QuerySet[Item]:
    """Annotate each item with `original_change`, empty where its original is as it was.

    A first clearance of the original is no change, unless the text it cleared is younger than
    the item's own last revision.
    """
    own = Clearance.objects.filter(item_id=OuterRef(OuterRef("pk")))
    of_original = Clearance.objects.filter(item_id=OuterRef(link))
    earlier = Clearance.objects.filter(item_id=OuterRef("item_id"), pk__lt=OuterRef("pk"))
    corrected = of_original.filter(
        Exists(earlier) | Q(revision__created_at__gt=OuterRef("latest_revision_created_at")),
        ~Exists(own.filter(cleared_at__gte=OuterRef("cleared_at"))),
        cleared_at__gt=OuterRef("latest_revision_created_at"),
    )
    withdrawn = ClearanceEnd.objects.filter(
        ~Exists(own.filter(cleared_at__gte=OuterRef("at"))),
        clearance__item_id=OuterRef(link),
        reason=EndReason.WITHDRAWN,
        at__gt=OuterRef("latest_revision_created_at"),
    )
    annotated: models.QuerySet[Item] = items.annotate(
        original_change=Case(
            When(
                Exists(withdrawn) & ~Exists(of_original.standing()),
                then=Value(OriginalChange.WITHDRAWN.value),
            ),
            When(Exists(corrected), then=Value(OriginalChange.CORRECTED.value)),
            default=Value(""),
            output_field=CharField(),
        )
    )
    return annotated


def versions_beside(item: Item) -> models.QuerySet[Item]:
    """Return the other items that say the same in other languages, the original among them."""
    original = item.version_of_id or item.pk
    versions: models.QuerySet[Item] = Item.objects.filter(Q(pk=original) | Q(version_of=original))
    return versions.exclude(pk=item.pk)


def all_made_from(item: Item) -> list[Item]:
    """Return what was made from `item`, and from that: versions and pieces that tell it anew."""
    found: dict[int, Item] = {}
    newest = {item.pk}
    while newest:
        made = Item.objects.filter(Q(version_of__in=newest) | Q(derived_from__in=newest))
        rows = made.select_related("language", "content_type").order_by("title", "pk")
        step = {row.pk: row for row in rows if row.pk not in found and row.pk != item.pk}
        found |= step
        newest = {*step}
    return list(found.values())
