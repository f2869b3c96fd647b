"""Finding: one box over titles, scripts and texts, and filters; nothing typed does harm."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.excerpt import excerpt, marked
from cms.models import (
    Article,
    Convention,
    Findable,
    Item,
    Language,
    Newsroom,
    SupplyingBody,
    Theme,
)
from cms.models.lifecycle import Lifecycle, stand_at, with_lifecycle
from cms.words import wanted
from tests.cms.newsroom import approve_as, clear, decide, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User
    from media.models import Asset


@pytest.fixture
def article(newsroom: Newsroom, lan: User) -> Callable[..., Item]:
    """Return a maker of Lan's articles, saved as drafts without a recording."""

    def made(title: str, body: str = "<p>Lời.</p>", **fields: Any) -> Item:
        themes, conventions = fields.pop("themes", []), fields.pop("conventions", [])
        fields.setdefault("language", Language.objects.get(code="vi"))
        fields.setdefault("supplying_body", SupplyingBody.objects.get(code="dai"))
        item: Item = newsroom.add_child(
            instance=Article(title=title, body=body, owner=lan, live=False, **fields)
        )
        item.themes.set(themes)
        item.conventions.set(conventions)
        item.save_revision(user=lan)
        return item

    return made


@pytest.fixture
def desk(minh: User) -> Client:
    return signed_in(minh)


def page(desk: Client, **asked: Any) -> str:
    return desk.get(reverse("cms:items"), asked).content.decode()


def found(desk: Client, **asked: Any) -> list[str]:
    """Return the titles on the page of what was asked, in its order."""
    rows = desk.get(reverse("cms:items"), asked).context["object_list"]
    return ["".join(run.text for run in row.title) for row in rows]


def test_the_box_finds_without_marks_and_says_where(
    article: Callable[..., Item], desk: Client
) -> None:
    article("Mưa lớn ở Đắk Lắk")
    article("Tin vắn", body="<p>Đoàn công tác đến Đắk Lắk hôm qua & gặp bà con.</p>")
    article("Chuyện khác")
    assert found(desk, q="dak lak") == ["Mưa lớn ở Đắk Lắk", "Tin vắn"]
    told = page(desk, q="dak lak")
    assert "Mưa lớn ở <mark>Đắk</mark> <mark>Lắk</mark>" in told
    assert "đến <mark>Đắk</mark> <mark>Lắk</mark> hôm qua &amp; gặp" in told
    assert '<span class="loa-excerpt__where">Nội dung:</span>' in told


def test_what_says_it_in_its_title_comes_first_and_then_the_newest(
    article: Callable[..., Item], desk: Client
) -> None:
    article("Lũ về")
    article("Tin vắn một", body="<p>Lũ rút.</p>")
    article("Tin vắn hai", body="<p>Lũ lên.</p>")
    assert found(desk, q="lu") == ["Lũ về", "Tin vắn hai", "Tin vắn một"]
    assert found(desk, q="lu", ordering="title") == ["Lũ về", "Tin vắn hai", "Tin vắn một"]
    assert found(desk, q="lu", ordering="-title") == ["Tin vắn một", "Tin vắn hai", "Lũ về"]


def test_nothing_in_a_text_is_taken_for_markup(article: Callable[..., Item], desk: Client) -> None:
    article('<script>alert("tít")</script>', body="<p>&lt;img src=x onerror=alert(1)&gt; hại</p>")
    told = page(desk, q="alert img")
    assert "<script>alert(" not in told
    assert "<img src=x" not in told
    assert "&lt;script&gt;<mark>alert</mark>(&quot;tít&quot;)" in told
    assert "&lt;<mark>img</mark> src=x onerror=<mark>alert</mark>(1)" in told


@pytest.mark.parametrize(
    "typed", ["\0", 'a" OR "b', "%", "NEAR(x", "x" * 10_000, "'; --", "\u202e", "<b>", "a\nb"]
)
def test_hostile_questions_get_a_page(
    typed: str, article: Callable[..., Item], desk: Client
) -> None:
    article("Lũ về")
    for address in ("cms:items", "cms:item_results"):
        answer = desk.get(
            reverse(address),
            {"q": typed, "kind": typed, "themes": typed, "length": typed, "p": typed},
        )
        assert answer.status_code == 200


def test_filters_look_at_the_latest_revision(
    article: Callable[..., Item], report: Callable[..., Item], lan: User, desk: Client
) -> None:
    law, tasks = Theme.objects.all()[0], Theme.objects.all()[5]
    child = Convention.objects.all()[4]
    cham, police = Language.objects.get(code="cjm"), SupplyingBody.objects.get(code="congan")
    one = article("Một", themes=[law], conventions=[child])
    article("Hai", themes=[law, tasks], language=cham, supplying_body=police)
    report("Ba")
    assert found(desk, themes=law.pk) == ["Hai", "Một"]
    assert found(desk, themes=[law.pk, tasks.pk]) == ["Hai", "Một"]
    assert found(desk, conventions=child.pk) == ["Một"]
    assert found(desk, language=cham.pk) == ["Hai"]
    assert found(desk, supplying_body=police.pk) == ["Hai"]
    assert found(desk, kind="article") == ["Hai", "Một"]
    assert found(desk, kind=["article", "report"]) == ["Ba", "Hai", "Một"]
    assert found(desk, length="1") == ["Ba"]
    assert found(desk, length="5") == []

    draft = one.get_latest_revision_as_object()
    draft.themes.set([])
    draft.language = cham
    draft.save_revision(user=lan)
    assert found(desk, themes=law.pk) == ["Hai"]
    assert found(desk, language=cham.pk) == ["Một", "Hai"]


def test_the_date_filter_counts_whole_days_here(article: Callable[..., Item], desk: Client) -> None:
    for number, hours in enumerate((-10, 0, 14, 15)):
        item = article(f"Bài {number}")
        Findable.objects.filter(item=item).update(edited_at=NOW + timedelta(hours=hours))
    # NOW is nine in the morning: from the first of these to the last moment of the day.
    assert found(desk, edited_from="2025-03-03", edited_to="2025-03-03") == ["Bài 2", "Bài 1"]
    assert found(desk, edited_from="03/03/2025", edited_to="03/03/2025") == ["Bài 2", "Bài 1"]


def test_states_are_read_from_the_review(
    article: Callable[..., Item], report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    desk = signed_in(minh)
    article("Nháp")
    cleared, returned, waiting = (
        report(title, hertz=hertz)
        for title, hertz in (("Đã duyệt", 440), ("Trả lại", 660), ("Chờ", 880))
    )
    clear(cleared, lan, minh, thao)
    send(lan, returned)
    decide(minh, returned, **{"return": "1"}, comment="Sửa tít.")
    send(lan, waiting)
    approve_as(minh, waiting)
    assert found(desk, state="draft") == ["Nháp"]
    assert found(desk, state="cleared") == ["Đã duyệt"]
    assert found(desk, state="returned") == ["Trả lại"]
    assert found(desk, state="in_review") == ["Chờ"]
    assert sorted(found(desk, state=["returned", "in_review"])) == ["Chờ", "Trả lại"]
    assert found(desk, state="withdrawn") == []
    for state in Lifecycle:
        one_by_one = with_lifecycle(Item.objects.all()).filter(lifecycle=state)
        at_once = Item.objects.filter(stand_at([state]))
        assert set(at_once) == set(one_by_one), state


def test_titles_sort_by_the_alphabet_people_here_use(
    article: Callable[..., Item], desk: Client
) -> None:
    for title in ("Zon", "Đá", "Dê", "Em"):
        article(title)
    assert found(desk, ordering="title") == ["Dê", "Đá", "Em", "Zon"]
    assert found(desk, ordering="-title") == ["Zon", "Em", "Đá", "Dê"]


def test_an_empty_answer_says_what_to_do(article: Callable[..., Item], desk: Client) -> None:
    assert "Chưa có tin bài nào" in page(desk)
    article("Lũ về")
    assert "Không có tin bài nào nói đủ các từ này" in page(desk, q="hạn hán")
    assert "kèm các bộ lọc này" in page(desk, q="lu", state="cleared")
    assert "bỏ bớt một bộ lọc" in page(desk, state="cleared")
    assert found(desk, q="%") == ["Lũ về"]


def test_three_rows_take_as_many_queries_as_one(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, desk: Client
) -> None:
    sound = asset(440, by=lan)
    asked = {"q": "lop hoc", "kind": "report", "state": "draft", "length": "1"}
    counts = []
    for titles in (["Lớp học một"], ["Lớp học hai", "Lớp học ba"]):
        for title in titles:
            report(title, recording=sound)
        desk.get(reverse("cms:items"), asked)
        with CaptureQueriesContext(connection) as queries:
            titles_found = found(desk, **asked)
        counts.append(len(queries))
    assert titles_found == ["Lớp học ba", "Lớp học hai", "Lớp học một"]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["tuan", "la"])
def test_who_may_not_see_items_finds_none(
    who: str, article: Callable[..., Item], request: pytest.FixtureRequest
) -> None:
    article("Lũ về")
    if who == "la":
        from tests.conftest import person  # noqa: PLC0415 - this one alone

        user = person("la")
    else:
        user = request.getfixturevalue(who)
    for address in ("cms:items", "cms:item_results"):
        answer = signed_in(user).get(reverse(address), {"q": "lu"}, follow=True)
        assert "Lũ về" not in answer.content.decode()


def test_an_excerpt_is_taken_from_the_part_that_says_most() -> None:
    parts = {"summary": "Nói về nước.", "script": "Bà Chín: " + "ơ này " * 50 + "nước lũ về!"}
    seen = excerpt(parts, wanted("nuoc lu"))
    assert seen is not None
    assert seen.where == "script"
    text = "".join(run.text for run in seen.runs)
    assert text.startswith("… ")
    assert text.endswith("nước lũ về!")
    assert [run.text for run in seen.runs if run.marked] == ["nước", "lũ"]
    assert excerpt(parts, wanted("han han")) is None


def test_marks_stand_where_the_letters_are() -> None:
    text = "Ở Đắk Lắk, ĐẮK-LẮK; đắkđắk"
    assert [run.text for run in marked(text, wanted("dak ")) if run.marked] == ["Đắk", "ĐẮK"]
    assert [run.text for run in marked(text, wanted('"dak lak"')) if run.marked] == [
        "Đắk Lắk",
        "ĐẮK-LẮK",
    ]
    assert "".join(run.text for run in marked(text, wanted("dak"))) == text
