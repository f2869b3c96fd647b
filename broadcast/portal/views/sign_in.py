from __future__ import annotations

from django.contrib.auth.views import LoginView
from django.urls import reverse

from broadcast.access import stations_of


class SignInView(LoginView):
    """Operators' own door: they have no way into the admin, nor need one."""

    template_name = "broadcast/portal/sign_in.html"
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        if user.has_perm("wagtailadmin.access_admin") and not stations_of(user).exists():
            return reverse("wagtailadmin_home")
        return reverse("portal:home")
