"""An item's versions in other languages, and what was made from it or it was made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.access import may_make_version
from cms.actions.make_version import VersionRefused, make_version
from cms.checks import Finding, Weight
from cms.models import Item, Language
from cms.models.derivation import LINKS, OriginalChange, versions_beside, with_original_change
from cms.models.lifecycle import Lifecycle, with_lifecycle
from media.durations import on_screen
from media.models import Rendition

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User
    from cms.models.derivation import Link


@dataclass(frozen=True, slots=True)
class Beside:
    """Another item, as one line on this one's page."""

    item: Item
    language: str
    kind: str
    lifecycle: Lifecycle
    duration: str
    stale: bool


def related(item: Item, user: User | AnonymousUser) -> dict[str, Any]:
    """Return what an item's page tells of its versions and of what was made from it."""
    versions = _beside(versions_beside(item), "version_of")
    derived = _beside(Item.objects.filter(derived_from=item.pk), "derived_from")
    taken = {item.language_id, *(each.item.language_id for each in versions)}
    return {
        "versions": versions,
        "derived": derived,
        "changed_originals": changed_originals(item),
        "languages": list(Language.objects.filter(retired=False).exclude(pk__in=taken))
        if may_make_version(user, item)
        else [],
    }


def changed_originals(item: Item) -> list[Finding]:
    """Return a finding for each original that changed after `item` was made from it."""
    if not (item.version_of_id or item.derived_from_id):
        return []
    found = []
    for link in LINKS:
        original_id = getattr(item, f"{link}_id")
        changed = with_original_change(Item.objects.filter(pk=item.pk), link)
        change = changed.values_list("original_change", flat=True).get() if original_id else ""
        if change:
            title = getattr(item, link).title
            found.append(
                Finding(
                    Weight.WARNS,
                    link,
                    _("“%(title)s”: %(change)s Read it again and bring this piece in line.")
                    % {"title": title, "change": OriginalChange(change).label},
                )
            )
    return found


def _beside(items: QuerySet[Item], link: Link) -> list[Beside]:
    ready = Rendition.objects.ready().filter(asset_id=OuterRef("recording_id"))
    rows = (
        with_lifecycle(with_original_change(items, link))
        .select_related("language", "content_type")
        .annotate(duration=Subquery(ready.order_by("-pk").values("duration")[:1]))
        .order_by("language__sort_order", "title", "pk")
    )
    return [
        Beside(
            item=row,
            language=row.language.title,
            kind=row.kind_label,
            lifecycle=Lifecycle(row.lifecycle),
            duration=on_screen(row.duration),
            stale=bool(row.original_change),
        )
        for row in rows
    ]


@require_POST
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def begin_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a draft in the language that was chosen and lead to it."""
    item = get_object_or_404(Item, pk=pk)
    chosen = request.POST.get("language", "")
    language = Language.objects.filter(Q(pk=chosen) if chosen.isdecimal() else Q(pk=None)).first()
    if language is None:
        messages.error(request, _("Choose the language of the new version."))
        return redirect("cms:item", pk)
    user: User = request.user  # type: ignore[assignment] # signed in: access_admin was asked
    try:
        version = make_version(item=item, language=language, by=user, now=timezone.now())
    except VersionRefused as refused:
        messages.error(request, str(refused))
        return redirect("cms:item", pk)
    messages.success(
        request,
        _("The version in %(language)s begins as a draft: translate the text, then record it.")
        % {"language": language},
    )
    return redirect("wagtailadmin_pages:edit", version.pk)
