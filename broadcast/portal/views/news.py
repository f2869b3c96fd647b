"""What is new for a station, on a page of its own, and the button that says it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from broadcast.access import stations_of
from broadcast.actions.mail_news import NoAddress, choose_news_mail
from broadcast.actions.news import read_news
from broadcast.models import NewsMail
from broadcast.portal.news import items_of
from broadcast.portal.views.pages import SIGN_IN, kept_for_back

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


@require_safe
@login_required(login_url=SIGN_IN)
@kept_for_back
def news_page(request: HttpRequest, code: str) -> HttpResponse:
    """List all the news of two weeks, what was read too."""
    station = get_object_or_404(stations_of(request.user).select_related("area"), code=code)
    user: User = request.user  # type: ignore[assignment] # signed in: the view asks for it
    news = items_of(station, user, timezone.now())
    return render(
        request,
        "broadcast/portal/news.html",
        {
            "station": station,
            "news": news,
            "unread": [each for each in news if not each.news.read],
            "may_get_mail": settings.LOA_SENDS_MAIL and bool(user.email),
            "gets_mail": NewsMail.objects.filter(station=station, to=user).exists(),
        },
    )


@require_POST
@login_required(login_url=SIGN_IN)
def news_read(request: HttpRequest, code: str) -> HttpResponse:
    """Take that the news named in the form was read, and lead back to the day."""
    station = get_object_or_404(stations_of(request.user), code=code)
    user: User = request.user  # type: ignore[assignment] # the same
    read_news(station=station, keys=request.POST.getlist("key"), by=user, now=timezone.now())
    return redirect("portal:news" if "stay" in request.POST else "portal:station", code)


@require_POST
@login_required(login_url=SIGN_IN)
def news_mail(request: HttpRequest, code: str) -> HttpResponse:
    """Take whether the person wants the news by mail; nobody gets any who did not ask."""
    station = get_object_or_404(stations_of(request.user), code=code)
    user: User = request.user  # type: ignore[assignment] # the same
    try:
        choose_news_mail(
            station=station, wanted="wanted" in request.POST, by=user, now=timezone.now()
        )
    except NoAddress as refused:
        messages.error(request, str(refused))
    return redirect("portal:news", code)
