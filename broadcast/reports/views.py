"""The report in the admin, and as a workbook."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from broadcast.access import may_see_report
from broadcast.reports.forms import PeriodForm, common_periods, usual_period
from broadcast.reports.reading import read_report
from broadcast.reports.workbook import CONTENT_TYPE, figures, headings, workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from django.http import HttpRequest

    from broadcast.reports.reading import Report

    View = Callable[[HttpRequest], HttpResponse]


def who_may_see(view: View) -> View:
    @wraps(view)
    def wrapped(request: HttpRequest) -> HttpResponse:
        if not may_see_report(request.user):
            raise PermissionDenied
        return view(request)

    return wrapped


@require_safe
@who_may_see
def report_page(request: HttpRequest) -> HttpResponse:
    """Show the report of the period asked for, this month's without one."""
    form = PeriodForm(request.GET or usual_period(timezone.localdate()))
    context = {
        "form": form,
        "headings": headings(),
        "periods": [
            (name, f"{reverse('reports:report')}?{_query(period)}")
            for name, period in common_periods(timezone.localdate())
        ],
        "breadcrumbs_items": [{"url": "", "label": _("Report of what aired")}],
    }
    if form.is_valid():
        report = read_report(**form.cleaned_data, now=timezone.now())
        context |= {
            "report": report,
            "tables": _tables(report),
            "total": figures(report.total),
            "download_url": f"{reverse('reports:workbook')}?{_query(form.cleaned_data)}",
        }
    return render(request, "broadcast/reports/report.html", context)


@require_safe
@who_may_see
def report_workbook(request: HttpRequest) -> HttpResponse:
    """Send the same report as XLSX; a period that cannot be goes back to the page."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('reports:report')}?{request.GET.urlencode()}")
    report = read_report(**form.cleaned_data, now=timezone.now())
    name = f"bao-cao-phat-song-{report.first}-{report.last}.xlsx"
    return HttpResponse(
        workbook(report),
        content_type=CONTENT_TYPE,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-cache",
        },
    )


def _query(period: dict[str, date]) -> str:
    return urlencode({name: day.isoformat() for name, day in period.items()})


def _tables(report: Report) -> list[dict[str, object]]:
    return [
        {"table": table, "rows": [(row.label, figures(row.tally)) for row in table.rows]}
        for table in report.tables
    ]
