"""What Loa's newsroom adds to Wagtail's admin, and what it takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, WorkflowState

from cms import (  # noqa: F401 - each registers its own
    inbox_hooks,
    newsroom_hooks,
    people_hooks,
    review_hooks,
)
from cms.models import Refusal
from cms.views.attending import attend_review
from cms.views.commenting import comment_on
from cms.views.correct import call_off, correct_item
from cms.views.find import FindView
from cms.views.home import MyItemsPanel, OverduePanel, ReviewQueuePanel
from cms.views.items import item_page
from cms.views.needed import NeededListView
from cms.views.reading_sheet import reading_sheet
from cms.views.related import begin_version
from cms.views.review import review
from cms.views.review_terms import overdue_list, terms_page
from cms.views.saved import delete as delete_search
from cms.views.saved import save as save_search
from cms.views.submit import set_submission_aside, submit_after_saving, submit_item
from cms.views.used import take_new_file, used_panel
from cms.views.withdraw import withdraw_item
from cms.views.write import write
from cms.viewsets.areas import area_chooser_viewset
from cms.viewsets.taxonomy import lists_viewset_group

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@hooks.register("register_admin_viewset")
def register_lists() -> list[Any]:
    return [lists_viewset_group, area_chooser_viewset]


hooks.register("loa_asset_panels", used_panel)


@hooks.register("register_admin_urls")
def register_newsroom_urls() -> list[Any]:
    patterns = [
        path("", FindView.as_view(), name="items"),
        path("viet/", write, name="write"),
        path("results/", FindView.as_view(results_only=True), name="item_results"),
        path("bo-loc/", save_search, name="save_search"),
        path("bo-loc/<int:pk>/xoa/", delete_search, name="delete_search"),
        path("<int:pk>/", item_page, name="item"),
        path("<int:pk>/gui-duyet/", submit_item, name="submit"),
        path("<int:pk>/ban-doc/", reading_sheet, name="reading_sheet"),
        path("<int:pk>/rut-bai/", withdraw_item, name="withdraw"),
        path("<int:pk>/dinh-chinh/", correct_item, name="correct"),
        path("<int:pk>/dinh-chinh/thoi/", call_off, name="call_off_correction"),
        path("<int:pk>/ban-dich/", begin_version, name="begin_version"),
        path("tep/<int:pk>/thay/", take_new_file, name="take_new_file"),
        path("can-ban-dich/", NeededListView.as_view(), name="needed"),
        path(
            "can-ban-dich/results/",
            NeededListView.as_view(results_only=True),
            name="needed_results",
        ),
        path("tham-dinh/<int:task_state_id>/", review, name="review"),
        path("tham-dinh/<int:task_state_id>/dang-xem/", attend_review, name="attend"),
        path("tham-dinh/<int:task_state_id>/nhan-xet/", comment_on, name="comment"),
        path("tham-dinh/<int:task_state_id>/han/", terms_page, name="terms"),
        path("qua-han/", overdue_list, name="overdue"),
    ]
    return [path("tin-bai/", include((patterns, "cms")))]


class ItemsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("cms.view_item")


@hooks.register("register_admin_menu_item")
def register_items_menu_item() -> MenuItem:
    return ItemsMenuItem(
        _("Items"), reverse("cms:items"), name="items", icon_name="doc-full-inverse", order=110
    )


@hooks.register("register_admin_menu_item")
def register_needed_menu_item() -> MenuItem:
    return ItemsMenuItem(
        _("Translations needed"),
        reverse("cms:needed"),
        name="translations-needed",
        icon_name="globe",
        order=112,
    )


@hooks.register("insert_global_admin_css")
def add_own_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("loa/loa.css"))


@hooks.register("insert_global_admin_js")
def name_cells_on_narrow_screens() -> str:
    return format_html('<script src="{}" defer></script>', static("loa/tables.js"))


@hooks.register("construct_help_menu")
def keep_help_at_home(request: HttpRequest, items: list[Any]) -> None:
    """Drop the links to Wagtail's own site: Loa calls nobody outside."""
    del request
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("construct_main_menu")
def leave_the_page_tree_to_superusers(request: HttpRequest, items: list[Any]) -> None:
    """Drop the tree of pages: items have their list and their button, newsrooms their page."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name != "explorer"]


@hooks.register("construct_reports_menu")
def drop_reports_on_web_pages(request: HttpRequest, items: list[Any]) -> None:
    """Drop Wagtail's reports on kinds of pages, told by their code, and on pages grown old."""
    del request
    items[:] = [item for item in items if item.name not in {"page-types-usage", "aging-pages"}]


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """Put our lists in place of Wagtail's, whose links lead to approving from the editor."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") == "locked_pages"]
    panels += [ReviewQueuePanel(request), OverduePanel(request), MyItemsPanel(request)]


@hooks.register("construct_homepage_summary_items")
def drop_site_summary(request: HttpRequest, items: list[Any]) -> None:
    del request
    items.clear()


hooks.register("before_create_page", set_submission_aside)
hooks.register("before_edit_page", set_submission_aside)
hooks.register("after_create_page", submit_after_saving)
hooks.register("after_edit_page", submit_after_saving)


class OpenReviewMenuItem(ActionMenuItem):
    """Leads from the editor to the review page: approving happens there alone."""

    name = "action-open-review"
    label = _("Open the review page")
    icon_name = "check"
    order = 1

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(self.get_url(context))

    def get_url(self, parent_context: dict[str, Any]) -> str | None:
        page = parent_context.get("page")
        state = page.current_workflow_state if page else None
        if not state or state.status != WorkflowState.STATUS_IN_PROGRESS:
            return None
        return reverse("cms:review", args=[state.current_task_state_id])


@hooks.register("construct_page_action_menu")
def review_on_its_own_page(
    menu_items: list[Any], request: HttpRequest, context: dict[str, Any]
) -> None:
    del request
    menu_items[:] = [item for item in menu_items if not isinstance(item, WorkflowMenuItem)]
    to_review = OpenReviewMenuItem()
    if to_review.is_shown(context):
        menu_items.append(to_review)


@hooks.register("before_edit_page")
def refuse_edit_and_approve(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Who mends is not who approves: explain an approval that comes with an edit."""
    state = page.current_workflow_state
    if request.method == "POST" and "action-workflow-action" in request.POST and state:
        address = reverse("cms:review", args=[state.current_task_state_id])
        return redirect(f"{address}?refused={Refusal.OWN_PIECE.value}")
    return None
