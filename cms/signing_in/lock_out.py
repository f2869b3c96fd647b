"""The page for who tried too often: plainly until when, and what to do meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.models import AccessAttempt
from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from cms.signing_in.backend import locked_address

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

_TOO_MANY = 429


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    username = (credentials or {}).get("username") or ""
    until = locked_until(username, locked_address(request), now=timezone.now())
    return render(
        request, "account/locked.html", {"username": username, "until": until}, status=_TOO_MANY
    )


def locked_until(username: str, address: str | None, *, now: datetime) -> datetime | None:
    """Return when this name may be tried from this address again, None if it may now.

    Axes counts by browser as well, and each count is forgotten in its own time.
    """
    counted = AccessAttempt.objects.filter(
        username=username, ip_address=address, attempt_time__gt=now - settings.AXES_COOLOFF_TIME
    ).order_by("attempt_time")
    left = sum(row.failures_since_start for row in counted)
    until = None
    for row in counted:
        if left < settings.AXES_FAILURE_LIMIT:
            break
        left -= row.failures_since_start
        until = row.attempt_time + settings.AXES_COOLOFF_TIME
    return until
