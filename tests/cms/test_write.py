"""Beginning an item: who finds the way to it, and how a new one starts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from cms.actions.withdraw import withdraw
from cms.models import Area, Home, Language, Level, LocalNotice, Newsroom
from tests.cms.newsroom import clear, decide, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from cms.models import Item

WRITE = "cms:write"


@pytest.fixture
def commune_room(newsroom: Newsroom) -> Newsroom:
    area = Area.objects.create(
        code="22861",
        level=Level.COMMUNE,
        name="Hộ Hải",
        full_name="Xã Hộ Hải",
        path="22861/",
        valid_from=date(2024, 11, 1),
    )
    room: Newsroom = Home.objects.get().add_child(
        instance=Newsroom(title="Thông báo của xã", slug="xa", area=area)
    )
    return room


def test_who_writes_finds_the_button_on_both_first_pages_and_nobody_else(
    lan: User, quynh: User, minh: User, hoa: User, newsroom: Newsroom
) -> None:
    address = reverse(WRITE)
    for person, writes in ((lan, True), (quynh, True), (minh, False), (hoa, False)):
        browser = signed_in(person)
        for page in ("wagtailadmin_home", "cms:items"):
            said = browser.get(reverse(page)).content.decode()
            assert (f'href="{address}"' in said) is writes, (person, page)
        # Nobody is sent to a menu they do not have.
        assert "mục “Trang”" not in browser.get(reverse("wagtailadmin_home")).content.decode()
        came = browser.get(address)
        assert (came.status_code == 200) is writes
        assert writes or came.headers["Location"] == reverse("wagtailadmin_home")


def test_every_kind_offered_opens_its_editor_and_a_notice_only_where_it_can_air(
    lan: User, commune_room: Newsroom, newsroom: Newsroom
) -> None:
    browser = signed_in(lan)
    desks = browser.get(reverse(WRITE)).context["desks"]

    notice = LocalNotice._meta.model_name
    offered = {desk.newsroom: [one.url.split("/")[-3] for one in desk.beginnings] for desk in desks}
    assert set(offered) == {newsroom, commune_room}
    assert (notice in offered[newsroom], notice in offered[commune_room]) == (False, True)
    (first,) = [desk for desk in desks if desk.newsroom == newsroom]
    for one in first.beginnings:
        assert browser.get(one.url).status_code == 200, one.label


def test_the_newsroom_written_in_last_stands_first(
    lan: User, newsroom: Newsroom, report: Callable[..., Item]
) -> None:
    for title in ("A", "B"):
        Home.objects.get().add_child(instance=Newsroom(title=title, slug=title.lower()))
    browser = signed_in(lan)
    assert browser.get(reverse(WRITE)).context["desks"][0].newsroom.title == "A"

    report()

    assert browser.get(reverse(WRITE)).context["desks"][0].newsroom == newsroom


def test_a_new_item_begins_in_vietnamese_and_a_saved_one_keeps_its_language(
    lan: User, newsroom: Newsroom, report: Callable[..., Item]
) -> None:
    cham = report("Tiếng chuông")
    cham.language = Language.objects.get(code="cjm")
    cham.save_revision(user=lan)
    browser = signed_in(lan)

    def language(address: str) -> str:
        form = browser.get(address).context["form"]
        return Language.objects.get(pk=form["language"].value()).code

    new = reverse("wagtailadmin_pages:add", args=["cms", "article", newsroom.pk])
    page = browser.get(new)
    assert "Giữ phím Ctrl để chọn nhiều địa bàn." in page.content.decode()
    labels = [field.label for field in page.context["form"] if field.label]
    assert [label for label in labels if label[0].islower()] == []
    assert language(new) == "vi"
    assert language(reverse("wagtailadmin_pages:edit", args=[cham.pk])) == "cjm"


def test_an_administrator_looks_at_the_page_tree_from_its_root(
    root: User, newsroom: Newsroom
) -> None:
    browser = signed_in(root)
    home = Home.objects.get()

    listed = browser.get(reverse("wagtailadmin_explore_root"))
    used = browser.get(reverse("wagtailadmin_pages:type_use", args=["cms", "home"]))

    assert list(listed.context["pages"]) == [home]
    assert [page.pk for page in used.context["pages"]] == [home.pk]


def test_the_tree_of_pages_is_in_nobodys_menu_but_a_superusers(lan: User, root: User) -> None:
    menus = [
        signed_in(who).get(reverse("wagtailadmin_home")).content.decode() for who in (lan, root)
    ]
    assert ['"name": "explorer"' in menu for menu in menus] == [False, True]


def test_the_reports_menu_holds_nothing_on_web_pages(root: User) -> None:
    said = signed_in(root).get(reverse("wagtailadmin_home")).content.decode()
    assert [name in said for name in ("aging-pages", "page-types-usage", "qua-han")] == [
        False,
        False,
        True,
    ]


def test_a_returned_item_says_why_before_anything_else(
    lan: User, minh: User, report: Callable[..., Item]
) -> None:
    item = report()
    send(lan, item)
    decide(minh, item, comment="Thiếu tên người nói.", **{"return": "1"})

    said = signed_in(lan).get(reverse("cms:item", args=[item.pk])).content.decode()

    told = "Nguyễn Văn Minh trả lại:</strong> Thiếu tên người nói."
    assert told in said
    assert said.index(told) < said.index('class="loa-review"')


def test_a_withdrawn_item_says_who_took_it_off_and_why_before_anything_else(
    thao: User, lan: User, minh: User, report: Callable[..., Item]
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    withdraw(item=item, by=thao, reason="Sai tên xã.", now=NOW)

    said = signed_in(lan).get(reverse("cms:item", args=[item.pk])).content.decode()

    assert "Trần Thị Thảo:</strong> Sai tên xã." in said
    assert said.index("Sai tên xã.") < said.index('class="loa-review"')
    assert "Chưa có lượt phát nào sắp tới: chỉ tin bài đã duyệt mới được xếp lịch." in said
