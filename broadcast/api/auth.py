"""Who calls: a station's token, a signed-in person, or the holder of a signed address.

The first credential a request carries decides. A bad one is refused even if another
one beside it would do: a player that was given a wrong token should hear of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, AuthorizationError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from broadcast.access import readable_stations, stations_of, valid_token
from broadcast.actions.tokens import note_use
from broadcast.api.bodies import refuse_oversized
from broadcast.models import Station
from broadcast.signed import station_of_key
from cms.signing_in.gate import owed_by

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from broadcast.models import StationQuerySet, StationToken
    from cms.accounts.models import User


@dataclass(frozen=True, slots=True)
class Caller:
    """`reads` may differ from `speaks_for`: who watches over all stations confirms for none.

    A signed address has neither a person nor a token behind it.
    """

    reads: StationQuerySet
    speaks_for: StationQuerySet
    user: User | None = None
    token: StationToken | None = None

    def note_use(self, now: datetime) -> None:
        """Note that a token was used. For calls that are answered: a refusal changes no row."""
        if self.token is not None:
            note_use(token=self.token, now=now)


class Credential(AuthBase):
    """One way to be let in. Who is let in may send so much and no more."""

    def __call__(self, request: HttpRequest) -> Caller | None:
        caller = self.caller(request)
        if caller is not None:
            refuse_oversized(request)
        return caller

    def caller(self, request: HttpRequest) -> Caller | None:
        """Return who calls, None without this credential; raise where it is a bad one."""
        raise NotImplementedError


class StationBearer(Credential):
    """`Authorization: Bearer loa_…`: a token of one station."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def caller(self, request: HttpRequest) -> Caller | None:
        header = request.headers.get("Authorization")
        if header is None:
            return None
        scheme, _space, text = header.partition(" ")
        token = valid_token(text.strip(), timezone.now()) if scheme.lower() == "bearer" else None
        if token is None:
            raise AuthenticationError
        station = Station.objects.filter(pk=token.station_id)
        return Caller(reads=station, speaks_for=station, token=token)


class SignedAddress(Credential):
    """`?key=`: one file of one station for 48 hours, for players that send no headers."""

    openapi_type = "apiKey"
    openapi_in = "query"
    openapi_name = "key"

    def caller(self, request: HttpRequest) -> Caller | None:
        key = request.GET.get("key")
        if key is None:
            return None
        station = station_of_key(request.path_info, key, now=timezone.now())
        if station is None:
            raise AuthenticationError
        return Caller(reads=Station.objects.filter(pk=station), speaks_for=Station.objects.none())


class SignedIn(Credential):
    """The session of somebody who signed in; what changes rows needs the CSRF token too."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = settings.SESSION_COOKIE_NAME

    def caller(self, request: HttpRequest) -> Caller | None:
        user = request.user
        if not user.is_authenticated:
            if owed_by(request):
                raise AuthorizationError(
                    message=_("Pass the second factor on a page first, or use a station token.")
                )
            return None
        if check_csrf(request) is not None:
            raise AuthorizationError(
                message=_("Send the page's CSRF token with this request, or use a station token.")
            )
        return Caller(reads=readable_stations(user), speaks_for=stations_of(user), user=user)


def caller_of(request: HttpRequest) -> Caller:
    """Return who was let in."""
    return cast("Caller", request.auth)  # type: ignore[attr-defined] # put there by ninja


EVERYBODY = [StationBearer(), SignedIn()]
PLAYERS_TOO = [StationBearer(), SignedAddress(), SignedIn()]
