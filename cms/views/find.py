"""Finding things: one box and filters over items, drafts and scripts included, and files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.excerpt import excerpt, marked
from cms.models import Findable, Item, Wording
from cms.models.lifecycle import Lifecycle, with_lifecycle
from cms.views.find_filters import FindFilterSet
from cms.views.found_files import found_files
from cms.views.saved import saved_searches
from cms.views.write import may_write
from cms.words import wanted
from media.durations import on_screen
from media.models import Rendition

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cms.excerpt import Excerpt, Run
    from cms.models.findable import FindableQuerySet
    from cms.words import Wanted

PARTS = {
    "summary": _("Summary"),
    "script": _("Script"),
    "body": _("Full text"),
    "author": _("Author"),
    "source": _("Source"),
    "voice": _("Voice"),
    "rights_holder": _("Rights holder"),
}
ORDERS = {"title": "title_key", "latest_revision_created_at": "edited_at"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One item found, as its latest revision has it."""

    pk: int
    title: tuple[Run, ...]
    excerpt: Excerpt | None
    where: str
    kind: str
    lifecycle: Lifecycle
    language: str
    duration: str
    author: str
    edited_at: datetime


def rows(keys: Sequence[int], asked: Wanted) -> list[Row]:
    """Return the rows of these items, in their order, by as many queries for one as for thirty."""
    entries = Findable.objects.select_related("language").in_bulk(keys)
    found = [entries[key] for key in keys if key in entries]
    states = dict(with_lifecycle(Item.objects.filter(pk__in=keys)).values_list("pk", "lifecycle"))
    parts = dict(Wording.objects.filter(pk__in=keys).values_list("pk", "parts"))
    lengths = dict(
        Rendition.objects.ready()
        .filter(asset_id__in={each.recording_id for each in found if each.recording_id})
        .order_by("pk")
        .values_list("asset_id", "duration")
    )
    return [
        _row(
            each,
            parts.get(each.pk, {}),
            Lifecycle(states[each.pk]),
            on_screen(lengths.get(each.recording_id or 0)),
            asked,
        )
        for each in found
        if each.pk in states
    ]


def _row(
    found: Findable, parts: dict[str, str], lifecycle: Lifecycle, duration: str, asked: Wanted
) -> Row:
    others = {name: parts[name] for name in PARTS if name in parts}
    seen = excerpt(others, asked) if asked else None
    model = ContentType.objects.get_for_id(found.kind_id).model_class()
    return Row(
        pk=found.pk,
        title=marked(found.title or "–", asked),
        excerpt=seen,
        where=str(PARTS[seen.where]) if seen else "",
        kind=capfirst(str(model._meta.verbose_name)) if model else "",  # noqa: SLF001 - Django's API
        lifecycle=lifecycle,
        language=str(found.language or ""),
        duration=duration,
        author=parts.get("author", ""),
        edited_at=found.edited_at,
    )


class FoundColumn(TitleColumn):
    cell_template_name = "cms/found_cell.html"


class StateColumn(Column):
    cell_template_name = "cms/found_state_cell.html"


class FindView(IndexView):
    """Every item a person may read; a search needs no marks, what says it in its title first."""

    model = Item
    # By the right to see items, not by rights in the page tree: reviewers have none there.
    permission_policy = ModelPermissionPolicy(Item)
    permission_required = "view"
    page_title = _("Items")
    header_icon = "doc-full-inverse"
    template_name = "cms/find.html"
    results_template_name = "cms/find_results.html"
    index_url_name = "cms:items"
    index_results_url_name = "cms:item_results"
    default_ordering = "-latest_revision_created_at"
    paginate_by = 30
    table_classname = "listing loa-find"
    filterset_class = FindFilterSet
    is_searchable = True
    show_other_searches = False
    add_url_name = None
    edit_url_name = None
    delete_url_name = None
    add_item_label = _("Write a new item")

    columns = [
        FoundColumn("title", label=_("Item title"), url_name="cms:item", sort_key="title"),
        Column("kind", label=_("Kind")),
        StateColumn("lifecycle", label=_("Lifecycle")),
        Column("language", label=_("Language")),
        Column("duration", label=_("Duration")),
        Column("author", label=_("Author")),
        Column("edited_at", label=_("Last edited"), sort_key="latest_revision_created_at"),
    ]

    def get_add_url(self) -> str | None:
        return reverse("cms:write") if may_write(self.request.user) else None

    @cached_property
    def search_query(self) -> str:
        """Return what was typed as it is; the form's own field refuses some of it."""
        typed: str = self.request.GET.get(self.search_kwarg, "")
        return typed

    @cached_property
    def asked(self) -> Wanted:
        return wanted(self.search_query)

    @cached_property
    def is_searching(self) -> bool:
        return bool(self.asked)

    def get_base_queryset(self) -> FindableQuerySet:
        return Findable.objects.all()

    def order_queryset(self, queryset: FindableQuerySet) -> FindableQuerySet:
        down = "-" if self.ordering.startswith("-") else ""
        return queryset.order_by(f"{down}{ORDERS[self.ordering.removeprefix('-')]}", "-pk")

    def search_queryset(self, queryset: FindableQuerySet) -> FindableQuerySet:
        if not self.asked:
            return queryset
        found = queryset.saying(self.asked)
        return self.order_queryset(found) if self.is_explicitly_ordered else found

    def paginate_queryset(
        self, queryset: FindableQuerySet, page_size: int
    ) -> tuple[Any, Any, Sequence[Row], bool]:
        keys: Any = queryset.values_list("pk", flat=True)
        if self.is_searching:
            # Looking for words once is what costs; counting them needs no second time.
            keys = list(keys)
        paginator, page, found, more = super().paginate_queryset(keys, page_size)
        page.object_list = rows(list(found), self.asked)
        return paginator, page, page.object_list, more

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        # Typed, and not a word in it.
        context |= saved_searches(self.request)
        context |= found_files(self.asked, self.request.user)
        context["asked_nothing"] = bool(self.search_query.strip()) and not self.asked
        return context
