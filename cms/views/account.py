"""A person's own page in the admin, without Wagtail's choice of mails that Loa does not send."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import AccountView, NotificationsSettingsPanel


class CommentMailsForm(NotificationPreferencesForm):
    """Keeps the mails about comments, the only ones that Wagtail still sends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if name != "updated_comments_notifications"]:
            del self.fields[name]


class CommentMailsPanel(NotificationsSettingsPanel):
    form_class = CommentMailsForm


@method_decorator(require_admin_access, name="dispatch")
class AccountPage(AccountView):
    def get_panels(self) -> list[Any]:
        panels = [
            CommentMailsPanel(self.request, panel.user, panel.profile)
            if type(panel) is NotificationsSettingsPanel
            else panel
            for panel in super().get_panels()
        ]
        return [panel for panel in panels if panel.is_active()]
