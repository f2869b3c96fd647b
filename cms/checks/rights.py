"""Rights: a licence that is over, that ends inside the airing window, that nobody gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .finding import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cms.models import Item

    from .finding import Subject


def rights(subject: Subject) -> Iterator[Finding]:
    item = subject.item
    if (item.licence_until or item.licence_airings) and not item.rights_holder.strip():
        yield Finding(
            Weight.WARNS,
            "rights_holder",
            _("There is a licence and no rights holder: name who gave it."),
        )
    ends_at = item.licence_ends_at
    if ends_at is not None:
        yield from _until(item, ends_at, subject.now)
    airings = item.licence_airings
    asked = item.most_airings or item.MOST_AIRINGS
    if airings is not None and airings < asked:
        yield Finding(
            Weight.WARNS,
            "licence_airings",
            _(
                "The licence allows %(allowed)s airings at a station, not %(asked)s: "
                "no more will air."
            )
            % {"allowed": airings, "asked": asked},
        )


def _until(item: Item, ends_at: datetime, now: datetime) -> Iterator[Finding]:
    day = f"{item.licence_until:%d/%m/%Y}"
    if ends_at <= now:
        yield Finding(
            Weight.STOPS,
            "licence_until",
            _("The licence ended on %(day)s: enter the new one, or keep the item off the air.")
            % {"day": day},
        )
    elif item.air_from is not None and item.air_from >= ends_at:
        yield Finding(
            Weight.STOPS,
            "licence_until",
            _("The licence ends on %(day)s, before the item may air: it could never air.")
            % {"day": day},
        )
    elif item.air_until is not None and item.air_until > ends_at:
        yield Finding(
            Weight.WARNS,
            "licence_until",
            _("The licence ends on %(day)s, inside the airing window: nothing airs after it.")
            % {"day": day},
        )
