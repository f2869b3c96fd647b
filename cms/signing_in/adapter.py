"""How allauth works here: nobody signs up, passwords are counted by axes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django.utils import timezone

from cms.origin import client_address
from cms.signing_in.sessions import settle_session

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User

REMEMBER = "loa_remember"
# Said by the page a person lands on already.
_UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave it to axes: allauth's own count would lock the person out everywhere."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, all stages passed."""
        remember = bool(request.session.pop(REMEMBER, False))
        super().login(request, user)
        settle_session(request, user, remember=remember, now=timezone.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again, but not of who has just signed in with it."""
        request = context.request
        records = get_authentication_records(request, request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request) or "0.0.0.0"  # noqa: S104 - says that it is not known

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        if message_template not in _UNSAID:
            super().add_message(request, level, message_template, *args, **kwargs)
