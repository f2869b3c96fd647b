"""Files nobody has to keep any more: how much room they take, and giving it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from media.actions.purge import NotPurgeable, purge, purgeable
from media.models import Asset

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("media.purge_asset", raise_exception=True)
def purge_files(request: HttpRequest) -> HttpResponse:
    """List what may go, the largest first; a POST takes away the files that were ticked."""
    if request.method == "POST":
        _purge_chosen(request)
        return redirect("media:purge")
    free = purgeable(at=timezone.now())
    room = free.annotate(room=F("size_bytes") + Coalesce(Sum("renditions__size_bytes"), 0))
    page = Paginator(room.order_by("-room", "pk"), A_PAGE).get_page(request.GET.get("p"))
    return render(request, "media/purge.html", {"page": page})


def _purge_chosen(request: HttpRequest) -> None:
    by: User = request.user  # type: ignore[assignment] # signed in: a permission was asked
    chosen = [int(pk) for pk in request.POST.getlist("asset") if pk.isdecimal()][:A_PAGE]
    count = freed = 0
    for asset in Asset.objects.filter(pk__in=chosen).order_by("pk"):
        try:
            freed += purge(asset=asset, by=by, now=timezone.now())
            count += 1
        except NotPurgeable as refusal:
            messages.error(request, str(refusal))
    if count:
        said = ngettext(
            "%(count)d file purged, %(room)s freed.",
            "%(count)d files purged, %(room)s freed.",
            count,
        )
        messages.success(request, said % {"count": count, "room": filesizeformat(freed)})
    elif not chosen:
        messages.warning(request, _("Tick the files that may go, then press the button again."))
