"""The recording: there, taken, made ready, and what measuring it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from media.reasons import sentence

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def sound(subject: Subject) -> Iterator[Finding]:
    asset = subject.shown.asset
    if asset is None:
        if subject.item.RECORDING_REQUIRED:
            yield Finding(
                Weight.STOPS,
                "recording",
                _("No recording yet: choose or upload a file before you submit."),
            )
    elif asset.refused:
        yield Finding(
            Weight.STOPS,
            "recording",
            _("The recording's file was refused: return the item so that it gets another.")
            if not subject.submitting
            else _("The recording's file was refused: choose or upload another."),
        )
    elif subject.shown.rendition is None or not subject.shown.ready:
        yield _not_ready(subject)
    else:
        for warning in subject.shown.rendition.warnings:
            yield Finding(Weight.WARNS, "recording", sentence(warning["code"], warning["facts"]))


def _not_ready(subject: Subject) -> Finding:
    if subject.submitting:
        return Finding(
            Weight.WARNS,
            "recording",
            _("The house file is not ready: you may submit, but nobody can approve before it is."),
        )
    return Finding(
        Weight.STOPS,
        "recording",
        _("The house file is not ready: wait for it before you approve."),
    )
