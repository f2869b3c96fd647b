"""The forms a code is typed on: who typed too many is on record, once while it lasts."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.models.audit import record
from cms.receivers import about, key_of

_LASTS_S = 15 * 60


class CountsCodes:
    user: Any

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())  # type: ignore[misc] # allauth's forms, mixed in below
        except ValidationError as refused:
            if refused.code == "too_many_login_attempts":
                self._record()
            raise

    def _record(self) -> None:
        if cache.add(f"loa-codes-locked-{self.user.pk}", 1, timeout=_LASTS_S):
            record(
                "locked_out",
                about=about(self.user),
                key=key_of(self.user),
                by=None,
                now=timezone.now(),
                factor="TOTP",
            )


class CodeForm(CountsCodes, AuthenticateForm):
    pass


class CodeAgainForm(CountsCodes, ReauthenticateForm):
    pass
