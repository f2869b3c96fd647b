"""The one way a password is checked: by Django, unless axes says this try is one too many."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

from axes.backends import AxesStandaloneBackend
from django.contrib.auth.backends import ModelBackend

from cms.origin import client_address

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User

_IPV6_HOME = 64


class GuardedBackend(AxesStandaloneBackend, ModelBackend):
    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the person; raise PermissionDenied, which Django takes, for who is locked out."""
        super().authenticate(request, username, password, **kwargs)
        return ModelBackend.authenticate(self, request, username, password, **kwargs)


def locked_address(request: HttpRequest) -> str | None:
    """Return what a lock-out holds on to: the address, of IPv6 the network of one line.

    Whoever has such a line has 2⁶⁴ addresses to try from.
    """
    found = client_address(request)
    if found and isinstance(ip_address(found), IPv6Address):
        return str(ip_network((found, _IPV6_HOME), strict=False).network_address)
    return found
