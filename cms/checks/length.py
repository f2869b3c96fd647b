"""The duration as it will air, against what is usual for the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from media.durations import on_screen

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def length(subject: Subject) -> Iterator[Finding]:
    rendition = subject.shown.rendition
    if rendition is None or rendition.duration is None:
        return
    least, most = subject.item.USUAL_LENGTH
    if least <= rendition.duration <= most:
        return
    words = {
        "length": on_screen(rendition.duration),
        "least": on_screen(least),
        "most": on_screen(most),
    }
    yield Finding(
        Weight.WARNS,
        "recording",
        _("The duration %(length)s is unusual for this kind (%(least)s to %(most)s).") % words,
    )
