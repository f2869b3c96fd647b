"""What an item needs before it is submitted and before it is approved.

One module for each thing that is looked at. A finding that stops keeps the item
where it is: `cms.actions.review.submit` and `ReviewTask.act` ask again under
their lock; the pages only show what they would say.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from .classification import classification
from .completeness import completeness
from .finding import Finding, Subject, Twin, Weight, link_to
from .length import length
from .own_area import own_area
from .rights import rights
from .says_something import says_something
from .script import script
from .sound import sound
from .twins import twins

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from cms.models import Item, WhatAirs

__all__ = ["Finding", "Subject", "Twin", "Weight", "findings", "stopping"]

CHECKS = (sound, length, script, classification, rights, own_area, says_something, twins)


def findings(
    item: Item, shown: WhatAirs, *, now: datetime | None = None, submitting: bool = False
) -> list[Finding]:
    """Return all that is to be known of `item` in the revision and with the files of `shown`.

    What stops comes first. Without `now` it is this moment.
    """
    subject = Subject(item=item, shown=shown, now=now or timezone.now(), submitting=submitting)
    found = [finding for check in CHECKS for finding in check(subject)]
    # The editor's own rules would say some of it a second time.
    mended = {finding.field for finding in found if finding.weight == Weight.STOPS}
    found += [finding for finding in completeness(subject) if finding.field not in mended]
    found.sort(key=lambda finding: finding.weight != Weight.STOPS)
    return [replace(finding, link=link_to(item, finding.field)) for finding in found]


def stopping(found: list[Finding]) -> Iterator[Finding]:
    return (finding for finding in found if finding.weight == Weight.STOPS)
