"""What the newsrooms' own pages add to Wagtail's admin: their addresses, menu entries, records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.access import may_hear_for_review
from cms.views.newsrooms import add_newsroom, newsroom_list
from cms.views.steps import steps_page

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def register_newsroom_urls() -> list[Any]:
    patterns = [
        path("", newsroom_list, name="list"),
        path("them/", add_newsroom, name="add"),
        path("<int:pk>/cac-buoc/", steps_page, name="steps"),
    ]
    return [path("toa-soan/", include((patterns, "newsrooms")))]


class NewsroomsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cms.view_newsroom")


@hooks.register("register_admin_menu_item")
def register_newsrooms_menu_item() -> MenuItem:
    return NewsroomsMenuItem(
        _("Newsrooms"), reverse("newsrooms:list"), name="newsrooms", icon_name="group", order=290
    )


@hooks.register("register_reports_menu_item")
def register_overdue_menu_item() -> MenuItem:
    return MenuItem(
        _("Overdue reviews"),
        reverse("cms:overdue"),
        name="overdue-reviews",
        icon_name="warning",
        order=100,
    )


@hooks.register("construct_settings_menu")
def keep_stock_workflows_away(request: HttpRequest, items: list[Any]) -> None:
    """Leave steps to their newsroom: altering a workflow in place disturbs reviews on it."""
    del request
    items[:] = [item for item in items if item.name not in {"workflows", "workflow-tasks"}]


@hooks.register("register_log_actions")
def register_own_log_actions(actions: Any) -> None:
    actions.register_action("cms.set_steps", _("Set the steps"), _("Review steps were set"))
    actions.register_action(
        "cms.set_reviewers", _("Set the reviewers"), _("The newsroom's own reviewers were set")
    )
    actions.register_action(
        "cms.call_off_correction",
        _("Call off the correction"),
        _("The correction was called off: the item is again what is cleared"),
    )


@hooks.register("loa_may_hear")
def let_reviewers_hear(user: Any, asset: Any) -> bool:
    return may_hear_for_review(user, asset.pk)


@hooks.register("insert_editor_js")
def count_while_writing() -> str:
    return format_html('<script src="{}" defer></script>', static("loa/reading-time.js"))


@hooks.register("insert_global_admin_css")
def add_newsroom_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("loa/newsroom.css"))
