"""The page tree above the items: one home, the newsrooms under it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from .area import Area
from .permission import Reviewed, UnreviewedPermissionTester


class Unreviewed(Reviewed):
    """Mixed into pages that hold items: the review set on them is for what is under them."""

    def permissions_for_user(self, user: Any) -> UnreviewedPermissionTester:
        return UnreviewedPermissionTester(user, self)


class Home(Unreviewed, Page):
    """The root of the site. Made by `set_up`, never by hand; nothing of it is served publicly."""

    # The editor of a new page asks its parent: newsrooms are not submitted, what is in them is.
    has_workflow = False

    is_creatable = False
    parent_page_types: list[str] = []
    subpage_types = ["cms.Newsroom"]
    promote_panels: list[object] = []
    settings_panels: list[object] = []

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class Newsroom(Unreviewed, Page):
    """A team that writes and reviews: the Báo, the Đài, a district's or a commune's team."""

    area = models.ForeignKey(
        Area,
        verbose_name=_("area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # Opened by its action, which knows who may and that an area has one; never as a page.
    is_creatable = False
    parent_page_types = ["cms.Home"]
    subpage_types = [
        "cms.Article",
        "cms.Report",
        "cms.Drama",
        "cms.Skit",
        "cms.Video",
        "cms.LocalNotice",
    ]
    content_panels = [*Page.content_panels, FieldPanel("area")]
    promote_panels: list[object] = []
    settings_panels: list[object] = []

    class Meta:
        verbose_name = _("newsroom")
        verbose_name_plural = _("newsrooms")
