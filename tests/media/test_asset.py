"""What an asset received never changes; a mended file is a new asset."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, models, transaction

from media.models import Asset
from media.models.asset import ImmutableAsset
from tests.conftest import NOW

if TYPE_CHECKING:
    from cms.accounts.models import User

RECEIVED = {
    "sha256": "b" * 64,
    "size_bytes": 8,
    "original_name": "khac.wav",
    "uploaded_by_id": None,
    "uploaded_at": NOW + timedelta(days=1),
}


@pytest.fixture
def made(lan: User) -> Asset:
    return Asset.objects.create(
        sha256="a" * 64,
        size_bytes=7,
        original_name="goc.wav",
        uploaded_by=lan,
        uploaded_at=NOW,
        title="Gốc",
    )


def test_every_received_field_is_tried_here() -> None:
    assert tuple(RECEIVED) == Asset.RECEIVED


@pytest.mark.parametrize(("name", "value"), RECEIVED.items())
def test_nothing_received_changes_on_an_asset_read_from_the_database(
    name: str, value: Any, made: Asset
) -> None:
    kept = Asset.objects.values().get()
    asset = Asset.objects.get()
    setattr(asset, name, value)
    with pytest.raises(ImmutableAsset):
        asset.save()
    assert Asset.objects.values().get() == kept


@pytest.mark.parametrize(("name", "value"), RECEIVED.items())
def test_nothing_received_changes_on_an_asset_that_was_just_made(
    name: str, value: Any, made: Asset
) -> None:
    kept = Asset.objects.values().get()
    setattr(made, name, value)
    with pytest.raises(ImmutableAsset):
        made.save()
    assert Asset.objects.values().get() == kept


@pytest.mark.parametrize(("name", "value"), RECEIVED.items())
def test_nothing_received_changes_in_many_rows_at_once(name: str, value: Any, made: Asset) -> None:
    kept = Asset.objects.values().get()
    with pytest.raises(ImmutableAsset):
        Asset.objects.update(**{name: value})
    setattr(made, name, value)
    with pytest.raises(ImmutableAsset), transaction.atomic():
        Asset.objects.bulk_update([made], [name.removesuffix("_id")])
    assert Asset.objects.values().get() == kept


def test_its_title_may_change_as_often_as_one_likes(made: Asset) -> None:
    for title in ("Lũ về", "Lũ về trong đêm"):
        made.title = title
        made.save()
        made.refresh_from_db()
        assert made.title == title


def test_a_loaded_asset_may_be_renamed_without_what_it_did_not_load(made: Asset) -> None:
    asset = Asset.objects.only("title").get()
    asset.title = "Đổi tên"
    asset.save()
    made.refresh_from_db()
    assert (made.title, made.sha256) == ("Đổi tên", "a" * 64)


def test_two_assets_never_share_a_hash(made: Asset) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.create(sha256=made.sha256, size_bytes=7, uploaded_at=NOW, title="Nữa")


def test_an_asset_somebody_uploaded_keeps_that_person(made: Asset, lan: User) -> None:
    with pytest.raises(models.ProtectedError):
        lan.delete()
