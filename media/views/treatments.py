"""What an editor chooses for a sound on its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from media.actions.treat import treat
from media.ffmpeg.treatment import PLAIN
from media.models import Asset

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_POST
@permission_required("media.change_asset", raise_exception=True)
def even_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Even out loud and quiet parts, or air them as recorded; the part that airs stays."""
    asset = get_object_or_404(Asset.objects.usable().select_related("treatment"), pk=pk)
    now_in_force = asset.treatment.asked if asset.treatment else PLAIN
    choice = replace(now_in_force, even_out=request.POST.get("even_out") == "1")
    treat(asset=asset, choice=choice, by=request.user, now=timezone.now())  # type: ignore[arg-type] # permitted, so known
    if choice.even_out:
        told = _("Loud and quiet parts are evened out in a house file of its own.")
    else:
        told = _("The sound airs as it was recorded.")
    kept = _(
        "Items that are cleared keep the sound they were cleared with: send them for review "
        "again to air this one."
    )
    messages.success(request, f"{told} {kept}")
    return redirect("media_assets:inspect", asset.pk)
