"""A person's own page in the admin, without Wagtail's choice of mails: Loa sends its own."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView, NotificationsSettingsPanel


@method_decorator(require_admin_access, name="dispatch")
class AccountPage(AccountView):
    def get_panels(self) -> list[Any]:
        return [
            panel for panel in super().get_panels() if type(panel) is not NotificationsSettingsPanel
        ]
