"""Open a cleared item for correction or call that off, and tell on its page that it is open."""

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
from cms.actions.correct import NotCorrectable, call_off_correction, correct
from cms.models import Item
from cms.models.correction import is_closed, open_correction_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


def correction(item: Item, user: User | AnonymousUser) -> dict[str, Any]:
    """Return what an item's page tells of its correction."""
    closed = is_closed(item)
    is_open = None if closed else open_correction_of(item)
    may = may_correct(user, item)
    return {
        "closed": closed,
        "may_open": closed and may,
        "open": is_open,
        "may_call_off": is_open is not None and may,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def correct_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what is to be corrected, then open the item to edits."""
    done = _(
        "“%(title)s” is open for correction. It airs on as it was until the correction is cleared."
    )
    return _with_reason(request, pk, correct, "cms/correct.html", _("Correct"), done)


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then close the item again as it is cleared."""
    done = _("The correction of “%(title)s” is called off: it airs on as it is.")
    return _with_reason(
        request,
        pk,
        call_off_correction,
        "cms/call_off_correction.html",
        _("Call off the correction"),
        done,
    )


def _with_reason(
    request: HttpRequest, pk: int, act: Callable[..., Any], template: str, title: str, done: str
) -> HttpResponse:
    item = get_object_or_404(Item, pk=pk).specific
    user = request.user
    if not user.is_authenticated or not (request.method == "POST" or may_correct(user, item)):
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        try:
            act(item=item, by=user, reason=request.POST.get("reason", ""), now=timezone.now())
        except NotCorrectable as refused:
            error = str(refused)
        else:
            messages.success(request, done % {"title": item.title})
            return redirect("cms:item", pk)
    return render(
        request,
        template,
        {
            "item": item,
            "correction": open_correction_of(item),
            "error": error,
            "reason": request.POST.get("reason", ""),
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": reverse("cms:item", args=[pk]), "label": item.title},
                {"url": "", "label": title},
            ],
        },
    )
