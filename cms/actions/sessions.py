"""End sessions, reset a lost second factor: one's own, or a manager for somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import transaction

from cms.access import may_look_after
from cms.models.audit import record
from cms.sessions import end

if TYPE_CHECKING:
    from datetime import datetime

    from cms.accounts.models import User


@transaction.atomic
def end_sessions(
    *,
    of: User,
    by: User,
    now: datetime,
    only: int | None = None,
    but: str | None = None,
) -> int:
    """End the sessions of a person, or one of them, or all but one; return how many ended.

    Raise PermissionDenied for who is neither that person nor may look after them.
    """
    if of.pk != by.pk and not may_look_after(by, of):
        raise PermissionDenied
    count = end(of, only=only, but=but)
    if count:
        record("sessions", about=_named(of), key=f"user:{of.pk}", by=by, now=now, count=count)
    return count


@transaction.atomic
def reset_second_factor(*, of: User, by: User | None, now: datetime) -> None:
    """Take a lost second factor off and end every session; the next sign-in sets a new one up.

    `by` is None for a command at the server. Raise PermissionDenied for who may not look
    after this person, themselves included: that is what recovery codes are for.
    """
    if by is not None and (of.pk == by.pk or not may_look_after(by, of)):
        raise PermissionDenied
    Authenticator.objects.filter(user=of).delete()
    count = end(of)
    record("factor_reset", about=_named(of), key=f"user:{of.pk}", by=by, now=now, count=count)


def _named(user: User) -> str:
    return f"{user.get_username()} ({user})"
