"""Which bulletins a later one replaces: a bulletin made from them, issued later, for as many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q

from .area import Area
from .clearance import Clearance
from .item import Item


def replaced_by(later: Clearance) -> list[Clearance]:
    """Return the standing clearances of the bulletins whose place a cleared one takes.

    They are in its own language, whether it was made from them or from another language
    version of them, at once or by way of others. One that airs where the later one does not
    stays: nobody else warns there.
    """
    if not _is_bulletin(later.content):
        return []
    earlier = Clearance.objects.standing().filter(item__in=_made_from(later))
    return [row for row in earlier.order_by("pk") if _replaces(later.content, row.content)]


def _made_from(later: Clearance) -> set[int]:
    """Return the items it was made from, and those they were, with their language versions."""
    found: set[int] = set()
    step = later.content.get("derived_from")
    while step is not None and step not in found and step != later.item_id:
        item = Item.objects.filter(pk=step).only("version_of", "derived_from").first()
        if item is None:
            break
        original = item.version_of_id or item.pk
        versions = Item.objects.filter(Q(pk=original) | Q(version_of=original))
        found |= {step, *versions.values_list("pk", flat=True)}
        step = item.derived_from_id
    return found - {later.item_id}


def _is_bulletin(content: dict[str, Any]) -> bool:
    return bool(content.get("repeat_every")) and bool(content.get("issued_at"))


def _replaces(later: dict[str, Any], earlier: dict[str, Any]) -> bool:
    return (
        _is_bulletin(earlier)
        and earlier["language"] == later["language"]
        and datetime.fromisoformat(earlier["issued_at"])
        < datetime.fromisoformat(later["issued_at"])
        and _covers_levels(set(later.get("levels", [])), set(earlier.get("levels", [])))
        and _covers_areas(later.get("areas", []), earlier.get("areas", []))
    )


def _covers_levels(later: set[str], earlier: set[str]) -> bool:
    """Return whether all levels of the earlier one are among those of the later; none is all."""
    return not later or (bool(earlier) and earlier <= later)


def _covers_areas(later: list[int], earlier: list[int]) -> bool:
    """Return whether each area of the earlier one lies in one of the later's; none is all."""
    if not later or not earlier:
        return not later
    paths = dict(Area.objects.filter(pk__in={*later, *earlier}).values_list("pk", "path"))
    above = tuple(paths[pk] for pk in later)
    return all(paths[pk].startswith(above) for pk in earlier)
