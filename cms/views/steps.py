"""Where a manager says which steps a newsroom's reviews take, and reads what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import Group
from django.db import transaction
from django.forms import formset_factory
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page, WorkflowState

from cms.accounts.models import User
from cms.actions.set_steps import (
    MOST_STEPS,
    Step,
    Steps,
    StepsRefused,
    set_reviewers,
    set_steps,
    steps_at,
    steps_in,
)
from cms.models import Home, Newsroom
from cms.views.newsrooms import sentence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse


def _reviewing_groups() -> Any:
    """Return the groups whose people come into the admin: others never see a review."""
    return Group.objects.filter(permissions__codename="access_admin").order_by("name").distinct()


class StepForm(forms.Form):
    """One row; left empty it is no step."""

    name = forms.CharField(label=gettext_lazy("Name of the step"), max_length=100, required=False)
    group = forms.ModelChoiceField(
        Group.objects.none(), label=gettext_lazy("Who takes it"), required=False
    )
    own_newsroom = forms.BooleanField(
        label=gettext_lazy("only this newsroom's own reviewers"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = _reviewing_groups()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("name") and not given.get("group"):
            self.add_error("group", _("Choose who takes this step."))
        if given.get("group") and not given.get("name"):
            self.add_error("name", _("Give the step a name: reviewers and authors read it."))
        return given

    @property
    def step(self) -> Step | None:
        given = self.cleaned_data
        if not given.get("name"):
            return None
        return Step(given["name"], given["group"], given["own_newsroom"])


StepFormSet = formset_factory(StepForm, extra=0, max_num=MOST_STEPS, validate_max=True)


class ScopeForm(forms.Form):
    """For whom the steps are, and who this newsroom's own reviewers are."""

    as_above = forms.BooleanField(
        label=gettext_lazy("The same steps as the province"),
        required=False,
        help_text=gettext_lazy("What is chosen below is then not used."),
    )
    alike = forms.BooleanField(
        label=gettext_lazy("Also for every other newsroom of this level"), required=False
    )
    reviewers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("This newsroom's own reviewers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, newsroom: Newsroom | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if newsroom is None:
            del self.fields["as_above"], self.fields["reviewers"]
        else:
            people = User.objects.filter(is_active=True, groups__in=_reviewing_groups())
            chosen = User.objects.filter(reviews_for__newsroom=newsroom)
            field: Any = self.fields["reviewers"]
            field.queryset = (people | chosen).distinct().order_by("last_name", "first_name")
        if newsroom is None or newsroom.area_id is None:
            del self.fields["alike"]


class StepsPage:
    """The forms of one page in the tree, filled from the rows or from what was posted."""

    def __init__(self, page: Home | Newsroom, posted: Any) -> None:
        self.page = page
        self.newsroom = page if isinstance(page, Newsroom) else None
        self.title = page.title if self.newsroom else _("the province")
        workflow = page.get_workflow()
        self.present = steps_in(workflow) if workflow else Steps(())
        self.usual = StepFormSet(posted, initial=_rows(self.present.usual, 3), prefix="usual")
        self.urgent = StepFormSet(posted, initial=_rows(self.present.urgent, 2), prefix="urgent")
        reviewers = User.objects.filter(reviews_for__newsroom=page.pk)
        initial = {"as_above": steps_at(page) is None, "reviewers": reviewers}
        self.scope = ScopeForm(posted, initial=initial, newsroom=self.newsroom)

    def is_valid(self) -> bool:
        valid = all([self.usual.is_valid(), self.urgent.is_valid(), self.scope.is_valid()])
        as_above = valid and self.scope.cleaned_data.get("as_above")
        if as_above and (self.usual.has_changed() or self.urgent.has_changed()):
            self.scope.add_error(
                "as_above",
                _("You changed the steps below: untick this so that they count."),
            )
            return False
        return valid

    @property
    def chosen(self) -> Steps | None:
        if self.scope.cleaned_data.get("as_above"):
            return None
        return Steps(_given(self.usual), _given(self.urgent))

    @property
    def pages(self) -> list[Home | Newsroom]:
        room = self.newsroom
        if room is None or room.area is None or not self.scope.cleaned_data.get("alike"):
            return [self.page]
        return list(Newsroom.objects.filter(area__level=room.area.level))

    @transaction.atomic
    def save(self, by: Any) -> None:
        set_steps(pages=self.pages, steps=self.chosen, by=by)
        if self.newsroom:
            people = self.scope.cleaned_data["reviewers"]
            set_reviewers(newsroom=self.newsroom, reviewers=list(people), by=by)

    @property
    def sentence(self) -> str:
        """Say what comes of the steps: of those chosen, or before that of those that stand."""
        if not self.usual.is_bound or not self.is_valid():
            return sentence_of(self.title, self.present) if self.present.usual else ""
        chosen = self.chosen
        if chosen is None:
            above = Home.objects.get().get_workflow()
            return sentence_of(self.title, steps_in(above)) if above else ""
        return sentence_of(self.title, chosen) if chosen.usual else ""


def _rows(steps: Sequence[Step], least: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"name": step.name, "group": step.group.pk, "own_newsroom": step.own_newsroom}
        for step in steps
    ]
    return rows + [{} for _row in range(least - len(rows))]


def _given(forms_of: Any) -> tuple[Step, ...]:
    return tuple(form.step for form in forms_of if form.step)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("cms.change_newsroom", raise_exception=True)
def steps_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show or set the steps of the province or of one newsroom; `look` only tells the result."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, Home | Newsroom):
        page = get_object_or_404(Newsroom, pk=pk)
    shown = StepsPage(page, request.POST or None)
    error = ""
    if request.method == "POST" and shown.is_valid() and "look" not in request.POST:
        try:
            shown.save(request.user)
        except StepsRefused as refused:
            error = str(refused)
        else:
            messages.success(request, StepsPage(page, None).sentence)
            return redirect("newsrooms:list")
    return render(
        request,
        "cms/newsrooms/steps.html",
        {
            "shown": shown,
            "error": error,
            "in_review": _in_review(page),
            "looked": "look" in request.POST,
            "breadcrumbs_items": [
                {"url": reverse("newsrooms:list"), "label": _("Newsrooms")},
                {"url": "", "label": page.title if shown.newsroom else _("The province's steps")},
            ],
        },
    )


def _in_review(page: Home | Newsroom) -> int:
    """Return how many reviews under `page` go on in the steps they began with."""
    items = page.get_descendants().values_list("pk", flat=True)
    begun = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return len(begun.filter(object_id__in=[str(pk) for pk in items]))
