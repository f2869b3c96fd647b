"""The door: one view, whatever address or template it is shown under."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.account.views import LoginView
from django.shortcuts import redirect
from django.urls import reverse

from cms.signing_in.gate import owed_by
from cms.signing_in.second_factor import has_second_factor

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from cms.accounts.models import User


class SignInView(LoginView):
    """Sign in, then go where one wanted to, or to where one works.

    Where a person works is only known once they are in: until then the entrance stands
    for it.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        owing = owed_by(request)
        if owing is not None:
            return redirect(self._to_second_factor(owing))
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def _to_second_factor(self, owing: User) -> str:
        name = "mfa_reauthenticate" if has_second_factor(owing) else "mfa_activate_totp"
        wanted = self.get_next_url()
        return f"{reverse(name)}?{urlencode({'next': wanted})}" if wanted else reverse(name)

    def get_default_success_url(self) -> str:
        if not self.request.user.is_authenticated:
            return reverse("entrance")
        return self.workplace()

    def workplace(self) -> str:
        """Return where who is signed in already is led from here."""
        if self.request.user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        return reverse("entrance")

    def get_authenticated_redirect_url(self) -> str:
        """Lead on whoever is in already, but not to and fro between here and a closed door."""
        url = str(super().get_authenticated_redirect_url())
        if url.startswith(reverse("wagtailadmin_home")) and not self.request.user.has_perm(
            "wagtailadmin.access_admin"
        ):
            return reverse("entrance")
        return url
