"""A newsroom of one area airs in that area alone, whoever approves what it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.areas import Level

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def own_area(subject: Subject) -> Iterator[Finding]:
    newsroom = subject.item.get_parent().specific
    area = newsroom.area
    if area is None:
        return
    chosen = list(subject.item.areas.all())
    beyond = [other for other in chosen if not other.path.startswith(area.path)]
    words = {"newsroom": newsroom.title, "area": area.full_name}
    if beyond:
        yield Finding(
            Weight.STOPS,
            "areas",
            _("What %(newsroom)s makes airs in %(area)s alone: take out %(beyond)s.")
            % {**words, "beyond": ", ".join(other.full_name for other in beyond)},
        )
    elif not chosen and area.level != Level.PROVINCE:
        yield Finding(
            Weight.STOPS,
            "areas",
            _("What %(newsroom)s makes airs in %(area)s alone: choose it among the areas.") % words,
        )
