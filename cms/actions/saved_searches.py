"""Keep a search under a name, and let go of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cms.access import may_delete_search, may_share_searches
from cms.models import SavedSearch

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User

MOST_OWN = 30


class NotSaved(Exception):
    """Raised where a search cannot be kept; nothing was written. `str()` is for the person."""


@transaction.atomic
def save_search(*, by: User, name: str, query: str, shared: bool, now: datetime) -> SavedSearch:
    """Keep `query` under `name`, over an older search of that name and person.

    Raise `NotSaved` for a name or a search that is empty or too long, or one too many;
    `PermissionDenied` where `by` may not share.
    """
    name = " ".join(name.replace("\0", "").split())
    if shared and not may_share_searches(by):
        raise PermissionDenied
    if not name:
        raise NotSaved(_("Give the search a name."))
    if len(name) > SavedSearch.LONGEST_NAME:
        raise NotSaved(_("The name is too long: 60 letters at most."))
    if not query:
        raise NotSaved(_("Search or filter first: there is nothing to save yet."))
    if len(query) > SavedSearch.LONGEST_QUERY:
        raise NotSaved(_("This search is too long to save: take words or filters away."))
    others = SavedSearch.objects.filter(owner=by).exclude(name=name)
    if others.count() >= MOST_OWN:
        raise NotSaved(
            _("You have %(most)s saved searches already: delete one first.") % {"most": MOST_OWN}
        )
    saved, _made = SavedSearch.objects.update_or_create(
        owner=by, name=name, defaults={"query": query, "shared": shared, "saved_at": now}
    )
    return saved


@transaction.atomic
def delete_search(*, saved: SavedSearch, by: User) -> None:
    """Let go of a search: one's own, or a shared one by who may share. Else `PermissionDenied`."""
    if not may_delete_search(by, saved):
        raise PermissionDenied
    saved.delete()
