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
from cms.actions.withdraw import NotWithdrawn, withdraw_with
from cms.models import Clearance, Item
from cms.models.derivation import all_made_from

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
    made = _cleared_from(item)
    chosen = {row.pk for row in made if str(row.pk) in request.POST.getlist("also")}
    if request.method == "POST":
        try:
            withdraw_with(
                item=item,
                also=[row for row in made if row.pk in chosen],
                by=user,
                reason=request.POST.get("reason", ""),
                now=timezone.now(),
            )
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
            "reason": request.POST.get("reason", ""),
            "made": [(row, row.pk in chosen) for row in made],
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": reverse("cms:item", args=[pk]), "label": item.title},
                {"url": "", "label": _("Withdraw")},
            ],
        },
    )


def _cleared_from(item: Item) -> list[Item]:
    """Return what was made from `item` and may air: each is offered to be withdrawn with it."""
    made = all_made_from(item)
    standing = Clearance.objects.standing().filter(item_id__in=[row.pk for row in made])
    cleared = set(standing.values_list("item_id", flat=True)) if made else set()
    return [row for row in made if row.pk in cleared]
