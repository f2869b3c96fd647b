"""What Wagtail may do with a page for whom: never publish, never unpublish, keep what was reviewed.

Wagtail asks `permissions_for_user` before every button and every view, for
superusers too. Every page class of Loa answers with this tester; going live is
the review's work alone and going off air is the withdraw action's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import PagePermissionTester

if TYPE_CHECKING:
    from wagtail.models import Page


class ReviewedPermissionTester(PagePermissionTester):
    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002 - Wagtail's signature
        return bool(super().can_delete(ignore_bulk)) and not self._holds_evidence()

    def can_move(self) -> bool:
        return bool(super().can_move()) and not self._holds_evidence()

    def can_move_to(self, destination: Page) -> bool:
        return bool(super().can_move_to(destination)) and not self._holds_evidence()

    def _holds_evidence(self) -> bool:
        """Whether the page is, or contains, something that was ever approved or cleared."""
        from .clearance import Approval, Clearance  # noqa: PLC0415 - both need the page models first

        under = {"item__path__startswith": self.page.path}
        return (
            Clearance.objects.filter(**under).exists() or Approval.objects.filter(**under).exists()
        )


class UnreviewedPermissionTester(ReviewedPermissionTester):
    """Of a page that is never in review itself: who edits items under it does not edit it."""

    def can_edit(self) -> bool:
        return bool(super().can_edit()) and self.user.has_perm("cms.change_newsroom")

    def can_submit_for_moderation(self) -> bool:
        return False


class Reviewed:
    """Mixed into every page class, first."""

    def permissions_for_user(self, user: Any) -> ReviewedPermissionTester:
        return ReviewedPermissionTester(user, self)
