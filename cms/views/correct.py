"""Open a cleared item for correction, and tell on its page that it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.access import may_correct
from cms.actions.correct import NotCorrectable, correct
from cms.models import Item
from cms.models.correction import is_closed, open_correction_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


def correction(item: Item, user: User | AnonymousUser) -> dict[str, Any]:
    """Return what an item's page tells of its correction."""
    closed = is_closed(item)
    return {
        "closed": closed,
        "may_open": closed and may_correct(user, item),
        "open": None if closed else open_correction_of(item),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def correct_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is to be corrected, then open the item to edits."""
    item = get_object_or_404(Item, pk=pk).specific
    user = request.user
    if not user.is_authenticated or not (request.method == "POST" or may_correct(user, item)):
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        try:
            correct(item=item, by=user, reason=request.POST.get("reason", ""), now=timezone.now())
        except NotCorrectable as refused:
            error = str(refused)
        else:
            messages.success(
                request,
                _(
                    "“%(title)s” is open for correction. It airs on as it was until the "
                    "correction is cleared."
                )
                % {"title": item.title},
            )
            return redirect("cms:item", pk)
    return render(
        request,
        "cms/correct.html",
        {
            "item": item,
            "error": error,
            "reason": request.POST.get("reason", ""),
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": reverse("cms:item", args=[pk]), "label": item.title},
                {"url": "", "label": _("Correct")},
            ],
        },
    )
