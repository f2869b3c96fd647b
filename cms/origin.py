"""Where what is being done comes from: whose request, from which address, or no request at all.

An action says in its signature who acts and when. From where is the same for everything one
request does and matters to the audit alone, so it does not pass through every signature: a
middleware puts the request at hand here, for as long as it lasts.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

COMMAND, TASK = "command", "task"
_AGENT_MOST = 255


@dataclass(frozen=True, slots=True)
class Origin:
    """`agent` is the browser's own word, `task` in the worker, `command` at the console."""

    agent: str
    address: str | None = None


_request: ContextVar[HttpRequest | None] = ContextVar("loa_request", default=None)
_outside: ContextVar[str] = ContextVar("loa_outside", default=COMMAND)


class OriginMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return self.get_response(request)
        finally:
            _request.reset(token)


def origin() -> Origin:
    request = _request.get()
    if request is None:
        return Origin(_outside.get())
    agent = request.META.get("HTTP_USER_AGENT", "").replace("\0", "")
    return Origin(agent[:_AGENT_MOST], client_address(request))


def person_at_hand() -> User | None:
    """Return who is signed in with the request at hand, for what is noticed and not called."""
    user = getattr(_request.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


def begin_task(**_signal: Any) -> None:
    _outside.set(TASK)


def end_task(**_signal: Any) -> None:
    _outside.set(COMMAND)


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
