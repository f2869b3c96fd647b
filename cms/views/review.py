"""The review page: exactly what would air, what the checks say, what changed; approve or return."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import TaskState

from cms.access import may_open_review, may_set_terms
from cms.actions.review import approve, return_item
from cms.checks import findings, stopping
from cms.models import Item, Refusal, ReviewRefused, what_airs
from cms.views.changes import since_cleared, since_opened
from cms.views.commenting import commenting
from cms.views.comments import open_remarks
from cms.views.history import history
from cms.views.related import changed_originals
from media.measured import sentences
from media.state import house_rendition, house_video, state_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def review(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Show one step of a review, or take its approval or return."""
    state = get_object_or_404(
        TaskState.objects.select_related("workflow_state", "task", "workflow_state__requested_by"),
        pk=task_state_id,
    )
    item = get_object_or_404(Item, pk=state.workflow_state.object_id).specific
    if not may_open_review(request.user, state, item):
        raise PermissionDenied
    if request.method == "POST":
        return _act(request, state, item)
    return render(request, "cms/review.html", _context(request, state, item))


def _act(request: HttpRequest, state: TaskState, item: Item) -> HttpResponse:
    here = reverse("cms:review", args=[state.pk])
    user: User = request.user  # type: ignore[assignment] # signed in: access_admin was asked
    now = timezone.now()
    comment = request.POST.get("comment", "")
    try:
        if "approve" in request.POST:
            approve(
                task_state=state,
                by=user,
                seen=request.POST.get("seen", ""),
                comment=comment,
                now=now,
            )
            messages.success(request, _("Approved “%(title)s”.") % {"title": item.title})
        else:
            return_item(task_state=state, by=user, reason=comment, now=now)
            messages.success(
                request, _("Returned “%(title)s” to its author.") % {"title": item.title}
            )
    except ReviewRefused as refused:
        request.session[_typed(state)] = comment
        opened = request.POST.get("opened", "")
        query = {"refused": refused.refusal.value, **({"opened": opened} if opened else {})}
        return redirect(f"{here}?{urlencode(query)}")
    return redirect("wagtailadmin_home")


def _typed(state: TaskState) -> str:
    """Return the session's key for what was typed and not taken."""
    return f"review_comment_{state.pk}"


def _context(request: HttpRequest, state: TaskState, item: Item) -> dict[str, Any]:
    over = state.status != TaskState.STATUS_IN_PROGRESS
    shown = what_airs(state.revision if over else item.get_latest_revision())
    revised = shown.revision.as_object()
    found = [*findings(revised, shown, now=timezone.now()), *changed_originals(item)]
    actions = (
        set()
        if over
        else {name for name, *_rest in state.task.specific.get_actions(item, request.user)}
    )
    stopped = any(stopping(found))
    refused = request.GET.get("refused", "")
    return {
        "state": state,
        "item": revised,
        "shown": shown,
        "recording": state_of(house_rendition(shown.asset)) if shown.asset else None,
        "picture": state_of(house_video(shown.asset)) if shown.asset else None,
        "findings": found,
        "changes": since_cleared(request, item, shown),
        "changed_meanwhile": since_opened(request, item, shown, request.GET.get("opened", "")),
        "measured": list(sentences(shown.rendition)) if shown.rendition else [],
        "typed": request.session.pop(_typed(state), ""),
        "remarks": open_remarks(revised),
        "commenting": commenting(request, state, item),
        "history": history(item),
        "over": over,
        "now": timezone.now(),
        "may_set_terms": not over and may_set_terms(request.user, state.workflow_state, item),
        "may_return": "reject" in actions,
        "may_approve": "approve" in actions and not stopped,
        "own_piece": "reject" in actions and "approve" not in actions,
        "refusal": Refusal(refused).label if refused in Refusal.values else "",
        "edit_url": reverse("wagtailadmin_pages:edit", args=[item.pk]),
        "may_edit": bool(item.permissions_for_user(request.user).can_edit()),
        "breadcrumbs_items": [
            {"url": reverse("cms:items"), "label": _("Items")},
            {"url": reverse("cms:item", args=[item.pk]), "label": revised.title},
            {"url": "", "label": _("Review")},
        ],
    }
