"""Lists whose rows are kept: what refers to them must be able to go on doing so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import Model, QuerySet

    from cms.accounts.models import User


class KeptPermissionPolicy(ModelPermissionPolicy):
    """Model permissions, of which all but `allowed` are held by nobody: superusers either."""

    def __init__(self, model: type[Model], allowed: Collection[str]) -> None:
        super().__init__(model)
        self.allowed = frozenset(allowed)

    def user_has_permission(self, user: User, action: str) -> bool:
        return action in self.allowed and bool(super().user_has_permission(user, action))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        possible = self.allowed.intersection(actions)
        users: QuerySet[User] = super().users_with_any_permission(possible)
        return users if possible else users.none()


class KeptViewSet(ModelViewSet):
    """A list with what `allowed` names, deleting only if it does; nothing is ever copied."""

    allowed: tuple[str, ...] = ("view", "add", "change")
    copy_view_enabled = False

    def register_permissions(self) -> None:
        register_permission_policy(
            self.model, KeptPermissionPolicy(self.model, self.allowed), exact_class=True
        )
        super().register_permissions()

    def register_admin_url_finder(self) -> None:
        """Leave out what has no form, or Wagtail breaks on its address."""
        if "change" in self.allowed:
            super().register_admin_url_finder()

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Return what a group's form offers: Wagtail hides `view` and shows `delete`."""
        codenames = [get_permission_codename(verb, self.model_opts) for verb in self.allowed]
        return Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model), codename__in=codenames
        )

    def get_urlpatterns(self) -> list[Any]:
        """Leave out what nobody may do, so that no address leads there."""
        names = {"index", "index_results"}
        if "add" in self.allowed:
            names.add("add")
        if "change" in self.allowed:
            names |= {"edit", "history", "history_results", "usage"}
        if "delete" in self.allowed:
            names.add("delete")
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in names]
