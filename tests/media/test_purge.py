"""Files stay while somebody needs them and go only then; what they were stays on record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cms.access import Role
from cms.actions.withdraw import withdraw
from media.actions.check import Checked, check_files
from media.actions.hold import hold, let_go
from media.actions.make import make
from media.actions.purge import NotPurgeable, purge, purgeable
from media.actions.receive import receive
from media.models import Asset, Hold, HoldReason, Rendition, State
from media.storage import private_files
from tests.cms.newsroom import clear
from tests.conftest import CAST, NOW, person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cms.accounts.models import User
    from cms.models import Item

AFTER_UPLOAD = NOW + timedelta(days=31)


@pytest.fixture
def chi(loa: None, monkeypatch: pytest.MonkeyPatch) -> User:
    """Return Chi, who keeps the house."""
    monkeypatch.setitem(CAST, "chi", ("Chi", "Đỗ Thị", (Role.MANAGER,)))
    return person("chi")


@pytest.fixture(name="kept")
def _kept(asset: Callable[..., Asset]) -> Asset:
    return asset()


def stands(kept: Asset) -> bool:
    """Whether the rows say that the files are there and they are, or neither."""
    kept.refresh_from_db()
    there = [private_files().exists(kept.file_name)]
    there += [row.file_name != "" for row in kept.renditions.ready()]
    assert [*check_files(counted=Checked())] == []
    return all(there) and kept.purged_at is None


def test_what_was_just_uploaded_stays_for_its_time(kept: Asset, chi: User) -> None:
    with pytest.raises(NotPurgeable, match="02/04/2025"):
        purge(asset=kept, by=chi, now=NOW + timedelta(days=29))
    assert stands(kept)


def test_a_purge_gives_back_the_room_and_keeps_the_record(kept: Asset, chi: User) -> None:
    house = kept.renditions.get()
    freed = purge(asset=kept, by=chi, now=AFTER_UPLOAD)
    assert freed == kept.size_bytes + (house.size_bytes or 0)
    kept.refresh_from_db()
    house.refresh_from_db()
    assert (kept.purged_at, kept.purged_by, house.state) == (AFTER_UPLOAD, chi, State.PURGED)
    assert [private_files().exists(row.file_name) for row in (kept, house)] == [False, False]
    counted = Checked()
    assert [*check_files(counted=counted)] == []
    assert (counted.files, counted.rows) == (0, 0)


def test_the_same_file_uploaded_again_is_taken_in_as_if_new(
    kept: Asset, chi: User, tone: Callable[..., Path]
) -> None:
    before = kept.renditions.get().sha256
    purge(asset=kept, by=chi, now=AFTER_UPLOAD)
    again = receive(source=tone(440), name="a.mp3", by=None, now=AFTER_UPLOAD)
    assert (again.created, again.asset.pk) == (True, kept.pk)
    rendition = kept.renditions.get()
    assert rendition.state == State.WAITING
    assert make(rendition_id=rendition.pk, clock=lambda: AFTER_UPLOAD) is State.READY
    rendition.refresh_from_db()
    assert rendition.sha256 == before
    assert stands(kept)
    with pytest.raises(NotPurgeable):
        purge(asset=kept, by=chi, now=AFTER_UPLOAD + timedelta(days=29))


@pytest.mark.parametrize("name", ["lan", "quynh", "minh", "thao", "hoa", "tuan"])
def test_nobody_but_a_manager_purges(name: str, kept: Asset) -> None:
    with pytest.raises(PermissionDenied):
        purge(asset=kept, by=person(name), now=AFTER_UPLOAD)
    assert stands(kept)


def test_what_is_worked_on_is_not_purged(kept: Asset, chi: User) -> None:
    Rendition.objects.update(state=State.WORKING)
    with pytest.raises(NotPurgeable):
        purge(asset=kept, by=chi, now=AFTER_UPLOAD)
    kept.refresh_from_db()
    assert kept.purged_at is None
    assert not purgeable(at=AFTER_UPLOAD).exists()


def test_the_longest_hold_counts_and_none_shortens_another(kept: Asset) -> None:
    def until() -> list[datetime | None]:
        rows = Hold.objects.filter(reason=HoldReason.AIRED).order_by("key")
        return list(rows.values_list("until", flat=True))

    def ask(until: datetime | None, key: str = "") -> None:
        hold(assets=[kept.pk], until=until, reason=HoldReason.AIRED, key=key)

    ask(NOW + timedelta(days=50))
    ask(NOW + timedelta(days=40))
    assert until() == [NOW + timedelta(days=50)]
    ask(None, key="x")
    ask(NOW + timedelta(days=60), key="x")
    assert until() == [NOW + timedelta(days=50), None]
    assert not purgeable(at=NOW + timedelta(days=9999)).exists()
    let_go(asset_id=kept.pk, reason=HoldReason.AIRED, key="x", until=NOW + timedelta(days=45))
    assert not purgeable(at=NOW + timedelta(days=50) - timedelta(seconds=1)).exists()
    assert purgeable(at=NOW + timedelta(days=50)).get() == kept


def test_a_draft_keeps_its_recording_for_a_year_after_its_last_edit(
    report: Callable[..., Item], lan: User
) -> None:
    item = report()
    edited = item.save_revision(user=lan).created_at
    over = edited + timedelta(days=site.LOA_DRAFT_KEPT_DAYS)
    assert not purgeable(at=over - timedelta(seconds=1)).exists()
    assert purgeable(at=over).get() == item.recording


@pytest.mark.parametrize(("expires", "ends"), [(None, "withdrawn"), (NOW, "by itself")])
def test_a_cleared_item_keeps_its_recording_until_half_a_year_after_its_end(
    expires: datetime | None,
    ends: str,
    report: Callable[..., Item],
    lan: User,
    minh: User,
    thao: User,
    chi: User,
) -> None:
    item = report(air_until=expires)
    clear(item, lan, minh, thao)
    recording = item.recording
    assert recording is not None
    Hold.objects.filter(reason=HoldReason.DRAFT).delete()
    ended = expires or NOW + timedelta(days=3650)
    if ends == "withdrawn":
        with pytest.raises(NotPurgeable):
            purge(asset=recording, by=chi, now=ended)
        withdraw(item=item, by=thao, reason="sai số liệu", now=ended)
    over = ended + timedelta(days=site.LOA_WORK_KEPT_DAYS)
    with pytest.raises(NotPurgeable):
        purge(asset=recording, by=chi, now=over - timedelta(seconds=1))
    assert purge(asset=recording, by=chi, now=over) > 0


def test_a_corrected_item_keeps_the_sound_it_keeps(
    report: Callable[..., Item], lan: User, minh: User, thao: User
) -> None:
    item = report()
    clear(item, lan, minh, thao)
    item.refresh_from_db()
    item.title = "Lớp học bên sông, đã sửa"
    item.save_revision(user=lan)
    clear(item, lan, minh, thao)
    assert Hold.objects.get(reason=HoldReason.CLEARED).until is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_lists_what_may_go_and_takes_away_what_is_ticked(
    rows: int, chi: User, client: Client, tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    for number in range(rows):
        source = tmp_path / f"{number}.mp3"
        source.write_bytes(bytes([number]) * (1000 + number))
        receive(source=source, name=f"tệp {number}.mp3", by=None, now=NOW)
    Rendition.objects.update(state=State.FAILED)
    Hold.objects.all().delete()
    client.force_login(chi)
    with django_assert_max_num_queries(14):
        page = client.get(reverse("media:purge"))
    shown = [asset.title for asset in page.context["page"]]
    assert shown == [f"tệp {number}" for number in reversed(range(rows))], "the largest first"
    first = Asset.objects.order_by("pk").first()
    assert first is not None
    client.post(reverse("media:purge"), {"asset": [first.pk, "x", "999999999"]})
    purged = Asset.objects.filter(purged_at__isnull=False)
    assert [*purged.values_list("pk", "purged_by")] == [(first.pk, chi.pk)]


def test_the_page_is_the_managers_alone(client: Client, hoa: User, kept: Asset) -> None:
    Hold.objects.all().delete()
    client.force_login(hoa)
    client.post(reverse("media:purge"), {"asset": [kept.pk]})
    assert stands(kept)
