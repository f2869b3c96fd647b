"""How long a person stays signed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from cms.access import has_power

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User

_ENDS_AT = "loa_ends_at"


def settle_session(request: HttpRequest, user: User, *, remember: bool, now: datetime) -> None:
    """Let the session of `user` end with the browser, unless it may be remembered.

    Who approves, releases or administers is never remembered, and a browser that stays
    open all week does not keep them signed in.
    """
    if has_power(user):
        request.session.set_expiry(0)
        request.session[_ENDS_AT] = (now + timedelta(seconds=settings.LOA_DESK_SECONDS)).isoformat()
    else:
        request.session.set_expiry(settings.LOA_REMEMBER_SECONDS if remember else 0)


def is_over(request: HttpRequest, now: datetime) -> bool:
    """Whether the time of this session is up."""
    ends_at = request.session.get(_ENDS_AT)
    return ends_at is not None and datetime.fromisoformat(ends_at) <= now
