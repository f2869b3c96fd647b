"""“Who is reading”: what an open review page says every few seconds, and hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.models import TaskState

from cms.access import may_open_review
from cms.actions.attend import attend, leave, others_at
from cms.models import Item

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.accounts.models import User
    from cms.actions.attend import Present

# Larger than any row's number is no number of a row.
_MOST = 2**62


@require_POST
@permission_required("wagtailadmin.access_admin", raise_exception=True)
def attend_review(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Note that the page is open, or with `leave` that it was closed; say what became known."""
    state = get_object_or_404(TaskState.objects.select_related("workflow_state"), pk=task_state_id)
    item = get_object_or_404(Item, pk=state.workflow_state.object_id)
    if not may_open_review(request.user, state, item):
        raise PermissionDenied
    user: User = request.user  # type: ignore[assignment] # signed in: access_admin was asked
    session = _number(request.POST.get("session", ""))
    if "leave" in request.POST:
        if session is not None:
            leave(session=session, by=user)
        return HttpResponse(status=204)
    now = timezone.now()
    kept = attend(item=item, by=user, now=now, session=session)
    over = state.status != TaskState.STATUS_IN_PROGRESS
    opened = _number(request.POST.get("opened", ""))
    told = _told(others_at(item, besides=user, now=now))
    if over:
        told.append(_("This step is over: somebody has approved or returned the item."))
    elif opened is not None and item.latest_revision_id != opened:
        told.append(_("The item was edited after you opened this page: load it anew."))
    return JsonResponse({"session": kept, "told": told})


def _told(others: list[Present]) -> list[str]:
    """Return one sentence for those who read and one for those who edit."""
    words = {
        False: _("Reading now: %(names)s."),
        True: _("Editing now: %(names)s."),
    }
    return [
        sentence % {"names": get_text_list(names, _("and"))}
        for editing, sentence in words.items()
        if (names := [str(other.user) for other in others if other.editing is editing])
    ]


def _number(text: str) -> int | None:
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(_MOST)):
        return None
    return int(text) if int(text) < _MOST else None
