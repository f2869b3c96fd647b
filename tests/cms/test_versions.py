"""Versions in other languages, what is made from what, and what a changed original is told by."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.actions.make_version import VersionRefused, make_version
from cms.actions.review import approve, submit
from cms.actions.withdraw import withdraw
from cms.models import Clearance, Item, Language
from cms.models.derivation import with_original_change
from cms.models.lifecycle import Lifecycle, lifecycle_of
from tests.cms.clock import Clock
from tests.cms.newsroom import current_step, open_to_edits, seen_now, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from cms.models import Newsroom
    from cms.models.derivation import Link


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def cleared(
    clock: Clock, report: Callable[..., Item], lan: User, minh: User, thao: User
) -> Callable[..., Item]:
    """Return what takes an item, or a new report, through the review, ten minutes a step."""

    def made(item: Item | None = None, **fields: Any) -> Item:
        item = item or report(**fields)
        open_to_edits(item)
        submit(item=item, by=lan, now=clock.later())
        for reviewer in (minh, thao):
            approve(
                task_state=current_step(item), by=reviewer, seen=seen_now(item), now=clock.later()
            )
        clock.later()
        found: Item = Item.objects.get(pk=item.pk).specific
        return found

    return made


def language(code: str) -> Language:
    return Language.objects.get(code=code)


def want(*codes: str) -> None:
    Language.objects.filter(code__in=codes).update(translations_wanted=True)


def edit(item: Item, by: User, **fields: Any) -> None:
    draft = Item.objects.get(pk=item.pk).specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=by)


def needed(user: User, **query: str) -> list[str]:
    page = signed_in(user).get(reverse("cms:needed"), query)
    return [item.title for item in page.context["object_list"]]


def change_of(item: Item) -> str:
    link: Link = "version_of" if item.version_of_id else "derived_from"
    (found,) = with_original_change(Item.objects.filter(pk=item.pk), link)
    return str(found.original_change)


def test_a_translation_begins_with_the_classification_and_without_the_approval(
    cleared: Callable[..., Item], quynh: User
) -> None:
    original = cleared(
        levels=["commune"],
        most_airings=3,
        source="Sở Tư pháp",
        priority="priority",
        rights_holder="Nhà xuất bản Kim Đồng",
        licence_until=NOW.date() + timedelta(days=90),
    )

    answer = signed_in(quynh).post(
        reverse("cms:begin_version", args=[original.pk]), {"language": language("cjm").pk}
    )

    version = Item.objects.exclude(pk=original.pk).get().specific
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[version.pk])
    assert type(version) is type(original)
    assert (version.version_of_id, version.language.code) == (original.pk, "cjm")
    assert [theme.code for theme in version.themes.all()] == ["chinh-sach"]
    assert (version.levels, version.most_airings, version.priority) == (["commune"], 3, "priority")
    assert (version.supplying_body, version.source) == (original.supplying_body, "Sở Tư pháp")
    assert (version.rights_holder, version.licence_until) == (
        "Nhà xuất bản Kim Đồng",
        original.licence_until,
    )
    assert [block.value["text"] for block in version.script] == ["Kính chào quý vị."]
    assert (version.recording, version.voice, version.author) == (None, "", "")
    assert (version.owner, version.live, lifecycle_of(version)) == (quynh, False, Lifecycle.DRAFT)
    assert not Clearance.objects.filter(item=version).exists()
    assert version.get_latest_revision().user == quynh


def test_a_version_of_a_version_is_one_of_the_original(
    clock: Clock, report: Callable[..., Item], lan: User
) -> None:
    original = report()
    first = make_version(item=original, language=language("cjm"), by=lan, now=clock.now)

    second = make_version(item=first, language=language("rog"), by=lan, now=clock.now)

    assert second.version_of_id == original.pk


@pytest.mark.parametrize("code", ["vi", "cjm"])
def test_there_is_one_version_a_language(
    code: str, clock: Clock, report: Callable[..., Item], lan: User
) -> None:
    original = report()
    make_version(item=original, language=language("cjm"), by=lan, now=clock.now)

    with pytest.raises(VersionRefused):
        make_version(item=original, language=language(code), by=lan, now=clock.now)

    assert Item.objects.count() == 2


def test_who_may_not_write_there_makes_no_version(report: Callable[..., Item], minh: User) -> None:
    original = report()

    page = signed_in(minh).get(reverse("cms:item", args=[original.pk]))
    signed_in(minh).post(
        reverse("cms:begin_version", args=[original.pk]), {"language": language("cjm").pk}
    )

    assert page.context["related"]["languages"] == []
    assert Item.objects.count() == 1


@pytest.mark.parametrize("chosen", ["", "0", "x", "9999999"])
def test_a_version_needs_a_language(chosen: str, report: Callable[..., Item], lan: User) -> None:
    original = report()
    signed_in(lan).post(reverse("cms:begin_version", args=[original.pk]), {"language": chosen})
    assert Item.objects.count() == 1


def test_each_version_shows_the_others_with_length_and_state(
    cleared: Callable[..., Item], clock: Clock, lan: User
) -> None:
    original = cleared(title="Bản tiếng Việt")
    cham = make_version(item=original, language=language("cjm"), by=lan, now=clock.now)
    raglai = make_version(item=original, language=language("rog"), by=lan, now=clock.now)

    def told(item: Item) -> list[tuple[int, str, str]]:
        page = signed_in(lan).get(reverse("cms:item", args=[item.pk]))
        rows = page.context["related"]["versions"]
        return [(row.item.pk, row.duration, row.lifecycle.value) for row in rows]

    assert told(original) == [(cham.pk, "", "draft"), (raglai.pk, "", "draft")]
    assert told(cham) == [(original.pk, "0'01\"", "cleared"), (raglai.pk, "", "draft")]


def test_an_items_page_takes_as_many_queries_with_three_versions_as_with_one(
    report: Callable[..., Item], clock: Clock, lan: User
) -> None:
    original, client = report(), signed_in(lan)
    counts = []
    for codes in (["cjm"], ["rog", "en"]):
        for code in codes:
            version = make_version(item=original, language=language(code), by=lan, now=clock.now)
            Item.objects.filter(pk=version.pk).update(derived_from=original)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("cms:item", args=[original.pk]))
        counts.append((len(queries), len(page.context["related"]["derived"])))
    assert counts == [(counts[0][0], 1), (counts[0][0], 3)]


@pytest.mark.parametrize("link", ["version_of", "derived_from"])
def test_a_corrected_original_is_told_until_the_piece_is_brought_in_line(
    link: str, cleared: Callable[..., Item], clock: Clock, lan: User, quynh: User
) -> None:
    original = cleared(title="Bài gốc")
    piece = cleared(title="Tiểu phẩm", hertz=880, **{link: original})
    edit(original, quynh, summary="Bản có đính chính.")
    assert change_of(piece) == ""

    cleared(original)

    assert change_of(piece) == "corrected"
    page = signed_in(lan).get(reverse("cms:item", args=[piece.pk])).content.decode()
    assert "Bài gốc đã thay đổi" in page
    clock.later()
    edit(piece, lan, summary="Đã sửa theo bài gốc.")
    assert change_of(piece) == ""


def test_a_withdrawn_original_is_told_to_who_wrote_and_to_who_reviews(
    cleared: Callable[..., Item], report: Callable[..., Item], clock: Clock, lan: User, thao: User
) -> None:
    original = cleared(title="Bài gốc")
    piece = report(title="Tiểu phẩm", hertz=880, derived_from=original)
    submit(item=piece, by=lan, now=clock.later())

    withdraw(item=original, by=thao, reason="Sai số liệu.", now=clock.later())

    assert change_of(piece) == "withdrawn"
    review = signed_in(thao).get(reverse("cms:review", args=[current_step(piece).pk]))
    assert [
        finding.field for finding in review.context["findings"] if "Bài gốc" in finding.message
    ] == ["derived_from"]


def test_the_first_clearance_of_an_original_changes_nothing_it_was_made_from(
    cleared: Callable[..., Item], report: Callable[..., Item], clock: Clock, lan: User, quynh: User
) -> None:
    unchanged, changed = report(title="Giữ"), report(title="Đổi", hertz=550)
    clock.later()
    of_unchanged = report(title="Từ bài giữ", hertz=660, derived_from=unchanged)
    of_changed = report(title="Từ bài đổi", hertz=770, derived_from=changed)
    clock.later()
    edit(changed, quynh, summary="Sửa trước khi duyệt.")

    cleared(unchanged)
    cleared(changed)

    assert (change_of(of_unchanged), change_of(of_changed)) == ("", "corrected")


def test_the_list_names_cleared_items_without_a_wanted_version(
    cleared: Callable[..., Item], report: Callable[..., Item], clock: Clock, lan: User
) -> None:
    want("cjm", "rog")
    has_cham = cleared(title="Có bản Chăm")
    cleared(title="Chưa có bản nào", hertz=550)
    report(title="Chưa duyệt", hertz=660)
    for code in ("cjm", "en"):
        make_version(item=has_cham, language=language(code), by=lan, now=clock.now)

    assert sorted(needed(lan)) == ["Chưa có bản nào", "Có bản Chăm"]
    assert needed(lan, wanted=str(language("cjm").pk)) == ["Chưa có bản nào"]
    page = signed_in(lan).get(reverse("cms:needed")).content.decode()
    assert page.count(">Tiếng Raglai</a>") == 2
    assert page.count(">Tiếng Chăm</a>") == 1


def test_the_list_names_versions_whose_original_was_corrected(
    cleared: Callable[..., Item], clock: Clock, lan: User, quynh: User
) -> None:
    want("cjm")
    original = cleared(title="Bài gốc")
    version = make_version(item=original, language=language("cjm"), by=lan, now=clock.now)
    assert needed(lan) == []
    clock.later()
    edit(original, quynh, summary="Bản có đính chính.")
    cleared(original)

    assert needed(lan) == ["Bài gốc"]
    assert needed(lan, wanted=str(language("cjm").pk)) == ["Bài gốc"]
    page = signed_in(lan).get(reverse("cms:needed")).content.decode()
    assert reverse("cms:item", args=[version.pk]) in page
    assert "bài gốc đã thay đổi" in page


def test_a_withdrawn_item_needs_no_translation(
    cleared: Callable[..., Item], clock: Clock, thao: User, lan: User
) -> None:
    want("cjm")
    item = cleared()
    withdraw(item=item, by=thao, reason="Sai số liệu.", now=clock.later())
    assert needed(lan) == []


def test_the_list_takes_as_many_queries_for_three_items_as_for_one(
    cleared: Callable[..., Item], clock: Clock, lan: User
) -> None:
    want("rog")
    client, counts = signed_in(lan), []
    for titles in (["Một"], ["Hai", "Ba"]):
        for title in titles:
            item = cleared(title=title)
            make_version(item=item, language=language("cjm"), by=lan, now=clock.now)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("cms:needed_results"))
        counts.append((len(queries), len(page.context["object_list"])))
    assert counts == [(counts[0][0], 1), (counts[0][0], 3)]


def test_a_piece_is_not_made_from_itself(newsroom: Newsroom, report: Callable[..., Item]) -> None:
    item = report()
    item.derived_from = item
    with pytest.raises(Exception, match="derived_from"):
        item.full_clean()


def test_a_manager_says_which_languages_are_wanted(root: User) -> None:
    cham = language("cjm")
    signed_in(root).post(
        reverse("language:edit", args=[cham.pk]),
        {"title": cham.title, "sort_order": "2", "translations_wanted": "on"},
    )
    cham.refresh_from_db()
    assert cham.translations_wanted is True
