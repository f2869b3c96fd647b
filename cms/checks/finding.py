"""What a check says: how much it weighs, why, and where it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from datetime import datetime

    from cms.models import Item, WhatAirs


class Weight(StrEnum):
    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Twin:
    """Another item that may be the same piece: its title, its state in words, its page."""

    title: str
    state: str
    link: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found, said to the person.

    `link` opens the editor at `field`, which mends it; `twin` is the item it is about,
    where that is another one.
    """

    weight: Weight
    field: str
    message: str
    link: str = ""
    twin: Twin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked: an item as one revision has it, with the files that would air with it.

    `submitting` is true before the review starts, when files may still be made ready.
    """

    item: Item
    shown: WhatAirs
    now: datetime
    submitting: bool


def link_to(item: Item, field: str) -> str:
    """Return the address of the editor at `field`: it opens the tab and scrolls there."""
    return f"{reverse('wagtailadmin_pages:edit', args=[item.pk])}#:w:contentpath={field}"
