"""Wagtail's pages for roles: what they grant is recorded, in one transaction with it.

Wagtail saves a role and then its rights on pages and collections, each for itself, and writes
new rights past all signals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission
from wagtail.users.views import groups

from cms.models.audit import notice
from cms.receivers import grant_name, key_of

if TYPE_CHECKING:
    from django.contrib.auth.models import Group


def grants_of(group: Group) -> dict[tuple[str, int], str]:
    """Return what `group` may on which pages and collections."""
    if group.pk is None:
        return {}
    pages = GroupPagePermission.objects.select_related("page", "permission__content_type")
    folders = GroupCollectionPermission.objects.select_related(
        "collection", "permission__content_type"
    )
    rows = [*pages.filter(group=group), *folders.filter(group=group)]
    return {(type(row).__name__, row.pk): grant_name(row) for row in rows}


class RecordsGrants:
    object: Group

    def process_form(self) -> Any:
        with transaction.atomic():
            before = grants_of(self.object)
            answer = super().process_form()  # type: ignore[misc] # Wagtail's views, mixed in below
            if self.object.pk is not None:
                after = grants_of(self.object)
                added = sorted(after[row] for row in after.keys() - before.keys())
                if added:
                    notice("permissions", about=self.object, key=key_of(self.object), added=added)
        return answer


class CreateView(RecordsGrants, groups.CreateView):
    pass


class EditView(RecordsGrants, groups.EditView):
    pass


class RoleViewSet(groups.GroupViewSet):
    add_view_class = CreateView
    edit_view_class = EditView
