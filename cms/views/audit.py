"""The audit for people: found by word, person, kind and day, and taken away as a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters  # type: ignore[import-untyped]  # ships no types
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.accounts.models import User
from cms.models import AuditRecord
from cms.models.audit import KINDS
from cms.models.search import folded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

# What a spreadsheet takes for a formula, were it the first of a cell: anybody may choose the
# name they fail to sign in with, and their browser's.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OUTSIDE = {"task": _("the worker"), "command": _("a command at the server")}


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M:%S}"


def harmless(value: object) -> str:
    text = str(value or "")
    return f"'{text}" if text.startswith(_FORMULA) else text


def came_from(record: AuditRecord) -> str:
    return str(_OUTSIDE.get(record.agent, record.address or ""))


class AuditFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(label=_("Words, with or without marks"), method="with_words")
    person = django_filters.CharFilter(label=_("Who: name or user name"), method="by_person")
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("audit", "What"), choices=lambda: sorted(KINDS.items(), key=str)
    )
    at = django_filters.DateFromToRangeFilter(
        label=pgettext_lazy("audit", "When"), widget=DateRangePickerWidget
    )

    class Meta:
        model = AuditRecord
        fields: list[str] = []

    def with_words(
        self, rows: QuerySet[AuditRecord], _name: str, value: str
    ) -> QuerySet[AuditRecord]:
        for word in folded(value).split():
            rows = rows.filter(folded__contains=word)
        return rows

    def by_person(
        self, rows: QuerySet[AuditRecord], _name: str, value: str
    ) -> QuerySet[AuditRecord]:
        people = User.objects.all()
        for word in value.split():
            people = people.filter(
                Q(username__icontains=word)
                | Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
            )
        # Who was deleted is found by the name that was written down.
        return rows.filter(Q(by__in=people) | Q(by_name__contains=value.strip()))


class AuditView(ReportView):
    """Newest first. Nothing here changes anything."""

    page_title = _("Audit")
    header_icon = "history"
    index_url_name = "audit:list"
    index_results_url_name = "audit:results"
    model = AuditRecord
    permission_policy = ModelPermissionPolicy(AuditRecord)
    permission_required = "view"
    filterset_class = AuditFilterSet
    default_ordering = "-at"
    export_filename = "nhat-ky-kiem-tra"
    list_export = ["at", "kind", "by_name", "about", "told", "key", "address", "agent"]
    export_headings = {
        "at": pgettext_lazy("audit", "When"),
        "kind": pgettext_lazy("audit", "What"),
        "by_name": pgettext_lazy("audit", "Who"),
        "about": _("Of whom or what"),
        "told": pgettext_lazy("audit", "Details"),
        "key": _("Key"),
        "address": _("Address"),
        "agent": _("Browser"),
    }
    columns = [
        Column("at", label=export_headings["at"], accessor=lambda row: moment(row.at), width="11%"),
        Column("kind", label=export_headings["kind"], accessor="kind_name", width="15%"),
        Column("by_name", label=export_headings["by_name"], width="15%"),
        Column("about", label=export_headings["about"], width="18%"),
        Column("told", label=export_headings["told"], classname="loa-told"),
        Column("address", label=_("From where"), accessor=came_from, width="11%"),
    ]
    custom_field_preprocess = {
        "at": {"csv": moment, "xlsx": moment},
        "kind": {kind: lambda value: str(KINDS.get(value, value)) for kind in ("csv", "xlsx")},
        **{
            name: {"csv": harmless, "xlsx": harmless}
            for name in ("by_name", "about", "told", "agent", "address")
        },
    }

    def get_base_queryset(self) -> QuerySet[AuditRecord]:
        return AuditRecord.objects.order_by("-at", "-pk")

    def get_queryset(self) -> QuerySet[AuditRecord]:
        return self.get_base_queryset()

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        """Begin with the mark by which Excel knows Vietnamese letters."""
        yield "\ufeff"
        yield from super().stream_csv(queryset)
