"""What later stages tell on an item's page: panels registered from there.

A function under the hook `loa_item_panels` takes the request and the item and returns Wagtail
components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail import hooks

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.models import Item


def item_panels(request: HttpRequest, item: Item) -> list[Any]:
    return [
        panel
        for register in hooks.get_hooks("loa_item_panels")
        for panel in register(request, item)
    ]
