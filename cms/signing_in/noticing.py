"""Notices who comes in, goes, is locked out, and what becomes of their second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_delete, post_save
from django.utils import timezone

from cms.accounts.models import User
from cms.models.audit import notice, record
from cms.receivers import about, key_of
from cms.signing_in.second_factor import has_passed

if TYPE_CHECKING:
    from django.http import HttpRequest


def notice_signed_in(request: HttpRequest, user: User, **_signal: Any) -> None:
    record(
        "signed_in",
        about=about(user),
        key=key_of(user),
        by=user,
        now=timezone.now(),
        factor="TOTP" if has_passed(request, user) else None,
    )


def notice_signed_out(user: User | None, **_signal: Any) -> None:
    if user is not None:
        record("signed_out", about=about(user), key=key_of(user), by=user, now=timezone.now())


def notice_locked_out(request: HttpRequest, username: str | None, **_signal: Any) -> None:
    """Record a lock-out once, as it begins: every try while it lasts sends the signal again."""
    failures = getattr(request, "axes_failures_since_start", None)
    if failures is None or failures < settings.AXES_FAILURE_LIMIT:
        return
    user = User.objects.filter(username=username).first()
    record(
        "locked_out",
        about=about(user) if user else username or "",
        key=key_of(user) if user else "user:",
        by=None,
        now=timezone.now(),
        count=failures,
    )


def notice_factor(instance: Authenticator, **signal: Any) -> None:
    if signal.get("created", True):
        verb = "added" if "created" in signal else "removed"
        notice(
            "factor",
            about=about(instance.user),
            key=key_of(instance.user),
            **{verb: [str(instance.get_type_display())]},
        )


def connect() -> None:
    """Connect everything, once."""
    uid = "cms.audit.door"
    user_logged_in.connect(notice_signed_in, dispatch_uid=uid)
    user_logged_out.connect(notice_signed_out, dispatch_uid=uid)
    user_locked_out.connect(notice_locked_out, dispatch_uid=uid)
    post_save.connect(notice_factor, sender=Authenticator, dispatch_uid=uid)
    post_delete.connect(notice_factor, sender=Authenticator, dispatch_uid=uid)
