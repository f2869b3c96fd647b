"""Where a request comes from: the address of whoever sent it."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """Return the sender's address; None where none can be told, behind a socket for instance.

    `X-Forwarded-For` is what anybody cares to write, but for the entries our own proxies
    add at its end: with LOA_TRUSTED_PROXIES of them, the outermost one added the entry that
    stands so many places from the end. Without proxies the header is never read.
    """
    found = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.LOA_TRUSTED_PROXIES
    if proxies:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(passed) >= proxies:
            found = passed[-proxies]
    try:
        return str(ip_address(found.strip()))
    except ValueError:
        return None
