from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def entrance(request: HttpRequest) -> HttpResponse:
    """Send a person to where they work: the door that knows leads on whoever is signed in."""
    del request
    return redirect("portal:sign_in")
