"""The search index follows every save, and can be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from cms.models import Article, Findable, Item, Language, Newsroom, SupplyingBody, Wording
from cms.models.says import Says
from cms.words import wanted, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User


def finds(text: str) -> list[str]:
    """Return the titles of what is found, in the order of their dictionary."""
    found = Findable.objects.filter(Says(wanted(text)))
    return list(found.order_by("title_key").values_list("title", flat=True))


@pytest.fixture
def article(newsroom: Newsroom) -> Callable[..., Item]:
    """Return a maker of articles, as a first save leaves them: without a revision."""

    def made(title: str, body: str = "", **fields: object) -> Item:
        item: Item = newsroom.add_child(
            instance=Article(
                title=title,
                body=body,
                live=False,
                language=Language.objects.get(code="vi"),
                supplying_body=SupplyingBody.objects.get(code="dai"),
                **fields,
            )
        )
        return item

    return made


def test_marks_case_and_order_of_words_do_not_count(article: Callable[..., Item]) -> None:
    article("Mưa lớn ở Đắk Lắk")
    article("Lắc đầu", body="<p>Người dân <b>Đắk</b> Nông lo lũ.</p>")
    for text in ("dak lak", "Đắk Lắk", "đắk lắk", "LAK DAK", "lắk, đắk!", '"dak lak"'):
        assert finds(text) == ["Mưa lớn ở Đắk Lắk"], text
    assert finds("dak") == ["Lắc đầu", "Mưa lớn ở Đắk Lắk"]
    assert finds('"lak dak"') == []


def test_words_are_whole_but_for_the_last(article: Callable[..., Item]) -> None:
    article("Nhân quyền")
    assert finds("nhan quy") == ["Nhân quyền"]
    assert finds("nha quyen") == []
    assert finds("quy ") == []


def test_letters_put_together_otherwise_are_the_same(article: Callable[..., Item]) -> None:
    article("Tie\u0302\u0301ng Raglai")  # decomposed, as some machines type it
    assert finds("tiếng") == finds("tieng") == ["Tiếng Raglai"]


def test_summary_script_text_author_and_source_are_found(
    article: Callable[..., Item], report: Callable[..., Item]
) -> None:
    article(
        "Bài một",
        body="<h3>Điều kiện</h3><p>Trẻ em <i>vùng cao</i></p>",
        summary="Tóm tắt gọn",
        author="Ngụy Văn Tám",
        source="Báo Ninh Thuận",
    )
    report("Phóng sự hai")
    for text in ("dieu kien tre em", "vung cao", "tom tat", "nguy tam", "bao ninh thuan"):
        assert finds(text) == ["Bài một"], text
    assert finds("phat thanh vien kinh chao quy vi") == ["Phóng sự hai"]


@pytest.mark.parametrize(
    "text",
    [
        "", '"', "''", "%", "*", "_", "\\", "\0", "da\0k", "NEAR(", "a AND", "OR", "title:", "^x",
        "-x", "!", "x & y", "x <-> y", "x:*", "(((", "'; DROP TABLE cms_item; --", "\ud7ff",
        "{}", "x" * 10_000, "đ " * 5_000, '"' * 10_000, "+1 -2 ~3", "<script>", "😀", "\u0301",
    ],
)  # fmt: skip
def test_nothing_typed_is_ever_read_as_a_query_language(
    text: str, article: Callable[..., Item]
) -> None:
    article("Mưa lớn ở Đắk Lắk")
    asked = wanted(text)
    found = finds(text) if asked else []
    assert found in ([], ["Mưa lớn ở Đắk Lắk"])


def test_a_draft_is_found_by_its_latest_words_alone(report: Callable[..., Item], lan: User) -> None:
    item = report("Lớp học bên sông")
    item.title = "Tiếng trống trường"
    item.script = [("line", {"speaker": "Bà Chín", "text": "Cháu đi học chưa?"})]
    item.save_revision(user=lan)
    assert finds("ba chin chau di hoc") == ["Tiếng trống trường"]
    assert finds("lop hoc ben song") == []
    assert Item.objects.get(pk=item.pk).title == "Lớp học bên sông"


def test_what_is_deleted_is_found_no_more(article: Callable[..., Item]) -> None:
    article("Mưa lớn").delete()
    assert finds("mua") == []
    assert not Wording.objects.exists()


def test_a_text_without_end_is_kept_and_found(article: Callable[..., Item]) -> None:
    article("Bài dài", body="<p>" + "chữ nghĩa " * 60_000 + "</p>")
    assert finds("bai dai chu nghia") == ["Bài dài"]


def indexed() -> tuple[list[Any], list[Any]]:
    """Return what the index knows, by item."""
    words = Wording.objects.order_by("item").values_list("item", "words", "parts")
    return list(words), list(Findable.objects.order_by("item").values_list("item", "title"))


def test_the_index_can_be_made_anew_from_the_latest_revisions(
    article: Callable[..., Item], report: Callable[..., Item], lan: User
) -> None:
    article("Bài một", body="<p>vùng cao</p>")
    item = report("Lớp học bên sông")
    item.title = "Tiếng trống trường"
    item.save_revision(user=lan)
    before = indexed()
    Wording.objects.filter(item=item).update(words="hong", parts={})
    Findable.objects.exclude(item=item).delete()
    Wording.objects.exclude(item=item).delete()

    call_command("rebuild_search", "--missing")
    assert finds("vung cao") == ["Bài một"]
    assert finds("hong") == ["Tiếng trống trường"]
    call_command("rebuild_search")
    assert indexed() == before
    assert finds("hong") == []


def test_titles_sort_as_in_a_vietnamese_dictionary(article: Callable[..., Item]) -> None:
    titles = ["An", "Ăn", "Ấm", "Dừa", "Dứa", "Đá", "Em", "Êm", "Xa", "Ở", "Ớt", "10 năm"]
    for title in titles:
        article(title)
    in_order = Findable.objects.order_by("title_key").values_list("title", flat=True)
    assert list(in_order) == [
        "10 năm", "An", "Ăn", "Ấm", "Dừa", "Dứa", "Đá", "Em", "Êm", "Ở", "Ớt", "Xa",
    ]  # fmt: skip


def test_words_are_split_alike_wherever_they_come_from() -> None:
    assert words_of("1.000 hộ; 30/4-1/5, <b>e-mail</b>") == [
        "1", "000", "ho", "30", "4", "1", "5", "b", "e", "mail", "b",
    ]  # fmt: skip
