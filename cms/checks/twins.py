"""The same piece twice: by its recording, or by nearly the same title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def twins(subject: Subject) -> Iterator[Finding]:
    asset = subject.shown.asset
    if asset is not None:
        for twin in subject.item.twins_by_recording(asset):
            yield Finding(
                Weight.WARNS,
                "recording",
                _("Another item has the same recording: is this one needed?"),
                twin=twin,
            )
    for twin in subject.item.twins_by_title():
        yield Finding(
            Weight.WARNS,
            "title",
            _("Another item has nearly the same title: is this one needed?"),
            twin=twin,
        )
