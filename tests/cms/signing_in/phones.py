"""A phone with an authenticator app: sets one up through the pages, makes its codes."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.urls import reverse

if TYPE_CHECKING:
    from django.test import Client

_STEP_S = 30


@dataclass(frozen=True, slots=True)
class Phone:
    secret: str

    def code(self) -> str:
        """Return the code of this moment, fit to be used once more."""
        cache.clear()
        return self.code_of(int(time.time()) // _STEP_S)

    def code_of(self, step: int) -> str:
        return str(format_hotp_value(hotp_value(self.secret, step)))

    def wrong(self) -> str:
        """Return a code that is none of the three that count now."""
        now = int(time.time()) // _STEP_S
        near = {self.code_of(now + off) for off in range(-2, 3)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def set_up_phone(browser: Client) -> Phone:
    """Set a factor up with who is signed in here, as the pages ask for it."""
    page = reverse("mfa_activate_totp")
    shown = browser.get(page).content.decode()
    (secret,) = re.findall(r'class="secret">([A-Z2-7]+)<', shown)
    phone = Phone(secret)
    answer = browser.post(page, {"code": phone.code()})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return phone


def recovery_codes(browser: Client) -> list[str]:
    shown = browser.get(reverse("mfa_view_recovery_codes")).content.decode()
    return re.findall(r"<li>(\d+)</li>", shown)
