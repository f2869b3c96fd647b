"""On an item's page: where and when it airs. The page knows only that it is a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from broadcast.reports.item_airings import read_item_airings

if TYPE_CHECKING:
    from cms.models import Item


class AiringsPanel(Component):
    name = "loa_airings"
    template_name = "broadcast/reports/item_airings.html"

    def __init__(self, item: Item) -> None:
        self.item = item

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["cleared"] = self.item.live
        context["airings"] = read_item_airings(item=self.item, now=timezone.now())
        return context
