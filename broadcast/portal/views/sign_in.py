from __future__ import annotations

from django.urls import reverse

from broadcast.access import stations_of
from cms.signing_in.views import SignInView as Door


class SignInView(Door):
    """Operators' own door: they have no way into the admin, nor need one.

    It alone offers to remember a person: an operator's machine is often their own.
    """

    template_name = "broadcast/portal/sign_in.html"

    def workplace(self) -> str:
        user = self.request.user
        if user.has_perm("wagtailadmin.access_admin") and not stations_of(user).exists():
            return reverse("wagtailadmin_home")
        return reverse("portal:home")
