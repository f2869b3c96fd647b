"""What the admin shows of people beside Wagtail's own: the audit, and who is signed in where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.widgets.button import Button

from cms.access import may_look_after
from cms.accounts.models import User
from cms.views.audit import AuditView
from cms.views.people import sign_ins

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def register_audit_urls() -> list[Any]:
    patterns = [
        path("", AuditView.as_view(), name="list"),
        path("results/", AuditView.as_view(results_only=True), name="results"),
    ]
    people = [path("<int:pk>/", sign_ins, name="sign_ins")]
    return [
        path("nhat-ky-kiem-tra/", include((patterns, "audit"))),
        path("dang-nhap-cua/", include((people, "people"))),
    ]


class AuditMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cms.view_auditrecord")


@hooks.register("register_reports_menu_item")
def register_audit_menu_item() -> MenuItem:
    return AuditMenuItem(
        _("Audit"), reverse("audit:list"), name="audit", icon_name="history", order=900
    )


@hooks.register("register_user_listing_buttons")
def link_to_sign_ins(user: User, request_user: User) -> Iterator[Button]:
    if may_look_after(request_user, user):
        address = reverse("people:sign_ins", args=[user.pk])
        yield Button(_("Sign-ins"), url=address, icon_name="key", priority=25)


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def keep_superusers_from_managers(request: HttpRequest, user: User) -> None:
    """Let no manager set a superuser's password, and so become one."""
    if not may_look_after(request.user, user):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def keep_superusers_from_bulk_actions(
    request: HttpRequest, _kind: str, objects: Iterable[Any], _action: Any
) -> None:
    if any(isinstance(row, User) and not may_look_after(request.user, row) for row in objects):
        raise PermissionDenied


class NoForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields: list[str] = []


@hooks.register("register_account_settings_panel")
class SignInPanel(BaseSettingsPanel):
    """Leads from one's account in the admin to what lies outside of it."""

    name = "sign_in"
    title = _("Signing in")
    order = 110
    form_class = NoForm
    template_name = "cms/account_panel.html"
