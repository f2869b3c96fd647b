"""What is new for a station, read from what happened: nothing is written to tell of it.

Recalls, new editions of released days, urgent items in them, and what became of the notices of
its own area. As many queries for much as for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Min
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState

from broadcast.access import may_send_notices
from broadcast.models import NewsRead, Playlist, PlaylistEntry, Recall
from cms.models import Clearance, ClearanceEnd, EndReason, LocalNotice, Newsroom, Priority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from broadcast.models import Station
    from cms.accounts.models import User

# Older news is no news: the days it is of can hardly be confirmed any more.
NEWS_KEPT = timedelta(days=14)


class NewsKind(models.TextChoices):
    RECALLED = "recalled", _("Do not air any more")
    CORRECTED = "corrected", _("Corrected: air the new edition")
    URGENT = "urgent", _("Urgent item")
    EDITION = "edition", _("New edition of a released day")
    RETURNED = "returned", _("Your notice was returned")
    CLEARED = "cleared", _("Your notice was cleared")
    WITHDRAWN = "withdrawn", _("Your notice was withdrawn")


@dataclass(frozen=True, slots=True)
class News:
    """`about` is a title or empty, `day` the broadcast day or None, `notice` a notice's key."""

    key: str
    kind: NewsKind
    at: datetime
    about: str = ""
    note: str = ""
    day: date | None = None
    edition: int = 0
    notice: int = 0
    read: bool = False


def news_of(station: Station, by: User, now: datetime) -> list[News]:
    """Return the station's news, newest first, and what of it `by` has read."""
    since = now - NEWS_KEPT
    found = [*_recalls(station, since), *_urgent(station, since), *_editions(station, since)]
    if may_send_notices(by, station):
        found += _answers(station, since)
    read = {*NewsRead.objects.filter(station=station, by=by).values_list("key", flat=True)}
    return [
        replace(each, read=each.key in read)
        for each in sorted(found, key=lambda each: (each.at, each.key), reverse=True)
    ]


def _recalls(station: Station, since: datetime) -> Iterator[News]:
    rows = Recall.objects.filter(playlist__station=station, at__gte=since)
    ended = ClearanceEnd.objects.filter(clearance__in=rows.values("clearance"))
    notes = dict(ended.values_list("clearance", "note"))
    for row in rows.select_related("playlist", "clearance").defer("playlist__document"):
        corrected = row.reason == EndReason.SUPERSEDED
        yield News(
            key=f"recall:{row.pk}",
            kind=NewsKind.CORRECTED if corrected else NewsKind.RECALLED,
            at=row.at,
            about=row.clearance.content.get("title", ""),
            note=notes.get(row.clearance_id, ""),
            day=row.playlist.day,
        )


def _editions(station: Station, since: datetime) -> Iterator[News]:
    rows = Playlist.objects.filter(station=station, edition__gt=1, released_at__gte=since)
    for row in rows.defer("document"):
        yield News(
            key=f"edition:{row.pk}",
            kind=NewsKind.EDITION,
            at=row.released_at,
            day=row.day,
            edition=row.edition,
        )


def _urgent(station: Station, since: datetime) -> Iterator[News]:
    """Tell of each urgent item once for each day, when the first edition with it was released."""
    rows = PlaylistEntry.objects.filter(
        playlist__station=station,
        playlist__released_at__gte=since,
        clearance__content__priority=Priority.URGENT.value,
    ).order_by()
    first = rows.values("playlist__day", "item", "clearance").annotate(
        at=Min("playlist__released_at")
    )
    told = list(first.order_by("at"))
    titles = Clearance.objects.in_bulk({row["clearance"] for row in told})
    seen = set()
    for row in told:
        if (key := (row["playlist__day"], row["item"])) in seen:
            continue
        seen.add(key)
        yield News(
            key=f"urgent:{row['playlist__day']:%Y%m%d}:{row['item']}",
            kind=NewsKind.URGENT,
            at=row["at"],
            about=titles[row["clearance"]].content.get("title", ""),
            day=row["playlist__day"],
        )


def _answers(station: Station, since: datetime) -> Iterator[News]:
    """Tell what the leadership said to notices of the station's own area."""
    newsroom = Newsroom.objects.filter(area=station.area_id).first()
    if newsroom is None:
        return
    theirs = LocalNotice.objects.child_of(newsroom)
    titles = dict(theirs.values_list("pk", "draft_title"))
    returned = TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
        workflow_state__object_id__in=theirs.annotate(key=Cast("pk", CharField())).values("key"),
        status=TaskState.STATUS_REJECTED,
        finished_at__gte=since,
    )
    for pk, item, at, note in returned.values_list(
        "pk", "workflow_state__object_id", "finished_at", "comment"
    ):
        yield _answer(f"returned:{pk}", NewsKind.RETURNED, at, int(item), titles, note)
    cleared = Clearance.objects.filter(item__in=titles, cleared_at__gte=since)
    for pk, item, at in cleared.values_list("pk", "item", "cleared_at"):
        yield _answer(f"cleared:{pk}", NewsKind.CLEARED, at, item, titles)
    ended = ClearanceEnd.objects.filter(
        clearance__item__in=titles, at__gte=since, reason=EndReason.WITHDRAWN
    )
    for pk, item, at, note in ended.values_list("pk", "clearance__item", "at", "note"):
        yield _answer(f"withdrawn:{pk}", NewsKind.WITHDRAWN, at, item, titles, note)


def _answer(
    key: str, kind: NewsKind, at: datetime, item: int, titles: dict[int, str], note: str = ""
) -> News:
    return News(key=key, kind=kind, at=at, about=titles[item], note=note, notice=item)
