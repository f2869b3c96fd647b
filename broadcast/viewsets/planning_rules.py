"""The planner's rules in the admin: a plain sentence each, and what a change would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, EditView, IndexView

from broadcast.actions.preview_rule import preview_rule
from broadcast.models import PlanningRule, SpecialDay
from broadcast.rule_words import rule_sentence, scope_words, shares, subjects
from cms.viewsets.kept import KeptViewSet

from .previews import PreviewedForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PlanningRuleForm(WagtailAdminModelForm):
    """`subject` is chosen from a list that knows every theme, language and rule."""

    subject = forms.ChoiceField(label=_("What it is about"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = [("", "---------"), *subjects()]


class PreviewedRule(PreviewedForm):
    template_name = "broadcast/rules/form.html"

    def preview(self, instance: PlanningRule) -> dict[str, Any]:
        return {
            "preview": preview_rule(rule=instance, now=timezone.now()),
            "sentence": rule_sentence(instance, shares()),
            "scope": scope_words(instance),
        }


class PlanningRuleCreateView(PreviewedRule, CreateView):
    pass


class PlanningRuleEditView(PreviewedRule, EditView):
    pass


class PlanningRuleListView(IndexView):
    default_ordering = "subject"

    def get_base_queryset(self) -> QuerySet[PlanningRule]:
        return PlanningRule.objects.select_related("area", "station").order_by(
            "subject", "area__path", "station__code", "pk"
        )

    @cached_property
    def columns(self) -> list[Column]:
        titles = shares()
        return [
            TitleColumn(
                "sentence",
                label=_("Rule"),
                accessor=lambda rule: rule_sentence(rule, titles),
                get_url=self.get_edit_url,
            ),
            Column("scope", label=_("Counts at"), accessor=scope_words),
        ]


class PlanningRuleViewSet(KeptViewSet):
    model = PlanningRule
    allowed = ("view", "add", "change", "delete")
    icon = "sliders"
    menu_label = _("Planning rules")
    list_per_page = 50
    index_view_class = PlanningRuleListView
    add_view_class = PlanningRuleCreateView
    edit_view_class = PlanningRuleEditView
    edit_handler = ObjectList(
        [
            FieldPanel("subject"),
            FieldRowPanel([FieldPanel("strength"), FieldPanel("number")]),
            FieldRowPanel([FieldPanel("area"), FieldPanel("station")]),
        ],
        base_form_class=PlanningRuleForm,
    )


class SpecialDayListView(IndexView):
    default_ordering = "-first_day"

    def get_base_queryset(self) -> QuerySet[SpecialDay]:
        return SpecialDay.objects.select_related("area", "station")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("name"),
            Column("first_day", label=_("First day"), sort_key="first_day"),
            Column("last_day", label=_("Last day"), sort_key="last_day"),
            Column("scope", label=_("Counts at"), accessor=scope_words),
        ]


class SpecialDayViewSet(KeptViewSet):
    model = SpecialDay
    allowed = ("view", "add", "change", "delete")
    icon = "calendar-check"
    menu_label = _("Special days")
    list_per_page = 50
    index_view_class = SpecialDayListView
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
            FieldPanel("bars"),
            FieldPanel("wants"),
            FieldRowPanel([FieldPanel("area"), FieldPanel("station")]),
        ]
    )


planning_rule_viewset = PlanningRuleViewSet("planning_rule")
special_day_viewset = SpecialDayViewSet("special_day")
