"""The same piece twice is told before it goes through a review twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.checks import Finding, findings
from cms.models import Item, what_airs
from cms.words import alike, words_of
from tests.cms.newsroom import current_step, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.accounts.models import User
    from media.models import Asset


def twins(item: Item) -> list[tuple[str, str]]:
    """Return what may be the same piece as the latest revision of `item`, and by what."""
    return [(each.field, each.twin.title) for each in _found(item) if each.twin]


def _found(item: Item) -> list[Finding]:
    shown = what_airs(Item.objects.get(pk=item.pk).get_latest_revision())
    return findings(shown.revision.as_object(), shown, now=NOW)


@pytest.mark.parametrize(
    ("title", "other", "expected"),
    [
        ("Lớp học bên sông", "lop hoc ben song", True),
        ("Lớp học bên sông", "Bên sông: lớp học", True),
        ("Lớp học bên sông Cái", "Lớp học bên sông Cáy", True),
        ("Bảy công ước về quyền con người", "Bảy công ước về quyên con người", True),
        ("Lớp học bên sông", "Lớp học trên núi", False),
        ("Chuyện bên lề, kỳ 1", "Chuyện bên lề, kỳ 2", False),
        ("Lớp học bên sông", "", False),
    ],
)
def test_titles_are_alike_but_for_a_slip_and_the_order(
    title: str, other: str, *, expected: bool
) -> None:
    assert alike(words_of(title), words_of(other)) is expected


def test_the_same_recording_shows_its_twin_to_author_and_reviewer(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User, minh: User
) -> None:
    sound = asset(440, by=lan)
    first = report("Lớp học bên sông", recording=sound)
    second = report("Tiếng trống trường", recording=sound)
    assert twins(second) == [("recording", "Lớp học bên sông")]
    assert twins(first) == [("recording", "Tiếng trống trường")]

    pages = [signed_in(lan).get(reverse("cms:submit", args=[second.pk]))]
    send(lan, second)
    pages.append(signed_in(minh).get(reverse("cms:review", args=[current_step(second).pk])))
    link = f'<a href="{reverse("cms:item", args=[first.pk])}">Lớp học bên sông</a>'
    for page in pages:
        assert f'{link} <span class="loa-state">nháp</span>' in page.content.decode()


def test_nearly_the_same_title_shows_the_twin_as_its_latest_draft_has_it(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User
) -> None:
    first, second = report("Một tít khác hẳn"), report("Lớp học bên sông Cái", hertz=880)
    assert twins(second) == []
    first.title = "Bên sông Cái: lớp học"
    first.save_revision(user=lan)
    assert twins(second) == [("title", "Bên sông Cái: lớp học")]


def test_versions_in_other_languages_are_no_twins_by_title(
    report: Callable[..., Item],
) -> None:
    first = report("Lớp học bên sông")
    second = report("Lớp học bên sông", hertz=880, version_of=first)
    third = report("Lớp học bên sông", hertz=660, version_of=first)
    assert [twins(each) for each in (first, second, third)] == [[], [], []]


def test_looking_for_twins_takes_as_many_queries_for_three_as_for_one(
    report: Callable[..., Item], asset: Callable[..., Asset], lan: User
) -> None:
    sound = asset(440, by=lan)
    item = report("Lớp học bên sông", recording=sound)
    counts = []
    for titles in (["Lớp học bên sông"], ["Lớp học, bên sông", "Bên sông, lớp học"]):
        for title in titles:
            report(title, recording=sound)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            told = twins(item)
        counts.append(len(queries))
    assert len(told) == 6
    assert counts[0] == counts[1]
