"""What the yearly report counts by: theme, supplying body, language, conventions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.models import Item

    from .finding import Subject


def classification(subject: Subject) -> Iterator[Finding]:
    item = subject.item
    if item.COUNTED:
        yield from _uncounted(item)
    yield from _retired(item)


def _uncounted(item: Item) -> Iterator[Finding]:
    if not item.themes.all():
        yield Finding(
            Weight.STOPS,
            "themes",
            _("No theme chosen: the yearly report counts by theme, choose at least one."),
        )
    if not item.supplying_body:
        yield Finding(
            Weight.STOPS,
            "supplying_body",
            _("No supplying body chosen: choose who supplied the item."),
        )


def _retired(item: Item) -> Iterator[Finding]:
    """Warn of what was taken off the lists after the item was written."""
    chosen = {
        "language": [item.language],
        "supplying_body": [item.supplying_body] if item.supplying_body else [],
        "themes": item.themes.all(),
        "conventions": item.conventions.all(),
    }
    for field, terms in chosen.items():
        for term in terms:
            if term.retired:
                yield Finding(
                    Weight.WARNS,
                    field,
                    _("“%(term)s” is no longer used: choose what replaces it.")
                    % {"term": term.title},
                )
