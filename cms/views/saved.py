"""Saved searches: the row of names above the list, and the two forms that change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.access import may_delete_search, may_share_searches
from cms.actions.saved_searches import NotSaved, delete_search, save_search
from cms.models import SavedSearch
from cms.views.find_filters import FindFilterSet
from cms.views.items import may_see_items

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

# What makes a search; what page of it, and how the page was asked for, does not.
_KEPT = {"q", "ordering", *FindFilterSet.base_filters, "edited_from", "edited_to"}


@dataclass(frozen=True, slots=True)
class Saved:
    pk: int
    name: str
    address: str
    shared: bool
    here: bool
    may_delete: bool


def asked_in(query: QueryDict) -> str:
    """Return what `query` asks, the same text for the same search."""
    kept = QueryDict(mutable=True)
    for name in sorted(_KEPT & query.keys()):
        values = [value for value in query.getlist(name) if value.strip()]
        if values:
            kept.setlist(name, sorted(values))
    return kept.urlencode()


def saved_searches(request: HttpRequest) -> dict[str, Any]:
    """Return what the list's page says of saved searches."""
    user: User = request.user  # type: ignore[assignment] # signed in: the list asks
    here, index = asked_in(request.GET), reverse("cms:items")
    return {
        "saved_searches": [
            Saved(
                pk=each.pk,
                name=each.name,
                address=f"{index}?{each.query}",
                shared=each.shared,
                here=each.query == here,
                may_delete=may_delete_search(user, each),
            )
            for each in SavedSearch.objects.usable_by(user)
        ],
        "saves": here,
        "may_share": may_share_searches(user),
    }


@may_see_items
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the search the list shows under a name."""
    user: User = request.user  # type: ignore[assignment] # signed in: a permission was asked
    query = asked_in(QueryDict(request.POST.get("query", "")))
    try:
        saved = save_search(
            by=user,
            name=request.POST.get("name", ""),
            query=query,
            shared="shared" in request.POST,
            now=timezone.now(),
        )
    except NotSaved as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved the search “%(name)s”.") % {"name": saved.name})
    return redirect(f"{reverse('cms:items')}?{query}")


@may_see_items
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # signed in: a permission was asked
    saved = get_object_or_404(SavedSearch.objects.usable_by(user), pk=pk)
    delete_search(saved=saved, by=user)
    messages.success(request, _("Deleted the search “%(name)s”.") % {"name": saved.name})
    return redirect(f"{reverse('cms:items')}?{asked_in(QueryDict(request.POST.get('query', '')))}")
