"""What the inbox adds to Wagtail's admin: its addresses, and its menu entry with what is unread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.models import Notice
from cms.views.inbox import choices, inbox, open_notice, read_all

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("register_admin_urls")
def register_inbox_urls() -> list[Any]:
    patterns = [
        path("", inbox, name="list"),
        path("<int:pk>/", open_notice, name="open"),
        path("da-doc/", read_all, name="read_all"),
        path("thong-bao/", choices, name="choices"),
    ]
    return [path("hop-thu/", include((patterns, "inbox")))]


class InboxMenuItem(MenuItem):
    def render_component(self, request: HttpRequest) -> Any:
        """Say how many are unread. The entry is one for all requests: it keeps no count."""
        component = super().render_component(request)
        unread = Notice.objects.unread().filter(to_id=request.user.pk).count()
        if unread:
            component.label = _("Inbox (%(unread)s)") % {"unread": unread}
        return component


@hooks.register("register_admin_menu_item")
def register_inbox_menu_item() -> MenuItem:
    return InboxMenuItem(
        gettext_lazy("Inbox"), reverse("inbox:list"), name="inbox", icon_name="mail", order=105
    )
