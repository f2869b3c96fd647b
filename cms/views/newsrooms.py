"""The newsrooms in the admin: each with its area, the steps of its reviews and who takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.models import WorkflowPage

from cms.access import may_open_newsroom
from cms.actions.newsrooms import NewsroomRefused, open_newsroom
from cms.actions.set_steps import steps_in
from cms.models import Home, Newsroom, NewsroomReviewer
from cms.step_words import sentence

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User
    from cms.actions.set_steps import Step, Steps
    from cms.models import Item

may_see_newsrooms = permission_required("cms.view_newsroom", raise_exception=True)


def told(steps: tuple[Step, ...]) -> list[tuple[str, str, bool]]:
    return [(step.name, step.group.name, step.own_newsroom) for step in steps]


def sentence_of(title: str, steps: Steps) -> str:
    return sentence(title, told(steps.usual), told(steps.urgent))


def sentence_for(item: Item) -> str:
    """Say which steps `item` goes through if it is submitted now; empty where none are set."""
    usual = item.usual_workflow()
    return sentence_of(item.get_parent().title, steps_in(usual)) if usual else ""


@require_safe
@may_see_newsrooms
def newsroom_list(request: HttpRequest) -> HttpResponse:
    """List the province's own steps, then every newsroom with the steps its items take."""
    home = Home.objects.get()
    rows = WorkflowPage.objects.filter(workflow__active=True).select_related("workflow")
    set_at = {row.page_id: row.workflow for row in rows}
    # As many queries as there are different workflows, however many newsrooms.
    ways = {workflow.pk: steps_in(workflow) for workflow in set(set_at.values())}
    above = set_at.get(home.pk)
    newsrooms = (
        Newsroom.objects.child_of(home)
        .select_related("area")
        .prefetch_related(
            Prefetch("reviewers", NewsroomReviewer.objects.select_related("user")),
        )
        .order_by("area__path", "title")
    )
    listed = [_row(room, set_at.get(room.pk, above), ways, room.pk in set_at) for room in newsrooms]
    return render(
        request,
        "cms/newsrooms/list.html",
        {
            "home": home,
            "home_sentence": sentence_of(_("the province"), ways[above.pk]) if above else "",
            "rows": listed,
            "may_open": may_open_newsroom(request.user),
            "breadcrumbs_items": [{"url": "", "label": _("Newsrooms")}],
        },
    )


def _row(room: Newsroom, workflow: Any, ways: dict[int, Steps], own: bool) -> dict[str, Any]:  # noqa: FBT001 - beside its one call
    steps = ways[workflow.pk] if workflow else None
    reviewers = [str(row.user) for row in room.reviewers.all()]
    needs = bool(steps and any(step.own_newsroom for step in (*steps.usual, *steps.urgent)))
    return {
        "newsroom": room,
        "sentence": sentence_of(room.title, steps) if steps else "",
        "own": own,
        "reviewers": reviewers,
        "nobody": needs and not reviewers,
    }


class NewsroomForm(WagtailAdminModelForm):
    """A model form for its widgets: the action makes the page."""

    class Meta:
        model = Newsroom
        fields = ["title", "area"]
        labels = {"title": gettext_lazy("Name of the newsroom")}
        help_texts = {
            "title": "",
            "area": gettext_lazy(
                "What it makes airs in this area alone. Empty: a newsroom of the whole province."
            ),
        }


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("cms.add_newsroom", raise_exception=True)
def add_newsroom(request: HttpRequest) -> HttpResponse:
    """Open a newsroom, then go on to its steps."""
    form = NewsroomForm(request.POST or None)
    if form.is_valid():
        try:
            user: User = request.user  # type: ignore[assignment] # signed in: a right was asked
            room = open_newsroom(**form.cleaned_data, by=user)
        except NewsroomRefused as refused:
            form.add_error("area", str(refused))
        else:
            messages.success(request, _("Opened “%(title)s”.") % {"title": room.title})
            return redirect("newsrooms:steps", room.pk)
    return render(
        request,
        "cms/newsrooms/add.html",
        {
            "form": form,
            "breadcrumbs_items": [
                {"url": reverse("newsrooms:list"), "label": _("Newsrooms")},
                {"url": "", "label": _("New newsroom")},
            ],
        },
    )
