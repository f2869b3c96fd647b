"""A search under a name: one's own, or everybody's where somebody may share it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.access import Role
from cms.accounts.models import User
from cms.actions.saved_searches import MOST_OWN, NotSaved, delete_search, save_search
from cms.models import SavedSearch
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def manager(loa: None) -> User:
    user = User.objects.create_user(username="quanly", password="loa-thu-nghiem")
    user.groups.add(Group.objects.get(name=Role.MANAGER.value))
    return user


@pytest.fixture
def desk(lan: User) -> Client:
    return signed_in(lan)


def kept() -> list[tuple[str, str, str, bool]]:
    rows = SavedSearch.objects.order_by("pk")
    return [(row.owner.username, row.name, row.query, row.shared) for row in rows]


def saved(by: User, name: str, query: str = "q=lu", *, shared: bool = False) -> SavedSearch:
    return save_search(by=by, name=name, query=query, shared=shared, now=NOW)


def names(client: Client, **asked: Any) -> list[str]:
    context = client.get(reverse("cms:items"), asked).context
    return [each.name for each in context["saved_searches"]]


def test_what_is_on_the_page_is_saved_used_and_deleted(desk: Client) -> None:
    page = desk.get(reverse("cms:items"), {"q": "lũ quét", "state": ["draft"], "p": "2", "x": "y"})
    query = page.context["saves"]
    assert query == "q=l%C5%A9+qu%C3%A9t&state=draft"

    answer = desk.post(reverse("cms:save_search"), {"name": " Lũ  nháp ", "query": query})
    assert kept() == [("lan", "Lũ nháp", query, False)]
    assert answer["Location"] == f"{reverse('cms:items')}?{query}"
    (chip,) = desk.get(answer["Location"]).context["saved_searches"]
    assert (chip.address, chip.here, chip.may_delete) == (answer["Location"], True, True)

    desk.post(reverse("cms:delete_search", args=[chip.pk]), {"query": query})
    assert kept() == []


def test_the_same_name_again_is_the_search_anew(lan: User) -> None:
    saved(lan, "Lũ", "q=lu")
    saved(lan, "Lũ", "q=lut")
    assert kept() == [("lan", "Lũ", "q=lut", False)]


def test_what_cannot_be_saved_is_told_and_the_search_stays(desk: Client, lan: User) -> None:
    for name, query, told in (
        ("", "q=lu", "Hãy đặt tên"),
        ("x" * 61, "q=lu", "Tên quá dài"),
        ("Lũ", "", "Chưa có gì để lưu"),
        ("Lũ", "q=" + "x" * 2_000, "quá dài để lưu"),
        ("\0", "q=lu", "Hãy đặt tên"),
    ):
        page = desk.post(reverse("cms:save_search"), {"name": name, "query": query}, follow=True)
        assert told in page.content.decode(), name
    assert kept() == []
    for number in range(MOST_OWN):
        saved(lan, f"Tìm {number}")
    with pytest.raises(NotSaved):
        saved(lan, "Một nữa")
    saved(lan, "Tìm 0", "q=khac")
    assert SavedSearch.objects.count() == MOST_OWN


def test_nothing_but_a_search_of_ours_is_kept(desk: Client) -> None:
    query = "q=%3Cscript%3E&next=https://evil.example&_w_filter_fragment=1"
    answer = desk.post(reverse("cms:save_search"), {"name": "<b>Lũ</b>", "query": query})
    assert kept() == [("lan", "<b>Lũ</b>", "q=%3Cscript%3E", False)]
    assert answer["Location"] == f"{reverse('cms:items')}?q=%3Cscript%3E"
    assert "&lt;b&gt;Lũ&lt;/b&gt;" in desk.get(reverse("cms:items")).content.decode()


def test_ones_own_are_nobody_elses_and_shared_ones_everybodys(
    desk: Client, lan: User, minh: User, manager: User
) -> None:
    own, shared = saved(minh, "Của Minh"), saved(manager, "Của chung", shared=True)
    saved(lan, "Của Lan")
    assert names(desk) == ["Của Lan", "Của chung"]
    for mine in (own, shared):
        desk.post(reverse("cms:delete_search", args=[mine.pk]))
    assert {row[1] for row in kept()} == {"Của Minh", "Của chung", "Của Lan"}
    with pytest.raises(PermissionDenied):
        delete_search(saved=own, by=manager)
    delete_search(saved=shared, by=manager)
    assert names(desk) == ["Của Lan"]


def test_only_who_may_share_shares(desk: Client, lan: User) -> None:
    with pytest.raises(PermissionDenied):
        saved(lan, "Lũ", shared=True)
    desk.post(reverse("cms:save_search"), {"name": "Lũ", "query": "q=lu", "shared": "1"})
    assert kept() == []


def test_who_may_not_see_items_saves_and_deletes_nothing(tuan: User, lan: User) -> None:
    mine = saved(lan, "Lũ")
    operator = signed_in(tuan)
    operator.post(reverse("cms:save_search"), {"name": "Lũ", "query": "q=lu"})
    operator.post(reverse("cms:delete_search", args=[mine.pk]))
    assert kept() == [("lan", "Lũ", "q=lu", False)]


def test_three_saved_searches_take_as_many_queries_as_one(desk: Client, lan: User) -> None:
    counts = []
    for more in (["Một"], ["Hai", "Ba"]):
        for name in more:
            saved(lan, name)
        names(desk)
        with CaptureQueriesContext(connection) as queries:
            seen = names(desk)
        counts.append(len(queries))
    assert seen == ["Ba", "Hai", "Một"]
    assert counts[0] == counts[1]
