"""The script, for the kinds that have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .finding import Subject


def script(subject: Subject) -> Iterator[Finding]:
    written = getattr(subject.item, "script", None)
    if written is None:
        return
    if not written:
        yield Finding(
            Weight.WARNS, "script", _("No script yet: it can only be reviewed by listening.")
        )
    elif not any(block.block_type == "line" for block in written):
        yield Finding(
            Weight.WARNS,
            "script",
            _("The script has no spoken line: add what is said, or remove it."),
        )
