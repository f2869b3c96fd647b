"""Bring a database to where people can work: roles, page tree, review, lists.

Runs after `migrate` (default permissions do not exist inside a data migration)
and as often as wished: it adds what is missing and takes nothing away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import (
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.access import Role
from cms.actions.index_items import index_items
from cms.actions.timetable import keep_timetable
from cms.models import Convention, Home, Language, ReviewTask, SupplyingBody, Theme
from cms.terms import CONVENTIONS, LANGUAGES, SUPPLYING_BODIES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cms.models.taxonomy import Term

ADMIN = "wagtailadmin.access_admin"
LISTS = ("theme", "convention", "supplyingbody", "language")
ROLE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.REPORTER: (ADMIN, "media.add_asset", "media.view_asset", "cms.view_item"),
    Role.EDITOR: (
        ADMIN,
        "media.add_asset",
        "media.change_asset",
        "media.view_asset",
        "cms.view_item",
        "cms.correct_item",
    ),
    Role.REVIEWER: (ADMIN, "media.view_asset", "cms.view_item"),
    Role.LEADERSHIP: (
        ADMIN,
        "media.view_asset",
        "cms.view_auditrecord",
        "cms.view_item",
        "cms.withdraw_item",
        "cms.correct_item",
    ),
    # Reads and hears what waits for it, of its own newsroom alone: see `ReviewTask.reviews`.
    Role.COMMUNE_LEADERSHIP: (ADMIN,),
    Role.SCHEDULER: (ADMIN, "media.view_asset", "cms.view_item", "cms.view_area"),
    Role.OPERATOR: (),
    # For operators whose commune lets them write: in the portal, for their own stations' area.
    Role.NOTICES: ("cms.add_localnotice",),
    Role.MANAGER: (
        ADMIN,
        "media.purge_asset",
        "media.view_asset",
        "cms.view_item",
        "cms.share_savedsearch",
        "cms.view_area",
        "cms.add_newsroom",
        "cms.change_newsroom",
        "cms.view_newsroom",
        *(f"cms.{verb}_{name}" for name in LISTS for verb in ("add", "change", "view")),
        "cms.view_auditrecord",
        "accounts.add_user",
        "accounts.change_user",
        "accounts.view_user",
    ),
}
PAGE_PERMISSIONS: dict[Role, tuple[str, ...]] = {
    Role.REPORTER: ("add_page",),
    Role.EDITOR: ("add_page", "change_page"),
}
REVIEW = "Thẩm định và duyệt"
STEPS = (("Phòng biên tập thẩm định", Role.REVIEWER), ("Ban biên tập duyệt", Role.LEADERSHIP))


@transaction.atomic
def set_up() -> None:
    """Make roles, the home page, the review, lists and index entries that are missing."""
    keep_timetable()
    _fill_lists()
    home = _make_home()
    for role in Role:
        group, _made = Group.objects.get_or_create(name=role.value)
        grant(group, ROLE_PERMISSIONS[role])
        for codename in PAGE_PERMISSIONS.get(role, ()):
            permission = Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            )
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
    _make_review(home)
    # Items from before there was an index.
    index_items(now=timezone.now(), only_missing=True)


def grant(group: Group, names: Iterable[str]) -> None:
    """Give `group` the permissions `app.codename`; raise where one does not exist."""
    pairs = [name.split(".") for name in names]
    group.permissions.add(
        *(
            Permission.objects.get(content_type__app_label=app, codename=codename)
            for app, codename in pairs
        )
    )


def _fill_lists() -> None:
    lists: tuple[tuple[type[Term], tuple[tuple[str, str], ...]], ...] = (
        (Theme, THEMES),
        (Convention, CONVENTIONS),
        (SupplyingBody, SUPPLYING_BODIES),
        (Language, LANGUAGES),
    )
    for model, entries in lists:
        for order, (code, title) in enumerate(entries, start=1):
            model._default_manager.get_or_create(  # noqa: SLF001 - Django's own name for it
                code=code, defaults={"title": title, "sort_order": order}
            )


def _make_home() -> Home:
    home: Home | None = Home.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        home = root.add_child(instance=Home(title="Loa", slug="loa"))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": "localhost",
            "root_page": home,
            "site_name": settings.WAGTAIL_SITE_NAME,
        },
    )
    # Wagtail's own welcome page.
    for page in Page.objects.filter(depth=2).exclude(pk=home.pk):
        if page.specific_class is Page:
            page.delete()
    return home


def _make_review(home: Home) -> None:
    if WorkflowPage.objects.filter(page=home).exists():
        return
    workflow = Workflow.objects.create(name=REVIEW)
    for order, (name, role) in enumerate(STEPS):
        task = ReviewTask.objects.create(name=name)
        task.groups.add(Group.objects.get(name=role.value))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(page=home, workflow=workflow)
