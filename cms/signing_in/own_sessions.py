"""One's own sessions: on which machines one is signed in, and ending that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cms.actions.sessions import end_sessions
from cms.sessions import sessions_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_sessions(request: HttpRequest) -> HttpResponse:
    """Show one's sessions; end one, or all but this."""
    user, own = request.user, request.session.session_key
    if request.method == "POST":
        key = request.POST.get("session", "")
        only = int(key) if key.isascii() and key.isdigit() else None
        if only is not None or "others" in request.POST:
            end_sessions(of=user, by=user, now=timezone.now(), only=only, but=own)  # type: ignore[arg-type] # signed in
        return redirect("usersessions_list")
    return render(
        request,
        "usersessions/usersession_list.html",
        {"sessions": sessions_of(user), "own": own},  # type: ignore[arg-type] # the same
    )
