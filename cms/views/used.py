"""On the page of a file: which items have it, and the drafts that may take a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.actions.take_recording import OPEN, take_recording, using
from cms.models.lifecycle import Lifecycle
from media.models import Asset

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST = 30


def used_panel(request: HttpRequest, asset: Asset) -> str:
    """Return the section of the file's page on its items."""
    old = asset.replaces
    waiting = [item for item in using(old) if item.lifecycle in OPEN] if old else []
    found = list(using(asset)[: MOST + 1])
    rows = [(item, Lifecycle(item.lifecycle).label) for item in found[:MOST]]
    return render_to_string(
        "cms/used.html",
        {
            "asset": asset,
            "old": old,
            "rows": rows,
            "more": len(found) > MOST,
            "waiting": len(waiting),
        },
        request,
    )


@require_POST
@permission_required("media.view_asset", raise_exception=True)
def take_new_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the drafts of the file this one replaces take it."""
    new = get_object_or_404(Asset.objects.exclude(replaces=None).select_related("replaces"), pk=pk)
    assert new.replaces is not None  # noqa: S101 - as asked for
    taken = take_recording(old=new.replaces, new=new, by=request.user)  # type: ignore[arg-type] # permitted, so known
    if taken:
        told = ngettext(
            "%(count)d draft has the new file.", "%(count)d drafts have the new file.", len(taken)
        )
        messages.success(request, told % {"count": len(taken)})
    else:
        told = _(
            "No draft took the file: none of those you may edit has the old one, or it is of "
            "another kind."
        )
        messages.warning(request, told)
    return redirect("media_assets:inspect", new.pk)
