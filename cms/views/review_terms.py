"""The due time of a review, set at submitting or by who reviews; the list of what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.models import TaskState, WorkflowState

from cms.access import may_set_terms
from cms.actions.review_terms import TermsRefused, set_terms
from cms.models import Item, Newsroom, Priority, ReviewTerms
from cms.models.review_terms import most_urgent_first

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User
    from cms.models.review_terms import ReviewTermsQuerySet

may_enter = permission_required("wagtailadmin.access_admin", raise_exception=True)
_PER_PAGE = 50
# What a browser's own field for a date and a time reads and writes.
_LOCAL = "%Y-%m-%dT%H:%M"


class TermsForm(forms.Form):
    review_priority = forms.ChoiceField(
        label=gettext_lazy("Urgency of the review"), choices=Priority.choices, required=False
    )
    due_at = forms.DateTimeField(
        label=gettext_lazy("Wanted by"),
        required=False,
        input_formats=[_LOCAL, "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL),
        help_text=gettext_lazy("Empty: as usual for this urgency."),
    )

    @property
    def terms(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"priority": given["review_priority"], "due_at": given["due_at"]}


@require_http_methods(["GET", "HEAD", "POST"])
@may_enter
def terms_page(request: HttpRequest, task_state_id: int) -> HttpResponse:
    """Set how urgent the review of one step is and by when it is wanted."""
    step = get_object_or_404(
        TaskState.objects.select_related("workflow_state__terms"), pk=task_state_id
    )
    review: WorkflowState = step.workflow_state
    item = get_object_or_404(Item, pk=review.object_id).specific
    user: User = request.user  # type: ignore[assignment] # signed in: access_admin was asked
    if not may_set_terms(user, review, item):
        raise PermissionDenied
    terms = getattr(review, "terms", None)
    initial = {"review_priority": terms.priority, "due_at": terms.due_at} if terms else {}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            set_terms(review=review, **form.terms, by=user, now=timezone.now())
        except TermsRefused as refused:
            form.add_error("due_at", str(refused))
        else:
            messages.success(request, _("The urgency and the due time are set."))
            return redirect("cms:review", review.current_task_state_id)
    title = item.get_admin_display_title()
    return render(
        request,
        "cms/terms.html",
        {
            "form": form,
            "title": title,
            "back": reverse("cms:review", args=[task_state_id]),
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": reverse("cms:review", args=[task_state_id]), "label": title},
                {"url": "", "label": _("Due time of the review")},
            ],
        },
    )


@require_safe
@may_enter
def overdue_list(request: HttpRequest) -> HttpResponse:
    """List the reviews past their due time that this person may know of, the most urgent first."""
    now = timezone.now()
    pages = Paginator(overdue_for(request.user, now), _PER_PAGE)
    page = pages.get_page(request.GET.get("p"))
    return render(
        request,
        "cms/overdue.html",
        {
            "rows": rows_of(page.object_list),
            "page": page,
            "now": now,
            "breadcrumbs_items": [{"url": "", "label": _("Overdue reviews")}],
        },
    )


def overdue_for(user: Any, now: datetime) -> ReviewTermsQuerySet:
    """Return what is overdue: all of it to who may read every item, else what `user` reviews."""
    overdue = ReviewTerms.objects.overdue(now)
    if not user.has_perm("cms.view_item"):
        theirs = TaskState.objects.reviewable_by(user)
        overdue = overdue.filter(workflow_state__in=theirs.values("workflow_state"))
    return overdue.select_related(
        "workflow_state__requested_by", "workflow_state__current_task_state__task"
    ).order_by(*most_urgent_first())


def rows_of(terms: Iterable[ReviewTerms]) -> list[dict[str, Any]]:
    """Return each review with its item and newsroom, in two queries for all."""
    listed = list(terms)
    items = Item.objects.select_related("content_type").in_bulk(
        [int(each.workflow_state.object_id) for each in listed]
    )
    above = {item.pk: item.path[: -item.steplen] for item in items.values()}
    rooms = {room.path: room for room in Newsroom.objects.filter(path__in=set(above.values()))}
    return [
        {
            "terms": each,
            "item": items[int(each.workflow_state.object_id)],
            "newsroom": rooms.get(above[int(each.workflow_state.object_id)]),
            "step": each.workflow_state.current_task_state,
        }
        for each in listed
        if int(each.workflow_state.object_id) in items
    ]
