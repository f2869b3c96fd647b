"""What a review page sends of comments: a new one, an answer, that one is resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import TaskState

from cms.access import may_open_review
from cms.actions.comment import NotCommented, answer_comment, resolve_comment, write_comment
from cms.models import Item
from cms.places import fields_of, lines_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


@require_POST
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def comment_on(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Take one comment, answer or resolving, and lead back; what is not taken is kept as typed."""
    state = get_object_or_404(TaskState.objects.select_related("workflow_state"), pk=task_state_id)
    item = get_object_or_404(Item, pk=state.workflow_state.object_id)
    if not may_open_review(request.user, state, item):
        raise PermissionDenied
    about, text = request.POST.get("comment", ""), request.POST.get("text", "")
    place = request.POST.get("place", "")
    try:
        told = _take(request, item, about, place, text)
    except NotCommented as refused:
        request.session[_kept(state)] = {
            "refused": str(refused),
            "about": about,
            "place": place,
            "text": text,
        }
    else:
        request.session[_kept(state)] = {"told": told}
    return redirect(f"{reverse('cms:review', args=[state.pk])}#remarks")


def _take(request: HttpRequest, item: Item, about: str, place: str, text: str) -> str:
    by: User = request.user  # type: ignore[assignment] # signed in: access_admin was asked
    now = timezone.now()
    if not about:
        write_comment(item=item, place=place, text=text, by=by, now=now)
        return _("Your comment stands below and in the editor.")
    # What is no number is no comment's.
    comment = int(about) if about.isascii() and about.isdecimal() and len(about) < 10 else 0  # noqa: PLR2004 - a key's digits
    if "resolve" in request.POST:
        resolve_comment(item=item, comment=comment, by=by, now=now)
        return _("The comment is resolved.")
    answer_comment(item=item, comment=comment, text=text, by=by, now=now)
    return _("Your answer stands below and in the editor.")


def commenting(request: HttpRequest, state: TaskState, item: Item) -> dict[str, Any]:
    """Return what the forms on the review page show, once what the last one came to."""
    latest = item.get_latest_revision_as_object()
    came_to = request.session.pop(_kept(state), {})
    return {
        **{name: came_to.get(name, "") for name in ("told", "refused", "about", "text")},
        "place": came_to.get("place") or "title",
        "fields": fields_of(latest),
        "lines": lines_of(latest),
    }


def _kept(state: TaskState) -> str:
    """Return the session's key for what the last form came to."""
    return f"review_remark_{state.pk}"
