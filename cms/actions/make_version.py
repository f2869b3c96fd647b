"""Begin an item's version in another language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.access import may_make_version
from cms.models import Item

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User
    from cms.models import Language

# What places and counts an item; what makes it this language's own is not among it.
CLASSIFICATION = (
    "supplying_body",
    "source",
    "priority",
    "issued_at",
    "repeat_every",
    "air_from",
    "air_until",
    "separation_days",
    "most_airings",
    "levels",
    # Who holds the rights in a text holds them in its translation.
    "rights_holder",
    "licence_until",
    "licence_airings",
)
LISTS = ("themes", "conventions", "areas")
TEXT = ("summary", "body", "script")


class VersionRefused(Exception):
    """Raised with one plain sentence; nothing was made."""


@transaction.atomic
def make_version(*, item: Item, language: Language, by: User, now: datetime) -> Item:
    """Make a draft of `item` in `language`, with its classification and its text to translate.

    The draft has no recording, voice or approval of its own yet. It is a version of the
    original, also where `item` is itself a version. Raise PermissionDenied for who may not
    write beside it, `VersionRefused` where there is one already.
    """
    original_id = item.version_of_id or item.pk
    original = Item.objects.select_for_update(of=("self", "page_ptr")).get(pk=original_id).specific
    if not may_make_version(by, original):
        raise PermissionDenied
    if language.retired:
        raise VersionRefused(_("This language is retired: choose another one."))
    versions = Item.objects.filter(version_of=original, language=language)
    if original.language_id == language.pk or versions.exists():
        raise VersionRefused(
            _("There is a version in %(language)s already: open it and go on there.")
            % {"language": language}
        )
    source = original if original.live else original.get_latest_revision_as_object()
    draft = type(original)(
        title=source.title,
        owner=by,
        live=False,
        language=language,
        version_of=original,
        derived_from=source.derived_from,
        deadline=source.deadline if source.deadline and source.deadline > now else None,
        **{name: getattr(source, name) for name in CLASSIFICATION},
        **{name: getattr(source, name) for name in TEXT if hasattr(source, name)},
    )
    for name in LISTS:
        setattr(draft, name, getattr(source, name).all())
    version: Item = original.get_parent().add_child(instance=draft)
    log(instance=version, action="wagtail.create", user=by, content_changed=True)
    version.save_revision(user=by, log_action=False)
    return version
