"""Where a new item begins: which kinds a person may write, and in which newsrooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.models import Article, Drama, Item, LocalNotice, Newsroom, Report, Skit, Video

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

# What each kind is for, for who has never chosen one.
SAYS: dict[type[Item], Any] = {
    Article: gettext_lazy("Text that is read out, with or without a recording."),
    Report: gettext_lazy("A recording with its script: voices, sounds, narration."),
    Drama: gettext_lazy("A played story of some length, with a cast."),
    Skit: gettext_lazy("A short played scene."),
    Video: gettext_lazy("A picture with its sound; radio stations air the sound alone."),
    LocalNotice: gettext_lazy("What a commune tells its people; it airs there alone."),
}


@dataclass(frozen=True, slots=True)
class Beginning:
    label: str
    says: str
    url: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One newsroom and what may be begun in it."""

    newsroom: Newsroom
    beginnings: list[Beginning]


def writable_newsrooms(user: Any) -> QuerySet[Newsroom]:
    """Return the newsrooms in which `user` may begin an item."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    rooms: QuerySet[Newsroom] = Newsroom.objects.filter(pk__in=pages.values("pk"))
    return rooms.select_related("area").order_by("area__path", "title")


def may_write(user: Any) -> bool:
    return user.is_active and writable_newsrooms(user).exists()


@require_safe
def write(request: HttpRequest) -> HttpResponse:
    """Offer every kind in every newsroom of this person, the one written in last first."""
    rooms = list(writable_newsrooms(request.user))
    if not rooms:
        raise PermissionDenied
    last = Item.objects.filter(owner_id=request.user.pk).order_by("-pk").first()
    rooms.sort(key=lambda room: not (last and last.path.startswith(room.path)))
    return render(
        request,
        "cms/write.html",
        {
            "desks": [_desk(room) for room in rooms],
            "breadcrumbs_items": [
                {"url": reverse("cms:items"), "label": _("Items")},
                {"url": "", "label": _("Write a new item")},
            ],
        },
    )


def _desk(room: Newsroom) -> Desk:
    # A notice airs in its newsroom's area alone: without one it would air nowhere.
    kinds = [kind for kind in SAYS if room.area_id or kind is not LocalNotice]
    return Desk(room, [_beginning(kind, room) for kind in kinds])


def _beginning(kind: type[Item], room: Newsroom) -> Beginning:
    meta = kind._meta  # noqa: SLF001 - Django's API
    return Beginning(
        label=capfirst(str(meta.verbose_name)),
        says=str(SAYS[kind]),
        url=reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, room.pk]),
    )
