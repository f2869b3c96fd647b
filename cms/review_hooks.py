"""What Loa changes of a review in the editor: decisions are taken on the review page alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import CancelWorkflowMenuItem

from cms.access import may_call_off

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

_CALLS_OFF = "action-cancel-workflow"


@hooks.register("before_edit_page")
def refuse_to_call_off(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Let reviewers return with a reason; stock Wagtail lets them end a review without a word."""
    if request.method != "POST" or _CALLS_OFF not in request.POST:
        return None
    if may_call_off(request.user, page.current_workflow_state):
        return None
    messages.error(
        request,
        _(
            "Only its author or who submitted it takes an item out of review. "
            "Reviewers return it with a reason."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("construct_page_action_menu")
def show_calling_off_to_authors(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    page = context.get("page")
    if page and may_call_off(request.user, page.current_workflow_state):
        return
    menu_items[:] = [item for item in menu_items if not isinstance(item, CancelWorkflowMenuItem)]
