"""Clocks in the admin: the format a slot is filled by, position after position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import Count
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView

from broadcast.models import Clock, Placement
from broadcast.models.clock import relays_stand_at_the_ends
from cms.viewsets.kept import KeptViewSet

from .durations import DurationInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from broadcast.models import Position


class KindSelect(forms.Select):
    """Shows of a position what counts for its kind; without JavaScript all of it stays."""

    class Media:
        js = ("loa/clock.js",)


class ClockForm(WagtailAdminModelForm):
    """What stands in slots counts on its clock's positions: of a clock in use they stay."""

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        after = list(self._positions())
        if not relays_stand_at_the_ends(after):
            self.add_error(
                None, gettext("A relay must stand first or last: it is switched by hand.")
            )
        if self._moves(after) and Placement.objects.filter(slot__clock=self.instance.pk).exists():
            self.add_error(
                None,
                gettext(
                    "Slots are planned by this clock already, so its positions keep their kinds "
                    "and order: make a new clock and choose it in the weekly slots."
                ),
            )
        return not self.errors

    def _positions(self) -> Iterator[Position]:
        """Yield the positions as the form leaves them, in their order."""
        formset = self.formsets["positions"]
        for form in formset.ordered_forms:
            yield form.instance

    def _moves(self, after: list[Position]) -> bool:
        if self.instance.pk is None:
            return False
        before = Clock.objects.get(pk=self.instance.pk).positions.order_by("sort_order", "pk")
        return list(before.values_list("kind", flat=True)) != [each.kind for each in after]


class ClockListView(IndexView):
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None

    def get_base_queryset(self) -> QuerySet[Clock]:
        clocks: QuerySet[Clock] = Clock.objects.annotate(
            places=Count("positions", distinct=True), used=Count("weekly_slots", distinct=True)
        )
        return clocks

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("places", label=_("Positions")),
            Column("used", label=_("Weekly slots")),
        ]


class ClockViewSet(KeptViewSet):
    model = Clock
    icon = "list-ol"
    menu_label = _("Clocks")
    list_per_page = 50
    index_view_class = ClockListView
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel(
                [
                    FieldPanel("least_pause", widget=DurationInput),
                    FieldPanel("most_pause", widget=DurationInput),
                ]
            ),
            InlinePanel(
                "positions",
                label=_("Position"),
                heading=_("Positions, in the order they air"),
                min_num=1,
                panels=[
                    FieldRowPanel([FieldPanel("kind", widget=KindSelect), FieldPanel("share")]),
                    FieldPanel("item"),
                    MultiFieldPanel(
                        [FieldPanel("item_kinds"), FieldPanel("themes"), FieldPanel("languages")],
                        heading=_("Only these items (none ticked: all)"),
                        classname="collapsed",
                    ),
                    FieldRowPanel(
                        [FieldPanel("longest", widget=DurationInput), FieldPanel("part")]
                    ),
                    FieldRowPanel(
                        [FieldPanel("source"), FieldPanel("duration", widget=DurationInput)]
                    ),
                ],
            ),
        ],
        base_form_class=ClockForm,
    )


clock_viewset = ClockViewSet("clock")
