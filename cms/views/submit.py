"""Submitting: the author sees what the checks say before the review starts.

The editor's own button would start the review with the save. It is taken for a
save, so that nothing written is lost; then the item is submitted if the checks
have nothing to say, and else the author is shown what they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.access import may_submit
from cms.actions.review import NotSubmittable, submit
from cms.actions.review_terms import TermsRefused
from cms.checks import findings, stopping
from cms.models import Item, what_airs
from cms.views.newsrooms import sentence_for
from cms.views.related import changed_originals
from cms.views.review_terms import TermsForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User
    from cms.checks import Finding

BUTTONS = ("action-submit", "action-restart-workflow")
_ASKED = "loa_asked_to_submit"


def set_submission_aside(request: HttpRequest, *_about: Any) -> None:
    """Take a press of “submit” in the editor for a save; `submit_after_saving` goes on."""
    if request.method != "POST" or not any(name in request.POST for name in BUTTONS):
        return
    setattr(request, _ASKED, True)
    posted = request.POST.copy()
    for name in BUTTONS:
        posted.pop(name, None)
    request.POST = posted  # type: ignore[assignment] # Django's own is read-only


def submit_after_saving(request: HttpRequest, page: Any) -> HttpResponse | None:
    if not isinstance(page, Item) or not getattr(request, _ASKED, False):
        return None
    if not may_submit(request.user, page):
        return None
    if _findings(page):
        return redirect("cms:submit", page.pk)
    return _submit(request, page)


@require_http_methods(["GET", "HEAD", "POST"])
def submit_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the checks say of the latest revision, then send it to review."""
    item = get_object_or_404(Item, pk=pk).specific
    if not may_submit(request.user, item):
        raise PermissionDenied
    form = TermsForm(request.POST if request.method == "POST" else None, initial=_usual(item))
    if form.is_valid():
        try:
            return _submit(request, item, **form.terms)
        except TermsRefused as refused:
            form.add_error("due_at", str(refused))
    found = _findings(item)
    title = item.get_admin_display_title()
    return render(
        request,
        "cms/submit.html",
        {
            "title": title,
            "form": form,
            "steps": sentence_for(item),
            "findings": found,
            "stopped": any(stopping(found)),
            "may_edit": True,
            "edit_url": reverse("wagtailadmin_pages:edit", args=[pk]),
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": reverse("cms:item", args=[pk]), "label": title},
                {"url": "", "label": _("Submit for review")},
            ],
        },
    )


def _usual(item: Item) -> dict[str, Any]:
    return {"review_priority": item.get_latest_revision().content["priority"]}


def _submit(request: HttpRequest, item: Item, **terms: Any) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment] # may_submit was asked
    try:
        submit(item=item, by=user, now=timezone.now(), **terms)
    except NotSubmittable as refused:
        messages.error(request, str(refused))
        return redirect("cms:submit" if refused.findings else "cms:item", item.pk)
    messages.success(
        request, _("Submitted “%(title)s” for review.") % {"title": item.get_admin_display_title()}
    )
    return redirect("cms:item", item.pk)


def _findings(item: Item) -> list[Finding]:
    shown = what_airs(item.get_latest_revision())
    revised = shown.revision.as_object()
    return [
        *findings(revised, shown, now=timezone.now(), submitting=True),
        *changed_originals(item),
    ]
