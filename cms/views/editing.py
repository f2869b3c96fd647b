"""Wagtail's editor, with comments told as everything else is: in the inbox, and by our mails."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.pages.edit import EditView

from cms.actions.tell_comments import tell_changes


@method_decorator((never_cache, require_admin_access), name="dispatch")
class EditPage(EditView):
    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        tell_changes(
            written=changes["new_comments"],
            answered=[reply for _comment, replies in changes["new_replies"] for reply in replies],
            resolved=changes["resolved_comments"],
            by=self.request.user,
            now=timezone.now(),
        )
