"""All items in one list, and one item's page: what it is, where it stands, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.models import WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy

from cms.access import may_read, may_submit, may_withdraw
from cms.models import Clearance, Item, Priority
from cms.models.lifecycle import Lifecycle, with_lifecycle
from cms.models.search import folded
from cms.views.correct import correction
from cms.views.item_panels import item_panels
from cms.views.related import related
from media.durations import on_screen
from media.models import Rendition
from media.state import house_rendition, house_video, state_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

may_see_items = permission_required("cms.view_item", raise_exception=True)


class ItemFilterSet(WagtailFilterSet):
    class Meta:
        model = Item
        fields = ["language", "themes", "supplying_body", "priority"]


class LifecycleColumn(Column):
    cell_template_name = "cms/lifecycle_cell.html"

    def get_value(self, instance: Any) -> str:
        return str(Lifecycle(instance.lifecycle).label)


class KindColumn(Column):
    def get_value(self, instance: Any) -> str:
        return str(instance.cached_content_type.model_class()._meta.verbose_name)  # noqa: SLF001 - Django's API


class ItemListView(IndexView):
    """Every item a person may read, newest first; search needs no marks."""

    model = Item
    # By the right to see items, not by rights in the page tree: reviewers have none there.
    permission_policy = ModelPermissionPolicy(Item)
    permission_required = "view"
    page_title = _("Items")
    header_icon = "doc-full-inverse"
    index_url_name = "cms:items"
    index_results_url_name = "cms:item_results"
    default_ordering = "-latest_revision_created_at"
    paginate_by = 30
    filterset_class = ItemFilterSet
    is_searchable = True
    search_fields = ["title"]
    search_backend_name = None
    show_other_searches = False
    add_url_name = None
    edit_url_name = None
    delete_url_name = None

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Item title"), url_name="cms:item", sort_key="title"),
            KindColumn("kind", label=_("Kind")),
            LifecycleColumn("lifecycle", label=_("Lifecycle")),
            Column("language", label=_("Language")),
            Column("duration", label=_("Duration"), accessor=lambda i: on_screen(i.duration)),
            Column("author", label=_("Author")),
            Column(
                "latest_revision_created_at",
                label=_("Last edited"),
                sort_key="latest_revision_created_at",
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Item]:
        ready = Rendition.objects.ready().house().filter(asset_id=OuterRef("recording_id"))
        items: QuerySet[Item] = (
            with_lifecycle(Item.objects.all())
            .select_related("language", "content_type")
            .annotate(duration=Subquery(ready.values("duration")[:1]))
        )
        return items

    def search_queryset(self, queryset: QuerySet[Item]) -> QuerySet[Item]:
        words = folded(self.search_query or "").split()
        for word in words:
            queryset = queryset.filter(folded__contains=word)
        return queryset


@may_see_items
def item_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item as its latest revision has it, with its decisions and what can be done."""
    kept = get_object_or_404(with_lifecycle(Item.objects.all()), pk=pk)
    item = kept.specific
    if not may_read(request.user, item):
        raise PermissionDenied
    latest = item.get_latest_revision_as_object()
    state = item.current_workflow_state
    told_of_correction = correction(item, request.user)
    in_review = state and state.status == WorkflowState.STATUS_IN_PROGRESS
    return render(
        request,
        "cms/item.html",
        {
            "item": latest,
            "kept": kept,
            "lifecycle": Lifecycle(kept.lifecycle),
            "recording": state_of(house_rendition(latest.recording)) if latest.recording else None,
            "picture": state_of(house_video(latest.recording)) if latest.recording else None,
            "clearances": Clearance.objects.filter(item_id=pk).select_related(
                "end", "end__by", "cleared_by", "rendition"
            ),
            "returns": item_returns(item),
            "related": related(item, request.user),
            "panels": item_panels(request, item),
            "correction": told_of_correction,
            "review_url": reverse("cms:review", args=[state.current_task_state_id])
            if in_review
            else "",
            "edit_url": reverse("wagtailadmin_pages:edit", args=[pk])
            if item.permissions_for_user(request.user).can_edit()
            and not told_of_correction["closed"]
            else "",
            "may_submit": may_submit(request.user, item),
            "may_withdraw": may_withdraw(request.user, item),
            "urgent": latest.priority == Priority.URGENT,
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": "", "label": latest.title},
            ],
        },
    )


def item_returns(item: Item) -> Any:
    """Return the review steps that gave the item back, newest first."""
    from wagtail.models import TaskState  # noqa: PLC0415 - beside its one use

    return (
        TaskState.objects.filter(
            workflow_state__object_id=str(item.pk),
            workflow_state__base_content_type=item.get_base_content_type(),
            status=TaskState.STATUS_REJECTED,
        )
        .select_related("finished_by", "task")
        .order_by("-finished_at")
    )
