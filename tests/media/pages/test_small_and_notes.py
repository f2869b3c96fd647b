"""What else stands on a file's page: its small file, its video's loudness, what a program said."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from cms.access import Role
from media.models import Asset, Kind, Profile, Rendition, State
from media.reasons import WorkCode, sentence
from tests.cms.newsroom import signed_in
from tests.conftest import NOW
from tests.media.pages.test_asset_page import main, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cms.accounts.models import User

NOTE = "broken\n[mp3 @ 0x5581] Header missing in file:/srv/loa/var/files/assets/ab/abcd"


@pytest.fixture
def desk(lan: User) -> Client:
    return signed_in(lan)


def beside(asset: Asset, code: str, state: State, **fields: Any) -> Rendition:
    """Put another rendition of the asset under the newest profile of `code`."""
    profile = Profile.objects.filter(code=code).latest("version")
    if state == State.READY:
        fields = {"sha256": "5" * 64, "ready_at": NOW, "duration": timedelta(seconds=1)} | fields
    return Rendition.objects.create(
        asset=asset, profile=profile, state=state, asked_at=NOW, **fields
    )


def test_a_small_file_can_be_taken_and_says_how_much_smaller_it_is(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept("Lũ về")
    whole = asset.renditions.get().size_bytes
    assert whole is not None
    beside(asset, Profile.SMALL, State.READY, size_bytes=whole * 3 // 4)
    shown = main(page(desk, asset))
    assert f'href="{reverse("media:house_file", args=["5" * 64])}?download"' in shown
    assert "nhẹ hơn 25%" in shown


def test_until_it_is_made_the_page_says_when_and_where_none_is_made_nothing(
    desk: Client, kept: Callable[..., Asset], settings: Any
) -> None:
    asset = kept("Lũ về")
    waits = "được làm khi không còn bản phát sóng nào đang chờ"
    assert waits in main(page(desk, asset))
    small = beside(asset, Profile.SMALL, State.WORKING)
    assert waits in main(page(desk, asset))
    Rendition.objects.filter(pk=small.pk).update(state=State.PURGED)
    assert "Tệp nhẹ" not in main(page(desk, asset))
    Rendition.objects.filter(pk=small.pk).delete()
    settings.LOA_SMALL_KBPS = 0
    assert "Tệp nhẹ" not in main(page(desk, asset))
    assert "Tệp nhẹ" not in main(page(desk, kept("Mưa", State.WAITING)))


def test_a_small_file_or_a_video_that_failed_can_be_tried_again(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    for code in (Profile.SMALL, Profile.VIDEO):
        asset = kept(f"Lũ về {code}")
        Asset.objects.filter(pk=asset.pk).update(kind=Kind.VIDEO)
        failed = beside(asset, code, State.FAILED, reason_code=WorkCode.WORKER_DIED)
        shown = main(page(desk, asset))
        assert sentence(WorkCode.WORKER_DIED) in shown
        retry = reverse("media:retry", args=[asset.pk])
        assert retry in shown
        desk.post(retry)
        failed.refresh_from_db()
        assert failed.state == State.WAITING
        assert retry not in main(page(desk, asset))


def test_a_videos_own_loudness_and_warnings_stand_by_it(
    desk: Client, kept: Callable[..., Asset]
) -> None:
    asset = kept("Lũ về")
    Asset.objects.filter(pk=asset.pk).update(kind=Kind.VIDEO)
    off = [{"code": "off_target", "facts": {}}]
    made = {"extension": "mp4", "loudness_lufs": -23.04, "true_peak_dbtp": -1.2, "warnings": off}
    beside(asset, Profile.VIDEO, State.READY, **made)
    shown = main(page(desk, asset))
    assert "-23,0 LUFS" in shown
    assert sentence("off_target") in shown


def test_what_a_program_said_is_for_administrators_alone(
    desk: Client, kept: Callable[..., Asset], minh: User
) -> None:
    asset = kept(state=State.FAILED, reason_code=WorkCode.INTERNAL, staff_note=NOTE)
    kept("Mưa", State.FAILED, reason_code=WorkCode.INTERNAL, staff_note="another file's")
    assert "/srv/loa" not in page(desk, asset)
    minh.groups.set([Group.objects.get(name=Role.MANAGER)])
    shown = main(page(signed_in(minh), asset))
    assert "Header missing in file:/srv/loa/var/files/assets/ab/abcd" in shown
    assert "another file" not in shown
