"""An item that needs no recording has a text, and one that has neither says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.spoken import said_text

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def says_something(subject: Subject) -> Iterator[Finding]:
    if subject.item.RECORDING_REQUIRED or subject.shown.asset or said_text(subject.item).strip():
        return
    yield Finding(
        Weight.STOPS, "body", _("It says nothing yet: write the text or add a recording.")
    )
