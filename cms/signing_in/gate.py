"""The gate every request passes: a session that still owes something is nobody's.

Views, Wagtail's as well as ours, ask only who `request.user` is. Whoever owes a second
factor, or whose session is over, is a stranger to them: the admin, the portal and the API
send them to a door, and the door (`SignInView`) knows them and leads on to what they owe.
So no view can forget to ask, whichever is added later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from cms.signing_in.second_factor import has_second_factor, owes_second_factor
from cms.signing_in.sessions import is_over

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

# Where somebody who owes a factor is known as who they are: with none set up they set it
# up, with one they give its code, and not a page more: an older session must not read the
# recovery codes of a factor it never passed.
_TO_SET_UP = {"account_logout", "account_reauthenticate", "mfa_activate_totp"}
_TO_PROVE = {"account_logout", "mfa_reauthenticate"}


class Gate:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = request.user
        request.owing = None  # type: ignore[attr-defined] # ours
        request.user = SimpleLazyObject(lambda: _let_through(request, known))  # type: ignore[assignment] # as Django's own
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        match = request.resolver_match
        if match is None or match.view_name not in _TO_SET_UP | _TO_PROVE:
            return
        owing = owed_by(request)
        if owing is not None:
            pages = _TO_PROVE if has_second_factor(owing) else _TO_SET_UP
            if match.view_name in pages:
                request.user = owing


def owed_by(request: HttpRequest) -> User | None:
    """Return who signed in with this session but owes a second factor."""
    if request.user.is_authenticated:  # which looks
        return None
    owing: User | None = getattr(request, "owing", None)
    return owing


def _let_through(request: HttpRequest, known: User | AnonymousUser) -> User | AnonymousUser:
    if not known.is_authenticated:
        return known
    if is_over(request, timezone.now()):
        request.session.flush()
        return AnonymousUser()
    if owes_second_factor(request, known):
        request.owing = known  # type: ignore[attr-defined] # ours
        return AnonymousUser()
    return known
