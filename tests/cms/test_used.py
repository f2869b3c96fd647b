"""Where a file is used, and a new one in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from media.models import Asset
from tests.cms.newsroom import clear, send, signed_in
from tests.media.uploading import upload

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.accounts.models import User
    from cms.models import Item


def shown(user: User, asset: Asset) -> str:
    answer = signed_in(user).get(reverse("media_assets:inspect", args=[asset.pk]))
    return answer.content.decode()


@pytest.fixture
def old(asset: Callable[..., Asset], lan: User) -> Asset:
    return asset(440, by=lan)


@pytest.fixture
def new(old: Asset, lan: User, tone: Callable[..., Path]) -> Asset:
    """Return what Lan uploads in the place of the old file, through the page."""
    content = tone(550).read_bytes()
    upload(signed_in(lan), content, "moi.wav", replaces=str(old.pk))
    return Asset.objects.get(replaces=old)


def test_a_file_tells_the_items_that_have_it_by_their_latest_text(
    report: Callable[..., Item], old: Asset, asset: Callable[..., Asset], minh: User
) -> None:
    item = report("Có tệp này", recording=old)
    report("Có tệp khác", recording=asset(660))
    page = shown(minh, old)
    assert reverse("cms:item", args=[item.pk]) in page
    assert ("Có tệp này" in page, "Có tệp khác" in page) == (True, False)
    latest = item.get_latest_revision_as_object()
    latest.recording = asset(660)
    latest.save_revision()
    assert "Có tệp này" in shown(minh, asset(660))


def test_drafts_take_the_new_file_at_one_press_and_what_was_heard_stays(
    report: Callable[..., Item], old: Asset, new: Asset, lan: User, minh: User, thao: User
) -> None:
    draft, in_review, cleared = (report(f"Bài {n}", recording=old) for n in range(3))
    send(lan, in_review)
    clearance = clear(cleared, lan, minh, thao)
    answer = signed_in(lan).post(reverse("cms:take_new_file", args=[new.pk]))
    assert answer["Location"] == reverse("media_assets:inspect", args=[new.pk])
    (message,) = get_messages(answer.wsgi_request)
    assert str(message).strip() == "Đã đặt tệp mới vào 1 bản nháp."

    def recording_of(item: Item) -> Any:
        return item.get_latest_revision_as_object().recording_id

    draft.refresh_from_db()
    assert (recording_of(draft), draft.recording_id) == (new.pk, new.pk)
    assert draft.latest_revision is not None
    assert draft.latest_revision.user == lan
    for kept in (in_review, cleared):
        kept.refresh_from_db()
        assert recording_of(kept) == old.pk
    clearance.refresh_from_db()
    assert clearance.asset == old


def test_nobody_puts_a_file_into_drafts_they_may_not_edit(
    report: Callable[..., Item], old: Asset, new: Asset, minh: User, tuan: User
) -> None:
    draft = report(recording=old)
    for user in (minh, tuan):
        signed_in(user).post(reverse("cms:take_new_file", args=[new.pk]))
        assert draft.get_latest_revision_as_object().recording_id == old.pk


def test_a_file_in_no_ones_place_is_taken_by_nothing(old: Asset, lan: User) -> None:
    assert signed_in(lan).post(reverse("cms:take_new_file", args=[old.pk])).status_code == 404
