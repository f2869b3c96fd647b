"""Open a newsroom: a team that writes and reviews, for the province or for one area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anyascii import anyascii
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.access import Role, may_open_newsroom, may_set_steps
from cms.actions.set_steps import Step, Steps, set_steps
from cms.areas import Level
from cms.models import Home, Newsroom

if TYPE_CHECKING:
    from cms.accounts.models import User
    from cms.models import Area


COMMUNE_STEP = "Lãnh đạo xã duyệt"


class NewsroomRefused(Exception):
    """Raised where such a newsroom cannot be opened; nothing was written."""


@transaction.atomic
def open_newsroom(*, title: str, area: Area | None, by: User) -> Newsroom:
    """Open a newsroom under the home page. Raise `NewsroomRefused` for a second one of an area.

    A commune's items are approved by its own leadership until a manager sets other steps.
    """
    if not may_open_newsroom(by):
        raise PermissionDenied
    home = Home.objects.select_for_update(of=("self",)).get()
    if area is not None:
        other = Newsroom.objects.filter(area=area).first()
        if other:
            words = {"area": area, "newsroom": other.title}
            raise NewsroomRefused(
                _("%(area)s has a newsroom already: “%(newsroom)s”. Use that one.") % words
            )
    base = slugify(anyascii(title))[:200] or "toa-soan"
    newsroom = Newsroom(title=title, slug=base, area=area, owner=by)
    newsroom.slug = _free_slug(home, base)
    home.add_child(instance=newsroom)
    log(instance=newsroom, action="wagtail.create", user=by)
    if area is not None and area.level == Level.COMMUNE and may_set_steps(by):
        set_steps(pages=[newsroom], steps=_commune_steps(), by=by)
    return newsroom


def _commune_steps() -> Steps:
    group = Group.objects.get(name=Role.COMMUNE_LEADERSHIP.value)
    return Steps((Step(COMMUNE_STEP, group, own_newsroom=True),))


def _free_slug(home: Home, base: str) -> str:
    taken = set(home.get_children().values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
