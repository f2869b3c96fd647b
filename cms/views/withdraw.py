from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.access import may_withdraw
from cms.actions.withdraw import NotWithdrawn, withdraw
from cms.models import Item

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then take a cleared item off the air."""
    item = get_object_or_404(Item, pk=pk).specific
    user = request.user
    if not user.is_authenticated or not (request.method == "POST" or may_withdraw(user, item)):
        raise PermissionDenied
    error = ""
    if request.method == "POST":
        try:
            withdraw(item=item, by=user, reason=request.POST.get("reason", ""), now=timezone.now())
        except NotWithdrawn as refused:
            error = str(refused)
        else:
            messages.success(request, _("Withdrew “%(title)s”.") % {"title": item.title})
            return redirect("cms:item", pk)
    return render(
        request,
        "cms/withdraw.html",
        {
            "item": item,
            "error": error,
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": reverse("cms:item", args=[pk]), "label": item.title},
                {"url": "", "label": _("Withdraw")},
            ],
        },
    )
