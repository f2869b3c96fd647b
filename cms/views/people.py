"""Where a person is signed in, for the manager who looks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.access import may_look_after
from cms.accounts.models import User
from cms.actions.sessions import end_sessions, reset_second_factor
from cms.sessions import sessions_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
def sign_ins(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person's sessions and second step; end the ones, reset the other."""
    person, by = get_object_or_404(User, pk=pk), request.user
    if not by.is_authenticated or not may_look_after(by, person):
        raise PermissionDenied
    if request.method == "POST":
        _do(request, person, by)
        return redirect("people:sign_ins", pk)
    return render(
        request,
        "cms/sign_ins.html",
        {
            "person": person,
            "sessions": sessions_of(person),
            "own": request.session.session_key,
            "factor": Authenticator.objects.filter(user=person, type="totp").first(),
            "may_reset": person.pk != by.pk,
            "breadcrumbs_items": [
                {"url": reverse("wagtailusers_users:index"), "label": _("Users")},
                {"url": reverse("wagtailusers_users:edit", args=[pk]), "label": str(person)},
                {"url": "", "label": _("Sign-ins")},
            ],
        },
    )


def _do(request: HttpRequest, person: User, by: User) -> None:
    now = timezone.now()
    if "reset" in request.POST:
        reset_second_factor(of=person, by=by, now=now)
        messages.success(
            request,
            _("The second step of %(person)s is off; the next sign-in sets a new one up.")
            % {"person": person},
        )
        return
    key = request.POST.get("session", "")
    only = int(key) if key.isascii() and key.isdigit() else None
    if only is None and "all" not in request.POST:
        return
    count = end_sessions(of=person, by=by, now=now, only=only)
    messages.success(request, _("Sessions ended: %(count)s.") % {"count": count})
