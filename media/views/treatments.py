"""What an editor chooses for a sound on its page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from media.actions.treat import BadCue, treat
from media.ffmpeg.treatment import PLAIN
from media.forms import PartForm
from media.hearing import whole_of
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
    messages.success(request, f"{told} {_kept()}")
    return redirect("media_assets:inspect", asset.pk)


@require_POST
@permission_required("media.change_asset", raise_exception=True)
def choose_part(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a part air, or with `whole` all of it; evened out or not, as it was.

    What was typed wrong comes back to the page as it was typed.
    """
    asset = get_object_or_404(Asset.objects.usable().select_related("treatment"), pk=pk)
    form, whole = PartForm(request.POST), whole_of(asset)
    problem = _("The house file is not ready yet: wait for it, then choose the part.")
    if whole is not None and form.is_valid():
        begins, ends = form.cleaned_data["begins"], form.cleaned_data["ends"]
        all_of_it = "whole" in request.POST
        try:
            part = PLAIN if all_of_it else whole.part(begins, ends)
            choice = replace(part, even_out=bool(asset.treatment and asset.treatment.even_out))
            treat(asset=asset, choice=choice, by=request.user, now=timezone.now())  # type: ignore[arg-type] # permitted, so known
        except (BadCue, ValueError):
            problem = _(
                "Nothing long enough to air lies between these two moments: the end must come at "
                "least half a second after the beginning."
            )
        else:
            told = _("This part is made into a house file of its own.")
            if not part.cuts:
                told = _("All of the recording airs.")
            messages.success(request, f"{told} {_kept()}")
            return redirect("media_assets:inspect", asset.pk)
    elif whole is not None:
        problem = " ".join(str(error) for errors in form.errors.values() for error in errors)
    messages.error(request, problem)
    typed = {name: request.POST.get(name, "") for name in form.fields}
    address = reverse("media_assets:inspect", args=[asset.pk])
    return redirect(f"{address}?{urlencode(typed)}")


def _kept() -> str:
    return _(
        "Items that are cleared keep the sound they were cleared with: send them for review "
        "again to air this one."
    )
