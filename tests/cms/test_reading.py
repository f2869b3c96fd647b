"""How long a text takes to read: counted alike everywhere, told beside the recording's length."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from cms.access import Role
from cms.models import Article, Item, Language, Newsroom
from cms.reading import reading_of
from cms.reading_time import reading_time, syllables
from cms.spoken import Passage, passages
from tests.cms.newsroom import clear, signed_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User

CASES = json.loads(Path(__file__).with_name("reading_time_cases.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "said"), CASES)
def test_syllables_are_counted_as_they_are_said(text: str, said: int) -> None:
    assert syllables(text) == said


def test_time_follows_the_pace() -> None:
    text = "Kính chào quý vị. " * 45
    assert syllables(text) == 180
    assert reading_time(text, 180) == timedelta(minutes=1)
    assert reading_time(text, 90) == timedelta(minutes=2)


@pytest.fixture
def article(newsroom: Newsroom, lan: User) -> Item:
    item: Item = newsroom.add_child(
        instance=Article(
            title="Mời họp thôn",
            owner=lan,
            live=False,
            language=Language.objects.get(code="vi"),
            body="<h3>Kính mời</h3><p>Bà con <b>đúng</b> giờ.<br/>Xin cảm ơn.</p>"
            "<ul><li>Sổ</li></ul>",
        )
    )
    item.save_revision(user=lan)
    return item


def test_a_text_is_read_by_paragraphs_and_a_script_by_lines(
    article: Item, report: Callable[..., Item]
) -> None:
    assert passages(article) == [
        Passage("heading", "Kính mời"),
        Passage("text", "Bà con đúng giờ. Xin cảm ơn."),
        Passage("text", "Sổ"),
    ]
    assert passages(report()) == [Passage("line", "Kính chào quý vị.", "Phát thanh viên")]


def test_cues_and_sounds_are_not_read(report: Callable[..., Item]) -> None:
    item: Any = report()
    item.script = type(item.script)(
        item.script.stream_block,
        [
            ("sound", "nhạc hiệu dài"),
            ("line", {"speaker": "Lan", "text": "Xin chào."}),
            ("cue", "bước vào phòng"),
        ],
    )
    assert reading_of(item).syllables == 2


def test_the_pace_is_a_setting(article: Item, settings: Any) -> None:
    settings.LOA_SYLLABLES_PER_MINUTE = 10
    assert reading_of(article).time == timedelta(seconds=60)


def test_pages_tell_the_reading_time_beside_the_recorded_length(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    for address in (
        reverse("cms:item", args=[item.pk]),
        reverse("cms:reading_sheet", args=[item.pk]),
        reverse("wagtailadmin_pages:edit", args=[item.pk]),
    ):
        page = signed_in(lan).get(address).content.decode()
        assert "0&#x27;01&quot;</strong> (<span data-syllables>4</span> âm tiết" in page
        assert "bản thu: <strong>0&#x27;01&quot;" in page


def test_the_reading_copy_numbers_what_is_said_and_says_whether_it_may_air(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    address = reverse("cms:reading_sheet", args=[item.pk])
    page = signed_in(lan).get(address).content.decode()
    assert "Phát thanh viên:" in page
    assert '<span class="number">1</span>' in page
    assert "Bản này chưa được duyệt" in page
    clear(item, lan, minh, thao)
    assert "Đã duyệt: đây là bản được phát" in signed_in(lan).get(address).content.decode()
    item = Item.objects.get(pk=item.pk).specific
    item.title = "Đã sửa sau khi duyệt"
    item.save_revision(user=lan)
    assert "Bản này chưa được duyệt" in signed_in(lan).get(address).content.decode()


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COMMUNE_LEADERSHIP])
def test_who_may_not_read_an_item_gets_no_reading_copy(
    role: Role, article: Item, django_user_model: Any
) -> None:
    user = django_user_model.objects.create_user(username="ai-do")
    user.groups.set([user.groups.model.objects.get(name=role)])
    answer = signed_in(user).get(reverse("cms:reading_sheet", args=[article.pk]))
    assert answer.status_code in {302, 403, 404}
    assert article.title not in answer.content.decode()
