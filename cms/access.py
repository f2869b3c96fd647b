"""Who may do what with content: roles and the questions the surfaces ask."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from cms.models import Item, Newsroom, ReviewTask, SavedSearch
from cms.models.steps import under

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.models import TaskState, WorkflowState

    from cms.accounts.models import User


class Role(StrEnum):
    """A role is a group of that name; what it may do is set by `set_up`."""

    REPORTER = "Phóng viên"
    EDITOR = "Biên tập viên"
    REVIEWER = "Thẩm định"
    LEADERSHIP = "Ban biên tập"
    COMMUNE_LEADERSHIP = "Lãnh đạo xã"
    SCHEDULER = "Xếp lịch"
    OPERATOR = "Cán bộ đài cơ sở"
    NOTICES = "Soạn thông báo xã"
    MANAGER = "Quản trị"


def may_look_after(user: User | AnonymousUser, other: User) -> bool:
    """Whether `user` may set the password of `other`, end their sessions, reset their factor.

    A manager may of everybody but of superusers, who could otherwise be taken over.
    """
    return user.is_active and (
        user.is_superuser or (user.has_perm("accounts.change_user") and not other.is_superuser)
    )


def may_submit(user: User | AnonymousUser, item: Item) -> bool:
    """Whether `user` may send the item to review: who may edit it, while it is in none."""
    rights = item.permissions_for_user(user)
    return user.is_active and bool(rights.can_edit() and rights.can_submit_for_moderation())


def has_power(user: User | AnonymousUser) -> bool:
    """Whether `user` may approve, release or administer: what a stolen password must not give.

    Who approves is written in the steps of the reviews, which a manager may change; the
    rest are the permissions of LOA_POWERS.
    """
    return user.is_authenticated and (
        user.is_superuser
        or any(user.has_perm(name) for name in settings.LOA_POWERS)
        or ReviewTask.objects.filter(active=True, groups__user=user.pk).exists()
    )


def may_call_off(user: User | AnonymousUser, review: WorkflowState | None) -> bool:
    """Whether `user` may take an item out of review: its author, or who submitted it."""
    if review is None or not user.is_active:
        return False
    return user.pk in {review.requested_by_id, review.content_object.owner_id}


def may_share_searches(user: User) -> bool:
    return user.is_active and user.has_perm("cms.share_savedsearch")


def may_delete_search(user: User, saved: SavedSearch) -> bool:
    """Whether `user` may let go of a search: their own, or a shared one if they may share."""
    return saved.owner_id == user.pk or (saved.shared and may_share_searches(user))


def may_withdraw(user: User | AnonymousUser, item: Item) -> bool:
    return user.is_active and item.live and user.has_perm("cms.withdraw_item")


def may_correct(user: User | AnonymousUser, item: Item) -> bool:
    return user.is_active and item.live and user.has_perm("cms.correct_item")


def may_make_version(user: User | AnonymousUser, item: Item) -> bool:
    """Whether `user` may write a version of `item`: who may write where it stands may."""
    return user.is_active and bool(item.get_parent().permissions_for_user(user).can_add_subpage())


def may_set_terms(user: User | AnonymousUser, review: WorkflowState, item: Item) -> bool:
    """Whether `user` may say how urgent a review is: its step's reviewers and editors may."""
    if not user.is_active:
        return False
    step = review.current_task_state.task.specific
    tester = item.permissions_for_user(user)
    return bool(step.reviews(item, user) or "change" in tester.permissions)


def may_write_notices(user: User | AnonymousUser) -> bool:
    """Whether `user` has the right to write notices; where, their stations say."""
    return user.is_active and user.has_perm("cms.add_localnotice")


def may_hear_for_review(user: User, asset_id: int) -> bool:
    """Whether a file belongs to an item of a newsroom whose own reviewer `user` is."""
    if not user.is_active:
        return False
    own = Newsroom.objects.filter(reviewers__user=user)
    keys = Item.objects.filter(under(own)).annotate(key=Cast("pk", CharField())).values("key")
    page = ContentType.objects.get_for_model(Page)
    written = Revision.objects.filter(base_content_type=page, object_id__in=keys)
    return bool(written.filter(content__recording=asset_id).exists())


def may_set_steps(user: User | AnonymousUser) -> bool:
    """Whether `user` may say which steps a newsroom's reviews take, and who takes them."""
    return user.is_active and user.has_perm("cms.change_newsroom")


def may_open_newsroom(user: User | AnonymousUser) -> bool:
    return user.is_active and user.has_perm("cms.add_newsroom")


def may_read(user: User | AnonymousUser, item: Item) -> bool:
    """Whether `user` may read and hear an item: who writes, reviews or schedules may."""
    return user.is_active and (
        user.has_perm("cms.view_item") or bool(item.permissions_for_user(user).can_edit())
    )


def may_open_review(user: User | AnonymousUser, task_state: TaskState, item: Item) -> bool:
    """Whether `user` may open a review's page: its reviewers, and who may read the item anyway."""
    return task_state.task.specific.user_can_access_editor(item, user) or may_read(user, item)
