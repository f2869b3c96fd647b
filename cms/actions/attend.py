"""Say that somebody has an item open, and who else has.

Kept in Wagtail's own editing sessions, so that the editor shows the reviewers and a
review the editors. A session ends by itself when nothing is heard of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.admin.models import EditingSession

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Item

# A page says every quarter of a minute that it is open.
SILENT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has the item open now, in the editor or to read."""

    user: User
    editing: bool


@transaction.atomic
def attend(*, item: Item, by: User, now: datetime, session: int | None = None) -> int:
    """Write that `by` has `item` open; return the session to go on with.

    A session that is not theirs, or not of this item, is left alone and a new one begins.
    """
    mine = EditingSession.objects.filter(pk=session, user=by, **_of(item))
    if session is not None and mine.update(last_seen_at=now):
        return session
    EditingSession.objects.filter(last_seen_at__lt=now - EditingSession.STALE_TIMEOUT).delete()
    begun = EditingSession.objects.create(user=by, last_seen_at=now, **_of(item))
    return int(begun.pk)


@transaction.atomic
def leave(*, session: int, by: User) -> None:
    """End a session of `by`; somebody else's stays."""
    EditingSession.objects.filter(pk=session, user=by).delete()


def others_at(item: Item, *, besides: User, now: datetime) -> list[Present]:
    """Return who else has the item open, each once, who came first before the others."""
    sessions = (
        EditingSession.objects.filter(last_seen_at__gt=now - SILENT, **_of(item))
        .exclude(user=besides)
        .select_related("user")
        .order_by("pk")
    )
    found: dict[int, Present] = {}
    for session in sessions:
        before = found.get(session.user_id)
        editing = session.is_editing or (before is not None and before.editing)
        found[session.user_id] = Present(session.user, editing)
    return list(found.values())


def _of(item: Item) -> dict[str, Any]:
    """Return how the editor names the page in its sessions."""
    return {"content_type": item.get_base_content_type(), "object_id": str(item.pk)}
