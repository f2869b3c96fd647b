"""Give out, revoke and note the use of machines' tokens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from broadcast.models import StationToken
from broadcast.signed import new_token
from cms.models.audit import record

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import Station
    from cms.accounts.models import User

# How exactly `last_used_at` is kept: a player that asks every second writes once a minute.
USE_IS_NOTED_EVERY = timedelta(minutes=1)


class TokenRefused(Exception):
    """Raised with one sentence for the person; `field` is the token's field it is about."""

    def __init__(self, reason: str, *, field: str) -> None:
        super().__init__(reason)
        self.field = field


@transaction.atomic
def make_token(
    *, station: Station, name: str, expires_at: datetime | None, by: User | None, now: datetime
) -> tuple[StationToken, str]:
    """Make a token for `station`; its text is returned this once and kept nowhere.

    Raise `TokenRefused` for one that has expired already or that nobody could tell
    from another.
    """
    if not name.strip():
        raise TokenRefused(_("Say what will use the token."), field="name")
    if expires_at is not None and expires_at <= now:
        raise TokenRefused(
            _("It would have expired already: choose a later moment."), field="expires_at"
        )
    made = new_token()
    token = StationToken.objects.create(
        station=station,
        name=name.strip(),
        prefix=made.prefix,
        digest=made.digest,
        made_by=by,
        made_at=now,
        expires_at=expires_at,
    )
    log(token, "wagtail.create", user=by, timestamp=now)
    _record("token_made", token, by, now)
    return token, made.text


@transaction.atomic
def revoke_token(*, token: StationToken, by: User | None, now: datetime) -> bool:
    """End a token for good; False where it was revoked before."""
    ended = StationToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)
    if ended:
        log(token, "wagtail.edit", user=by, timestamp=now)
        _record("token_revoked", token, by, now)
    token.refresh_from_db(fields=["revoked_at"])
    return bool(ended)


def _record(kind: str, token: StationToken, by: User | None, now: datetime) -> None:
    about = f"{token.station}: {token.name}"
    record(kind, about=about, key=f"station:{token.station_id}", by=by, now=now)


def note_use(*, token: StationToken, now: datetime) -> bool:
    """Write that a token was used, unless that was written a moment ago."""
    before = now - USE_IS_NOTED_EVERY
    if token.last_used_at is not None and token.last_used_at > before:
        return False
    # Of several requests at once one writes.
    stale = Q(last_used_at=None) | Q(last_used_at__lte=before)
    return bool(StationToken.objects.filter(stale, pk=token.pk).update(last_used_at=now))
