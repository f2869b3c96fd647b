"""Notices changes of accounts and rights, whichever path they take, for the audit.

Rights change on many paths: Wagtail's views and bulk actions, ours, commands, the shell. Signals
see them all, but for what is written past them: `UserQuerySet` sends an update through `save`,
and Wagtail's form for a role's pages is wrapped (`cms.viewsets.roles`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group, Permission
from django.db import models
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.accounts.models import User
from cms.models import NewsroomReviewer, ReviewTask
from cms.models.audit import notice
from cms.sessions import end

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOLD = ("username", "email", "is_superuser", "is_staff")


def key_of(row: Any) -> str:
    return f"{row._meta.model_name}:{row.pk}"  # noqa: SLF001 - Django's public-by-custom API


def about(row: Any) -> str:
    return f"{row.get_username()} ({row})" if isinstance(row, User) else str(row)


def remember_user(instance: User, update_fields: Iterable[str] | None, **_signal: Any) -> None:
    """Keep what the row says before it is saved."""
    instance._before = None  # type: ignore[attr-defined] # noqa: SLF001 - between two signals of one save
    if instance.pk and (update_fields is None or set(update_fields) & User.WATCHED):
        instance._before = (  # type: ignore[attr-defined] # noqa: SLF001 - the same
            User.objects.filter(pk=instance.pk).values(*User.WATCHED).first()
        )


def notice_user(instance: User, *, created: bool, raw: bool, **_signal: Any) -> None:
    if raw:
        return
    if created:
        notice("user_made", about=about(instance), key=key_of(instance))
        return
    before = getattr(instance, "_before", None)
    if before is None:
        return
    after = User.objects.values(*User.WATCHED).get(pk=instance.pk)
    changed = [name for name in User.WATCHED if before[name] != after[name]]
    if "is_active" in changed:
        kind = "user_on" if after["is_active"] else "user_off"
        # Switched on again one day, they would be signed in again wherever they were.
        count = 0 if after["is_active"] else end(instance)
        notice(kind, about=about(instance), key=key_of(instance), count=count or None)
    if "password" in changed:
        notice("password", about=about(instance), key=key_of(instance))
    told = [name for name in _TOLD if name in changed]
    if told:
        notice(
            "user_changed",
            about=about(instance),
            key=key_of(instance),
            **{
                "from": [f"{name}={before[name]}" for name in told],
                "to": [f"{name}={after[name]}" for name in told],
            },
        )


def notice_user_gone(instance: User, **_signal: Any) -> None:
    notice("user_deleted", about=about(instance), key=key_of(instance))


def notice_group(instance: Group, *, created: bool, raw: bool, **_signal: Any) -> None:
    if not raw:
        notice("group_made" if created else "group_changed", about=instance, key=key_of(instance))


def notice_group_gone(instance: Group, **_signal: Any) -> None:
    notice("group_deleted", about=instance, key=key_of(instance))


def notice_links(kind: str, names: Any = str) -> Any:
    """Return a receiver of `m2m_changed` that records `kind` for each row that gains or loses.

    The row it is told of is the one with the field, from whichever side it was changed.
    """

    def receive(action: str, instance: Any, pk_set: set[int] | None, **rest: Any) -> None:
        if action not in {"post_add", "post_remove", "pre_clear"}:
            return
        reverse, model = rest["reverse"], rest["model"]
        others = model._default_manager.all()  # noqa: SLF001 - Django's own name for it
        if action == "pre_clear":
            others = _linked(instance, rest["sender"], model)
        else:
            others = others.filter(pk__in=pk_set or ())
        verb = "added" if action == "post_add" else "removed"
        found = list(others)
        if not found:
            return
        pairs = [(row, [instance]) for row in found] if reverse else [(instance, found)]
        for row, linked in pairs:
            notice(
                kind,
                about=about(row),
                key=key_of(row),
                **{verb: sorted(names(other) for other in linked)},
            )

    return receive


def _linked(instance: Any, through: Any, model: Any) -> Any:
    """Return the rows of `model` that `through` links to `instance`."""
    mine = [f for f in through._meta.fields if f.related_model is type(instance)]  # noqa: SLF001 - as above
    other = [f for f in through._meta.fields if f.related_model is model]  # noqa: SLF001 - as above
    rows = through._default_manager.filter(**{mine[0].name: instance})  # noqa: SLF001 - as above
    return model._default_manager.filter(  # noqa: SLF001 - as above
        pk__in=rows.values(other[0].attname)
    )


def permission_name(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def grant_name(grant: GroupPagePermission | GroupCollectionPermission) -> str:
    where = getattr(grant, "page", None) or grant.collection
    return f"{permission_name(grant.permission)} ({where})"


def notice_grant(instance: Any, *, created: bool, raw: bool, **_signal: Any) -> None:
    if created and not raw:
        notice(
            "permissions",
            about=instance.group,
            key=key_of(instance.group),
            added=[grant_name(instance)],
        )


def notice_grant_gone(instance: Any, **_signal: Any) -> None:
    notice(
        "permissions",
        about=instance.group,
        key=key_of(instance.group),
        removed=[grant_name(instance)],
    )


def notice_reviewer(instance: NewsroomReviewer, **signal: Any) -> None:
    verb = "added" if signal.get("created") else "removed"
    notice(
        "reviewers",
        about=instance.newsroom.title,
        key=f"newsroom:{instance.newsroom_id}",
        **{verb: [about(instance.user)]},
    )


def connect() -> None:
    """Connect everything, once."""
    signals = models.signals
    user, group = "cms.audit.user", "cms.audit.group"
    signals.pre_save.connect(remember_user, sender=User, dispatch_uid=user)
    signals.post_save.connect(notice_user, sender=User, dispatch_uid=user)
    signals.pre_delete.connect(notice_user_gone, sender=User, dispatch_uid=user)
    signals.post_save.connect(notice_group, sender=Group, dispatch_uid=group)
    signals.pre_delete.connect(notice_group_gone, sender=Group, dispatch_uid=group)
    for grants in (GroupPagePermission, GroupCollectionPermission):
        signals.post_save.connect(notice_grant, sender=grants, dispatch_uid=group)
        signals.pre_delete.connect(notice_grant_gone, sender=grants, dispatch_uid=group)
    signals.post_save.connect(notice_reviewer, sender=NewsroomReviewer, dispatch_uid=group)
    signals.pre_delete.connect(notice_reviewer, sender=NewsroomReviewer, dispatch_uid=group)
    for through, kind, names in (
        (ReviewTask.groups.through, "steps", str),
        (User.groups.through, "groups", str),
        (User.user_permissions.through, "permissions", permission_name),
        (Group.permissions.through, "permissions", permission_name),
    ):
        signals.m2m_changed.connect(
            notice_links(kind, names), sender=through, weak=False, dispatch_uid=f"cms.audit.{kind}"
        )
