"""Every verb of the newsroom as the page it stands on uses it, and the items it is used on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Comment

from cms.access import Role
from cms.actions.correct import correct
from cms.actions.review import approve, return_item, submit
from cms.actions.set_steps import Step, Steps
from cms.models import (
    Clearance,
    Home,
    Item,
    Language,
    Newsroom,
    Notice,
    SavedSearch,
    Theme,
)
from tests.broadcast import airtime_factories as make
from tests.cms.newsroom import current_step, edit_data, seen_now
from tests.cms.test_steps import posted
from tests.conftest import NOW
from tests.grid import get, post
from tests.media.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User
    from media.models import Asset
    from tests.grid import Verbs


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An item at every stage of its life, all by one author, and a file to work on."""

    newsroom: Newsroom
    draft: Item
    first: Item
    last: Item
    returned: Item
    cleared: Item
    changed: Item
    asset: Asset
    comment: Comment
    notice: Notice
    search: SavedSearch
    shared: SavedSearch


def make_desk() -> Desk:
    draft, first, last, returned = (
        make.drafted_item(title=title).specific
        for title in ("Bản nháp", "Ở bước đầu", "Ở bước cuối", "Bị trả lại")
    )
    lan, minh = make.one_of_the_cast("lan"), make.one_of_the_cast("minh")
    for item in (first, last, returned):
        submit(item=item, by=lan, now=NOW)
    approve(task_state=current_step(last), by=minh, seen=seen_now(last), now=NOW)
    return_item(task_state=current_step(returned), by=minh, reason="Sửa tít.", now=NOW)
    cleared, changed = (make.cleared_item(title=title).item for title in ("Đã duyệt", "Đã sửa"))
    correct(item=changed, by=make.one_of_the_cast("thao"), reason="Sai tên xã.", now=NOW)
    edited = changed.specific
    edited.title = "Đã sửa sau khi duyệt"
    edited.save_revision(user=lan)
    return Desk(
        newsroom=Newsroom.objects.get(),
        draft=draft,
        first=first,
        last=last,
        returned=returned,
        cleared=cleared.specific,
        changed=changed.specific,
        asset=make.ready_asset(),
        comment=Comment.objects.create(
            page_id=first.pk, user=lan, text="Nguồn?", contentpath="title", position=""
        ),
        notice=Notice.objects.filter(to=minh).latest("pk"),
        search=_search(lan, "Của Lan", shared=False),
        shared=_search(lan, "Chung", shared=True),
    )


def _search(owner: User, name: str, *, shared: bool) -> SavedSearch:
    return SavedSearch.objects.create(
        owner=owner, name=name, query="q=lu", shared=shared, saved_at=NOW
    )


def all_verbs(at: Desk) -> Verbs:
    """Return every verb by its name; each may be used once by one person."""
    return {
        **reading_verbs(at),
        **writing_verbs(at),
        **deciding_verbs(at),
        **commenting_verbs(at),
        **telling_verbs(at),
        **searching_verbs(at),
        **keeping_verbs(at),
        **setting_verbs(at),
    }


def page(name: str, item: Any, **data: Any) -> Callable[[Client], Any]:
    return post(reverse(f"wagtailadmin_pages:{name}", args=[item.pk]), **data)


def reading_verbs(at: Desk) -> Verbs:
    step = current_step(at.first).pk
    house = Clearance.objects.get(item=at.cleared).house_sha256
    return {
        "items: list": get(reverse("cms:items")),
        "items: see one": get(reverse("cms:item", args=[at.cleared.pk])),
        "items: wanting a version": get(reverse("cms:needed")),
        "items: see a review": get(reverse("cms:review", args=[step])),
        "items: overdue reviews": get(reverse("cms:overdue")),
        "files: list": get(reverse("media_assets:index")),
        "files: see one": get(reverse("media_assets:inspect", args=[at.asset.pk])),
        "files: choose": get(reverse("asset_chooser:choose")),
        "files: hear": get(reverse("media:house_file", args=[house])),
        "newsrooms: list": get(reverse("newsrooms:list")),
        "areas: list": get(reverse("area:index")),
        "accounts: list": get(reverse("wagtailusers_users:index")),
    }


def writing_verbs(at: Desk) -> Verbs:
    add = reverse("wagtailadmin_pages:add", args=["cms", "report", at.newsroom.pk])
    new = edit_data(at.draft, title="Bài mới", slug="bai-moi")
    other = str(Language.objects.exclude(pk=at.draft.language_id).first().pk)  # type: ignore[union-attr]
    copy = {"new_title": "Bản chép", "new_slug": "ban-chep", "new_parent_page": at.newsroom.pk}
    return {
        "items: create": post(add, **new),
        "items: edit": page("edit", at.draft, **edit_data(at.draft, title="Đổi tít")),
        "items: edit in review": page("edit", at.first, **edit_data(at.first, title="Đổi tít")),
        "items: edit returned": page("edit", at.returned, **edit_data(at.returned, title="Đổi")),
        "items: edit cleared": page("edit", at.cleared, **edit_data(at.cleared, title="Đổi")),
        "items: open to correct": post(
            reverse("cms:correct", args=[at.cleared.pk]), reason="Sai tên xã."
        ),
        "items: correct": page("edit", at.changed, **edit_data(at.changed, title="Đính chính")),
        "items: call off a correction": post(
            reverse("cms:call_off_correction", args=[at.changed.pk]), reason="Nhầm bài."
        ),
        "items: begin a version": post(
            reverse("cms:begin_version", args=[at.cleared.pk]), language=other
        ),
        "items: copy": page("copy", at.draft, **copy),
        "items: delete": page("delete", at.draft),
        "items: delete cleared": page("delete", at.cleared),
        "items: unpublish": page("unpublish", at.cleared),
    }


def deciding_verbs(at: Desk) -> Verbs:
    verbs: Verbs = {
        f"review: submit {name}": post(reverse("cms:submit", args=[item.pk]))
        for name, item in (
            ("a draft", at.draft),
            ("a returned item", at.returned),
            ("a correction", at.changed),
        )
    }
    for name, item in (("first", at.first), ("last", at.last)):
        here = reverse("cms:review", args=[current_step(item).pk])
        seen = seen_now(item)
        verbs[f"review: approve the {name} step"] = post(here, seen=seen, approve="1")
        verbs[f"review: return at the {name} step"] = post(
            here, seen=seen, comment="Sửa.", **{"return": "1"}
        )
    return {
        **verbs,
        "review: call off": page(
            "edit", at.first, **edit_data(at.first), **{"action-cancel-workflow": "1"}
        ),
        "review: set its terms": post(
            reverse("cms:terms", args=[current_step(at.first).pk]), due_at="2025-03-09T08:00"
        ),
        "items: withdraw": post(reverse("cms:withdraw", args=[at.cleared.pk]), reason="Sai."),
    }


def commenting_verbs(at: Desk) -> Verbs:
    here = reverse("cms:comment", args=[current_step(at.first).pk])
    return {
        "review: comment": post(here, place="title", text="Tít dài."),
        "review: answer a comment": post(here, comment=at.comment.pk, text="Vâng."),
        "review: resolve a comment": post(here, comment=at.comment.pk, resolve="1"),
    }


def telling_verbs(at: Desk) -> Verbs:
    return {
        "inbox: read": get(reverse("inbox:list")),
        "inbox: open another's": get(reverse("inbox:open", args=[at.notice.pk])),
        "inbox: read all": post(reverse("inbox:read_all")),
        "inbox: choose": post(reverse("inbox:choices"), inbox=["cleared"], mail=["cleared"]),
    }


def searching_verbs(at: Desk) -> Verbs:
    save = reverse("cms:save_search")
    return {
        "searches: save": post(save, name="Lũ", query="q=lu"),
        "searches: share": post(save, name="Lũ", query="q=lu", shared="on"),
        "searches: delete another's": post(reverse("cms:delete_search", args=[at.search.pk])),
        "searches: delete a shared one": post(reverse("cms:delete_search", args=[at.shared.pk])),
    }


def setting_verbs(at: Desk) -> Verbs:
    board = Group.objects.get(name=Role.LEADERSHIP.value)
    theme = Theme.objects.get(code="chinh-sach")
    verbs: Verbs = {
        "newsrooms: set the steps": post(
            reverse("newsrooms:steps", args=[at.newsroom.pk]),
            **posted(Steps((Step("Duyệt", board),), ())),
        ),
        "lists: change a theme": post(
            reverse("theme:edit", args=[theme.pk]),
            code=theme.code,
            title="Tên khác",
            sort_order="9",
        ),
    }
    for name in ("theme", "convention", "supplyingbody", "language"):
        verbs[f"lists: see {name}"] = get(reverse(f"{name}:index"))
    return verbs


def keeping_verbs(at: Desk) -> Verbs:
    home = Home.objects.get()
    account = {"username": "moi", "first_name": "Mới", "last_name": "Người"}
    password = dict.fromkeys(("password1", "password2"), "mot-mat-khau-dai")
    return {
        "files: upload": lambda browser: upload(browser, b"ID3 but no sound", "a.mp3"),
        "files: rename": post(reverse("media_assets:edit", args=[at.asset.pk]), title="Tên khác"),
        "newsrooms: open": post(reverse("newsrooms:add"), title="Báo", area=""),
        "newsrooms: open as a page": post(
            reverse("wagtailadmin_pages:add", args=["cms", "newsroom", home.pk]),
            title="Báo",
            slug="bao",
            area="",
        ),
        "newsrooms: edit as a page": page("edit", at.newsroom, title="Đài khác", area=""),
        "newsrooms: see the steps": get(reverse("newsrooms:steps", args=[home.pk])),
        "lists: add a theme": post(
            reverse("theme:add"), code="moi", title="Chủ đề mới", sort_order="9"
        ),
        "accounts: add": post(
            reverse("wagtailusers_users:add"), **account, **password, email="a@a.vn"
        ),
        "accounts: delete": post(
            reverse("wagtailusers_users:delete", args=[make.one_of_the_cast("lan").pk])
        ),
    }
