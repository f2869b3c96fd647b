"""Files are found beside items, by any name they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.access import Role
from cms.models import FindableFile
from media.models import Asset
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User


@pytest.fixture
def file(loa: None) -> Callable[..., Asset]:
    """Return a maker of files as they are before any work on them."""

    def made(title: str, original_name: str = "rec001.wav") -> Asset:
        number = Asset.objects.count()
        return Asset.objects.create(
            sha256=f"{number:064}",
            size_bytes=1,
            original_name=original_name,
            uploaded_at=NOW,
            title=title,
        )

    return made


@pytest.fixture
def desk(minh: User) -> Client:
    return signed_in(minh)


def files(desk: Client, asked: str) -> list[str]:
    context = desk.get(reverse("cms:items"), {"q": asked}).context
    return [found.asset.title for found in context.get("files", [])]


def test_a_file_is_found_by_both_its_names(file: Callable[..., Asset], desk: Client) -> None:
    asset = file("Tiếng trống Đắk Lắk", "ghi_âm-thôn3.wav")
    file("Tiếng mưa", "rec002.wav")
    for asked in ("dak lak trong", '"đắk lắk"', "thon3", "ghi am wav", "tieng dak"):
        assert files(desk, asked) == ["Tiếng trống Đắk Lắk"], asked
    assert files(desk, "rec00") == ["Tiếng mưa"]
    assert files(desk, "trong ghi khong") == []
    told = desk.get(reverse("cms:items"), {"q": "dak lak"}).content.decode()
    link = reverse("media_assets:inspect", args=[asset.pk])
    assert f'<a href="{link}">Tiếng trống <mark>Đắk</mark> <mark>Lắk</mark></a>' in told


def test_a_renamed_file_is_found_by_its_new_name(file: Callable[..., Asset], desk: Client) -> None:
    asset = file("Bản thu 7")
    asset.title = "Tiếng trống trường"
    asset.save()
    assert files(desk, "trong truong") == ["Tiếng trống trường"]
    assert files(desk, "thu 7") == []


def test_markup_in_a_name_is_a_name(file: Callable[..., Asset], desk: Client) -> None:
    file("<b>Trống</b>", "<img src=x onerror=alert(1)>.wav")
    told = desk.get(reverse("cms:items"), {"q": "trong alert"}).content.decode()
    assert "&lt;b&gt;<mark>Trống</mark>&lt;/b&gt;" in told
    assert "<img src=x" not in told


def test_more_files_than_are_shown_are_counted(file: Callable[..., Asset], desk: Client) -> None:
    for number in range(12):
        file(f"Tiếng trống {number}")
    context = desk.get(reverse("cms:items"), {"q": "trong"}).context
    assert (len(context["files"]), context["files_count"], context["files_more"]) == (10, 12, 2)


def test_who_may_not_see_files_is_shown_none(file: Callable[..., Asset], desk: Client) -> None:
    file("Tiếng trống")
    view = Permission.objects.get(content_type__app_label="media", codename="view_asset")
    Group.objects.get(name=Role.REVIEWER.value).permissions.remove(view)
    assert "Tiếng trống" not in desk.get(reverse("cms:items"), {"q": "trong"}).content.decode()


def test_three_files_take_as_many_queries_as_one(file: Callable[..., Asset], desk: Client) -> None:
    counts = []
    for more in (1, 2):
        for number in range(more):
            file(f"Tiếng trống {number}")
        files(desk, "trong")
        with CaptureQueriesContext(connection) as queries:
            found = files(desk, "trong")
        counts.append(len(queries))
    assert len(found) == 3
    assert counts[0] == counts[1]


def test_the_entries_of_files_are_made_anew_too(file: Callable[..., Asset], desk: Client) -> None:
    file("Tiếng trống")
    FindableFile.objects.all().delete()
    assert files(desk, "trong") == []
    call_command("rebuild_search", "--missing")
    assert files(desk, "trong") == ["Tiếng trống"]


def test_wagtails_own_search_leads_here(desk: Client) -> None:
    answer = desk.get(reverse("wagtailadmin_pages:search"), {"q": "Đắk Lắk"})
    assert answer["Location"] == f"{reverse('cms:items')}?q=%C4%90%E1%BA%AFk+L%E1%BA%AFk"
