"""Write a commune's notice, or mend one that was returned, and send it to review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.html import escape
from django.utils.translation import gettext as _

from cms.access import may_write_notices
from cms.actions.review import submit
from cms.models import Item, LocalNotice, Newsroom
from cms.models.lifecycle import Lifecycle, lifecycle_of

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Language
    from media.models import Asset


class NoticeRefused(Exception):
    """Raised where such a notice cannot be sent; nothing was written."""


@transaction.atomic
def write_notice(
    *,
    newsroom: Newsroom,
    title: str,
    text: str,
    language: Language,
    recording: Asset | None,
    air_until: datetime | None,
    by: User,
    now: datetime,
    notice: LocalNotice | None = None,
) -> LocalNotice:
    """Write a notice for `newsroom`'s own area and send it to review; or mend `notice` so.

    Raise `NoticeRefused` where the newsroom has no area, or `notice` is in review or
    decided; `NotSubmittable` with what the checks say.
    """
    if not may_write_notices(by):
        raise PermissionDenied
    if newsroom.area is None:
        raise NoticeRefused(_("This newsroom has no area, so its notices would air nowhere."))
    if air_until is not None and air_until <= now:
        raise NoticeRefused(_("The last day it airs is over: give a later one."))
    # Two new pages at once would take the same place in the tree.
    room = Newsroom.objects.select_for_update(of=("self",)).get(pk=newsroom.pk)
    page = _new(room, title, language, by) if notice is None else _to_mend(room, notice)
    page.title, page.language, page.recording = title, language, recording
    page.body, page.air_until = as_paragraphs(text), air_until
    page.areas.set([newsroom.area])
    page.save_revision(user=by)
    submit(item=page, by=by, now=now)
    return page


def as_paragraphs(text: str) -> str:
    """Return plain text as rich text, a paragraph for each line; nothing in it is markup."""
    lines = [line.strip() for line in text.splitlines()]
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _new(newsroom: Newsroom, title: str, language: Language, by: User) -> LocalNotice:
    page: LocalNotice = newsroom.add_child(
        instance=LocalNotice(title=title, language=language, owner=by, author=str(by), live=False)
    )
    return page


def _to_mend(newsroom: Newsroom, notice: LocalNotice) -> LocalNotice:
    Item.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    locked = LocalNotice.objects.child_of(newsroom).get(pk=notice.pk)
    if lifecycle_of(locked) not in {Lifecycle.DRAFT, Lifecycle.RETURNED}:
        raise NoticeRefused(_("This notice was sent or decided meanwhile: look at how it stands."))
    latest: LocalNotice = locked.get_latest_revision_as_object()
    return latest
