"""Reports, under the admin's /bao-cao/."""

from django.urls import path

from broadcast.reports.views import report_page, report_workbook

app_name = "reports"
urlpatterns = [
    path("", report_page, name="report"),
    path("tai/", report_workbook, name="workbook"),
]
