"""Pieces that may be the same one twice: the same recording, or nearly the same title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Length
from django.urls import reverse

from cms.checks import Twin
from cms.words import alike, words_of

from .findable import Findable
from .item import Item
from .lifecycle import Lifecycle, with_lifecycle

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from media.models import Asset

_MOST = 3
_SHORTEST = 2


def twins_by_recording(item: Item, asset: Asset) -> list[Twin]:
    """Return other items with this recording: an upload's bytes are kept once, by their hash."""
    return _twins(_others(item).filter(recording=asset).order_by("-edited_at"))


def _others(item: Item) -> QuerySet[Findable]:
    """Return what an item is compared with: of a newsroom of one area, what that one made.

    Communes tell the same things under the same titles, and what one writes is not for
    the reviewers of another to see.
    """
    others = Findable.objects.exclude(pk=item.pk)
    newsroom = item.get_parent().specific
    if newsroom.area_id is None:
        return others
    return others.filter(item__path__startswith=newsroom.path)


def twins_by_title(item: Item) -> list[Twin]:
    """Return other items with nearly this title, but for versions and what is made from them."""
    title = words_of(item.title)
    if len(title) < _SHORTEST:
        return []
    size = len(" ".join(title))
    # Titles alike are about as long as one another: most of the others are never read.
    near = (
        _others(item)
        .annotate(size=Length("title_words"))
        .filter(size__gte=size * 4 // 5, size__lte=size * 5 // 4 + 3)
        .order_by("-edited_at")
        .values_list("pk", "title_words")
    )
    found = [pk for pk, words in near if alike(title, words.split())]
    return _twins(Findable.objects.filter(pk__in=set(found) - _kin(item)).order_by("-edited_at"))


def _kin(item: Item) -> set[int]:
    """Return the items that say the same on purpose."""
    roots = {pk for pk in (item.pk, item.version_of_id, item.derived_from_id) if pk}
    near = Item.objects.filter(Q(version_of__in=roots) | Q(derived_from__in=roots))
    return roots | set(near.values_list("pk", flat=True))


def _twins(found: QuerySet[Findable]) -> list[Twin]:
    rows = list(found[:_MOST])
    states = with_lifecycle(Item.objects.filter(pk__in=[row.pk for row in rows]))
    labels = {pk: Lifecycle(state).label for pk, state in states.values_list("pk", "lifecycle")}
    return [
        Twin(title=row.title, state=str(labels[row.pk]), link=reverse("cms:item", args=[row.pk]))
        for row in rows
    ]
