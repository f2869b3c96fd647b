"""Release one station's day: every stop with its way out, or the edition."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from broadcast.actions.release import NotReleasable, release_playlist, stops
from broadcast.desk.addresses import day_url
from broadcast.models import Playlist, Slot, Station

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from broadcast.releasing.stops import Stop
    from cms.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("broadcast.release", raise_exception=True)
def release(request: HttpRequest, code: str, day: str) -> HttpResponse:
    """Ask before releasing, or say everything that keeps the day from it."""
    station = get_object_or_404(Station.objects.select_related("area", "parent"), code=code)
    try:
        wanted = date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    now = timezone.now()
    found: list[Stop] = []
    if request.method == "POST":
        user: User = request.user  # type: ignore[assignment] # signed in: a permission was asked
        try:
            edition = release_playlist(station=station, day=wanted, by=user, now=now).edition
        except NotReleasable as refused:
            found = list(refused.stops)
        else:
            words = {"station": station, "number": edition}
            messages.success(request, _("%(station)s: edition %(number)d is released.") % words)
            return redirect(day_url(wanted, text=station.code))
    else:
        found = stops(station=station, day=wanted, now=now)
    newest = Playlist.objects.filter(station=station, day=wanted).order_by("-edition").first()
    slots = Slot.objects.on_air().filter(station=station, day=wanted).order_by("starts_at")
    by_pk = {slot.pk: slot for slot in slots}
    return render(
        request,
        "broadcast/desk/release.html",
        {
            "station": station,
            "day": wanted,
            "stops": found,
            "linked": [(stop.message, by_pk.get(stop.slot or 0)) for stop in found],
            "newest": newest,
            "slots": slots,
            "day_url": day_url(wanted, text=station.code),
            "breadcrumbs_items": [
                {"url": day_url(wanted), "label": _("Schedule")},
                {"url": day_url(wanted, text=station.code), "label": station.name},
                {"url": "", "label": _("Release")},
            ],
        },
    )
