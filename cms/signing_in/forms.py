from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from allauth.account.forms import LoginForm
from allauth.account.internal.flows.login import perform_password_login
from django import forms
from django.utils.translation import gettext_lazy as _

from cms.signing_in.adapter import REMEMBER

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SignInForm(LoginForm):
    """Name, password, and where a door offers it whether this machine is one's own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username")
        self.fields["password"].label = _("Password")
        self.fields["remember"].label = _("Remember me on this machine")
        self.fields["password"].help_text = ""
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["login"].widget.attrs |= {
            "autofocus": True,
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["remember"].widget = forms.CheckboxInput()

    def clean_login(self) -> str:
        """Write the name as it is stored, whatever keyboard it was typed on."""
        return unicodedata.normalize("NFKC", super().clean_login())

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on to the second factor or straight in; the end is `AccountAdapter.login`."""
        request.session[REMEMBER] = self.cleaned_data["remember"]
        self._login.redirect_url = redirect_url
        answer: HttpResponse = perform_password_login(request, self.user_credentials(), self._login)
        return answer
