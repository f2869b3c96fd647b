"""What an item needs before it is submitted and before it is approved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from media.durations import on_screen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.models import Item, WhatAirs


class Weight(StrEnum):
    STOPS = "stops"
    WARNS = "warns"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check found, said to the person, at the field that mends it."""

    weight: Weight
    field: str
    message: str


def missing(
    *, needs_recording: bool, recording: object, themes: object, supplying_body: object
) -> Iterator[Finding]:
    """Yield what keeps an item with these fields from being submitted; false means empty."""
    if needs_recording and not recording:
        yield Finding(
            Weight.STOPS,
            "recording",
            _("No recording yet: choose or upload a file before you submit."),
        )
    if not themes:
        yield Finding(
            Weight.STOPS,
            "themes",
            _("No theme chosen: the yearly report counts by theme, choose at least one."),
        )
    if not supplying_body:
        yield Finding(
            Weight.STOPS,
            "supplying_body",
            _("No supplying body chosen: choose who supplied the item."),
        )


def missing_in(item: Item) -> Iterator[Finding]:
    """Yield what keeps `item`, as it is in memory, from being submitted."""
    yield from missing(
        needs_recording=item.RECORDING_REQUIRED,
        recording=item.recording,
        themes=item.themes.all(),
        supplying_body=item.supplying_body,
    )


def findings(item: Item, shown: WhatAirs) -> list[Finding]:
    """Return all a reviewer should know of `item` in the revision and with the files of `shown`."""
    found = list(missing_in(item))
    if shown.asset and shown.asset.refused:
        found.append(
            Finding(
                Weight.STOPS,
                "recording",
                _("The recording's file was refused: return the item so that it gets another."),
            )
        )
    elif shown.asset and not shown.rendition:
        found.append(
            Finding(
                Weight.STOPS,
                "recording",
                _("The house file is not ready: wait for it before you approve."),
            )
        )
    found.extend(_length(item, shown))
    script = getattr(item, "script", None)
    if script is not None and not script:
        found.append(
            Finding(
                Weight.WARNS, "script", _("No script yet: it can only be reviewed by listening.")
            )
        )
    return found


def _length(item: Item, shown: WhatAirs) -> Iterator[Finding]:
    if shown.rendition is None or shown.rendition.duration is None:
        return
    least, most = item.USUAL_LENGTH
    duration = shown.rendition.duration
    if least <= duration <= most:
        return
    words = {"length": on_screen(duration), "least": on_screen(least), "most": on_screen(most)}
    yield Finding(
        Weight.WARNS,
        "recording",
        _("The duration %(length)s is unusual for this kind (%(least)s to %(most)s).") % words,
    )
