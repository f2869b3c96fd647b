"""What the admin's players and pages ask for: a file's bytes, a rendition's state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from wagtail import hooks
from wagtail.admin import messages

from media.actions.renditions import NotRetriable, retry
from media.models import Asset, Rendition
from media.serve import private_file
from media.state import house_rendition, house_video, small_file, state_of
from media.storage import public_files

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from cms.accounts.models import User


may_hear = permission_required("media.view_asset", raise_exception=True)


_CONTENT_TYPES = {"mp3": "audio/mpeg", "mp4": "video/mp4"}


def hears(user: User | AnonymousUser, asset: Asset | None) -> bool:
    """Whether `user` may hear a file: by right, or because somebody downstream vouches for it.

    The hook `loa_may_hear` is called with both; who reviews a piece hears what it airs.
    A file that is not there is one nobody vouches for.
    """
    return user.has_perm("media.view_asset") or (
        asset is not None and any(vouch(user, asset) for vouch in hooks.get_hooks("loa_may_hear"))
    )


@require_safe
def house_file(request: HttpRequest, sha256: str, extension: str = "mp3") -> HttpResponseBase:
    """Send a house file by its hash; `?download` gives it a name to keep."""
    rendition = (
        Rendition.objects.ready()
        .filter(sha256=sha256, extension=extension)
        .select_related("asset")
        .order_by("pk")
        .first()
    )
    if not hears(request.user, rendition.asset if rendition else None):
        raise PermissionDenied
    if rendition is None:
        raise Http404
    return private_file(
        request,
        name=rendition.file_name,
        sha256=rendition.sha256,
        size=rendition.size_bytes or 0,
        content_type=_CONTENT_TYPES[extension],
        download_as=f"{rendition.asset.title}.{extension}" if "download" in request.GET else "",
    )


@require_safe
def poster(request: HttpRequest, sha256: str) -> HttpResponse:
    """Show a picture of a video, also where no web server stands before the public files."""
    row = Rendition.objects.ready().filter(poster_sha256=sha256).select_related("asset").first()
    if not hears(request.user, row.asset if row else None):
        raise PermissionDenied
    if row is None:
        raise Http404
    try:
        with public_files().open(row.poster_name) as file:
            picture = file.read()
    except FileNotFoundError as missing:
        raise Http404 from missing
    kept = {"Cache-Control": "private, max-age=31536000, immutable"}
    return HttpResponse(picture, content_type="image/jpeg", headers=kept)


@require_GET
def asset_state(request: HttpRequest, pk: int) -> JsonResponse:
    """Say how far the asset's house file is, or with `?picture` its video.

    Its page asks while it is made.
    """
    asset = Asset.objects.filter(pk=pk).first()
    if not hears(request.user, asset):
        raise PermissionDenied
    if asset is None:
        raise Http404
    found = house_video(asset) if "picture" in request.GET else house_rendition(asset)
    return JsonResponse(state_of(found))


@require_POST
@permission_required("media.add_asset", raise_exception=True)
def retry_rendition(request: HttpRequest, pk: int) -> HttpResponse:
    asset = get_object_or_404(Asset, pk=pk)
    found = (house_rendition(asset), house_video(asset), small_file(asset))
    tried = [_retried(rendition) for rendition in found]
    if any(tried):
        messages.success(request, _("The file waits to be worked on again."))
    else:
        messages.error(
            request, _("This file needs no other try: the page was old, this is how it stands now.")
        )
    return redirect("media_assets:inspect", asset.pk)


def _retried(rendition: Rendition | None) -> bool:
    if rendition is None:
        return False
    try:
        retry(rendition=rendition, now=timezone.now())
    except NotRetriable:
        return False
    return True
