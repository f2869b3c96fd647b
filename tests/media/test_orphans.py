"""The janitor takes whole files that are provably nobody's, in their time, and nothing else."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django_q.models import Schedule

from media.actions import orphans, receive, store_turn
from media.actions.orphans import FEW, TooManyOrphans, clear_orphans
from media.actions.set_up import set_up
from media.models import Asset
from media.storage import private_files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OLD = NOW - timedelta(days=8)
pytestmark = pytest.mark.usefixtures("loa")


def lay(name: str, at: Any = OLD) -> str:
    private_files().save(name, ContentFile(b"somebody's once"))
    os.utime(private_files().path(name), (at.timestamp(), at.timestamp()))
    return name


def test_files_without_a_row_go_after_their_time(stored: Callable[[], list[str]]) -> None:
    lay("house/aa/aaaa.mp3")
    lay("assets/bb/bbbb")
    young = lay("assets/cc/cccc", NOW - timedelta(days=6))
    assert clear_orphans(now=NOW) == 2
    assert stored() == [young]


def test_files_that_rows_name_stay_however_old(
    tmp_path: Path, stored: Callable[[], list[str]]
) -> None:
    source = tmp_path / "a.mp3"
    source.write_bytes(b"an upload")
    asset = receive.receive(source=source, name="a.mp3", by=None, now=NOW).asset
    os.utime(private_files().path(asset.file_name), (OLD.timestamp(), OLD.timestamp()))
    assert clear_orphans(now=NOW) == 0
    assert stored() == [asset.file_name]


def test_a_store_full_of_strangers_is_left_alone(stored: Callable[[], list[str]]) -> None:
    names = sorted(lay(f"assets/aa/aa{number:02}") for number in range(FEW + 1))
    with pytest.raises(TooManyOrphans, match="restored"):
        clear_orphans(now=NOW)
    assert stored() == names


def test_an_upload_of_what_lies_there_as_nobodys_survives_the_janitor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stored: Callable[[], list[str]]
) -> None:
    """The janitor comes by after the upload found its bytes in the store, before it has a row."""
    source = tmp_path / "a.mp3"
    source.write_bytes(b"an upload")
    asset = receive.receive(source=source, name="a.mp3", by=None, now=NOW).asset
    Asset.objects.filter(pk=asset.pk).update(title="left by a crash")
    asset.renditions.all().delete()
    asset.holds.all().delete()
    Asset.objects.filter(pk=asset.pk).delete()
    os.utime(private_files().path(asset.file_name), (OLD.timestamp(), OLD.timestamp()))
    came: list[int] = []
    turn = store_turn.store_turn

    def after_the_janitor() -> Any:
        if not came:
            came.append(clear_orphans(now=NOW))
        return turn()

    monkeypatch.setattr(receive, "store_turn", after_the_janitor)
    again = receive.receive(source=source, name="a.mp3", by=None, now=NOW)
    assert came == [1]
    assert stored() == [again.asset.file_name]


def test_it_comes_by_every_day() -> None:
    set_up()
    row = Schedule.objects.get(name="media.orphans")
    assert (row.func, row.schedule_type) == ("media.tasks.clear_away_orphans", Schedule.DAILY)
    assert orphans.clear_orphans(now=NOW) == 0
