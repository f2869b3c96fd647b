"""What differs between two revisions of an item, text and files, as the review page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.comparing import compared_lines, with_gaps
from cms.models import Clearance
from cms.places import script_line
from media.durations import on_screen

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from cms.comparing import Line
    from cms.models import Item, WhatAirs
    from media.models import Rendition

# Read as lines; every other field is compared as Wagtail compares it.
TEXTS = ("title", "summary", "script", "body")
_PARAGRAPHS = ("p", "li", "h3")


@dataclass(frozen=True, slots=True)
class TextChange:
    label: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class FileChange:
    """Another file than before; `replaced` tells a new recording from one made anew."""

    replaced: bool
    before: str
    after: str
    before_url: str


@dataclass(frozen=True, slots=True)
class Changes:
    since: datetime
    texts: list[TextChange]
    fields: list[Any]
    file: FileChange | None

    @property
    def none(self) -> bool:
        return not (self.texts or self.fields or self.file)


def since_cleared(request: HttpRequest, item: Item, shown: WhatAirs) -> Changes | None:
    """Return what differs from what was last cleared, or None where nothing else was."""
    last = Clearance.objects.filter(item_id=item.pk).select_related("revision", "rendition").first()
    if last is None or last.revision_id == shown.revision.pk:
        return None
    before, after = last.revision.as_object(), shown.revision.as_object()
    return Changes(
        since=last.cleared_at,
        texts=text_changes(before, after),
        fields=_field_changes(request, before, after),
        file=_file_change(last, shown),
    )


def since_opened(request: HttpRequest, item: Item, shown: WhatAirs, opened: str) -> Changes | None:
    """Return what was changed after a reviewer opened the page at revision `opened`."""
    if not opened.isdecimal() or int(opened) == shown.revision.pk:
        return None
    revision = item.revisions.filter(pk=opened).first()
    if revision is None:
        return None
    before, after = revision.as_object(), shown.revision.as_object()
    return Changes(
        since=revision.created_at,
        texts=text_changes(before, after),
        fields=_field_changes(request, before, after),
        file=None,
    )


def text_changes(before: Item, after: Item) -> list[TextChange]:
    found = []
    for name in TEXTS:
        if not hasattr(after, name):
            continue
        lines = with_gaps(compared_lines(lines_of(before, name), lines_of(after, name)))
        if lines:
            label = str(after._meta.get_field(name).verbose_name)  # noqa: SLF001 - Django's API
            found.append(TextChange(label[:1].upper() + label[1:], lines))
    return found


def lines_of(item: Item, name: str) -> list[str]:
    """Return a text as the lines a person would read out of it."""
    value = getattr(item, name)
    if name == "script":
        return [script_line(block) for block in value]
    if name == "body":
        parsed = BeautifulSoup(value, "html.parser")
        found = parsed.find_all(_PARAGRAPHS) or [parsed]
        texts = (" ".join(element.get_text(" ").split()) for element in found)
        return [text for text in texts if text]
    return [line for line in str(value).splitlines() if line.strip()]


def _field_changes(request: HttpRequest, before: Item, after: Item) -> list[Any]:
    panel = after.get_edit_handler().get_bound_panel(instance=after, request=request, form=None)
    compared = [compare(before, after) for compare in panel.get_comparison()]
    return [
        each
        for each in compared
        if each.has_changed() and getattr(each, "field", each).name not in (*TEXTS, "recording")
    ]


def _file_change(last: Clearance, shown: WhatAirs) -> FileChange | None:
    if _hashes(last) == _hashes(shown):
        return None
    before = last.rendition
    return FileChange(
        replaced=last.asset_sha256 != shown.asset_sha256,
        before=_told(before),
        after=_told(shown.rendition),
        before_url=reverse("media:house_file", args=[before.sha256]) if before else "",
    )


def _hashes(of: Clearance | WhatAirs) -> tuple[str, str, str]:
    return of.asset_sha256, of.house_sha256, of.video_sha256


def _told(rendition: Rendition | None) -> str:
    if rendition is None or rendition.duration is None:
        return str(_("none"))
    return on_screen(rendition.duration)
