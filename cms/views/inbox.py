"""A person's inbox: their notices, newest first, and which they want."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from cms.actions.read_notices import choose_notices, read_notices
from cms.models import Notice, NoticeChoice, NoticeKind
from cms.models.notice import OFF_AT_FIRST

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User

_PAGE = 30
staff = permission_required("wagtailadmin.access_admin", raise_exception=True)


@staff
def inbox(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # signed in: access_admin was asked
    mine = Notice.objects.in_inbox().filter(to=user)
    return render(
        request,
        "cms/inbox/list.html",
        {
            "page": Paginator(mine.select_related("by"), _PAGE).get_page(request.GET.get("p")),
            "unread": mine.unread().count(),
            "breadcrumbs_items": [{"url": "", "label": _("Inbox")}],
        },
    )


@never_cache
@require_GET
@staff
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to what a notice is about; who looks has read it."""
    user: User = request.user  # type: ignore[assignment] # the same
    notice = get_object_or_404(Notice.objects.in_inbox().filter(to=user), pk=pk)
    read_notices(by=user, notice=notice, now=timezone.now())
    return redirect(notice.path)


@require_POST
@staff
def read_all(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # the same
    read_notices(by=user, now=timezone.now())
    return redirect("inbox:list")


@staff
def choices(request: HttpRequest) -> HttpResponse:
    """Show and take, kind by kind, whether a person is told in the inbox and by mail."""
    user: User = request.user  # type: ignore[assignment] # the same
    if request.method == "POST":
        choose_notices(
            by=user, inbox=request.POST.getlist("inbox"), mail=request.POST.getlist("mail")
        )
        messages.success(request, _("Your choice of notices is kept."))
        return redirect("inbox:list")
    return render(
        request,
        "cms/inbox/choices.html",
        {
            "rows": _rows(user),
            "sends_mail": settings.LOA_SENDS_MAIL,
            "breadcrumbs_items": [
                {"url": reverse("inbox:list"), "label": _("Inbox")},
                {"url": "", "label": _("Choose your notices")},
            ],
        },
    )


def _rows(user: User) -> list[dict[str, Any]]:
    chosen = {row.kind: row for row in NoticeChoice.objects.filter(user=user)}
    rows = []
    for kind in NoticeKind:
        choice = chosen.get(kind.value)
        rows.append(
            {
                "kind": kind.value,
                "label": kind.label,
                "has_inbox": kind != NoticeKind.DIGEST,
                "inbox": choice.inbox if choice else True,
                "mail": choice.mail if choice else kind not in OFF_AT_FIRST,
            }
        )
    return rows
