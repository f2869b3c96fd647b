"""Who owes a second factor, and how allauth's works here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
    record_authentication,
)
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from cms.access import has_power

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User

_METHOD = "mfa"


def owes_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether this session's password has to be followed by a code before it may do anything.

    Asked anew at every request: somebody may be given a role while they are signed in.
    """
    return settings.LOA_SECOND_FACTOR and not has_passed(request, user) and has_power(user)


def has_passed(request: HttpRequest, user: User) -> bool:
    records = get_authentication_records(request, user)
    return any(record.get("method") == _METHOD for record in records)


def has_second_factor(user: User) -> bool:
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def pass_with_new_factor(instance: Authenticator, *, created: bool, **_rest: Any) -> None:
    """Count setting one up as passing: a code was asked for just now."""
    request = context.request
    if (
        created
        and instance.type == Authenticator.Type.TOTP
        and request is not None
        and request.user.pk == instance.user_id
    ):
        record_authentication(
            request, request.user, _METHOD, id=instance.pk, type=str(instance.type)
        )


def forget_removed_factor(request: HttpRequest, authenticator: Authenticator, **_rest: Any) -> None:
    """Make a session that passed a factor which is gone prove itself again."""
    if authenticator.type == Authenticator.Type.TOTP:
        clear_authentication_records(request)


class SecondFactorAdapter(DefaultMFAAdapter):
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Let nobody who must have one switch it off; a manager resets a lost one."""
        return not (settings.LOA_SECOND_FACTOR and has_power(authenticator.user))
