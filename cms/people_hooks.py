"""What the admin shows of people beside Wagtail's own: the audit, and who is signed in where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.views.audit import AuditView

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def register_audit_urls() -> list[Any]:
    patterns = [
        path("", AuditView.as_view(), name="list"),
        path("results/", AuditView.as_view(results_only=True), name="results"),
    ]
    return [path("nhat-ky-kiem-tra/", include((patterns, "audit")))]


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cms.view_auditrecord")


@hooks.register("register_reports_menu_item")
def register_audit_menu_item() -> MenuItem:
    return AuditMenuItem(
        _("Audit"), reverse("audit:list"), name="audit", icon_name="history", order=900
    )
