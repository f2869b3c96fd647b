"""A disk that fills up: nothing half, nothing lost, and a row or an answer that says so.

The command runs where one folder of the installation is a small disk of its own, which
is gone with it.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.core.files import File
from django.utils import timezone

from media.actions.make import make
from media.models import Asset, Rendition, State
from media.reasons import ReceiveCode, WorkCode
from media.storage import private_files
from tests.media.recordings import noise, recorded
from tests.media.workers.processes import manage

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("db")
MOUNT = (
    'mount -t tmpfs -o size="$1" none "$2" && listing="$3" && folder="$2" && shift 3 || exit 99; '
    '"$@"; code=$?; find "$folder" -type f >"$listing"; exit $code'
)


@pytest.fixture
def on_a_small_disk(tmp_path: Path) -> Callable[..., tuple[dict[str, Any], list[str]]]:
    """Return a runner of ingest where `folder` has room for `size`: its row, the files there."""

    def run(folder: Path, size: str, source: Path) -> tuple[dict[str, Any], list[str]]:
        folder.mkdir(parents=True, exist_ok=True)
        listing = tmp_path / "listing"
        private = ("unshare", "--map-root-user", "--mount")
        launcher = (*private, "sh", "-c", MOUNT, "sh", size, str(folder), str(listing))
        ended = manage("ingest", str(source), "--json", launcher=launcher)
        assert ended.returncode == 1, ended.stderr
        row: dict[str, Any] = json.loads(ended.stdout)
        left = [Path(line).name for line in listing.read_text().splitlines()]
        return row, sorted(left)

    if subprocess.run(
        ["unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", str(tmp_path)],
        check=False,
        capture_output=True,
    ).returncode:
        pytest.skip("this machine lets nobody mount a disk of their own")
    return run


@pytest.mark.soak
def test_an_upload_that_leaves_no_room_for_the_database_is_not_taken(
    on_a_small_disk: Callable[..., Any], tone: Callable[..., Path]
) -> None:
    row, left = on_a_small_disk(site.VAR_DIR, "8m", tone(440))
    assert (row["outcome"], row["code"]) == ("refused", ReceiveCode.NO_SPACE)
    assert left == []
    assert not Asset.objects.exists()


def test_a_store_that_fills_up_in_mid_copy_keeps_no_half_upload_and_no_row(
    on_a_small_disk: Callable[..., Any], tmp_path: Path
) -> None:
    source = noise(tmp_path / "long.wav", seconds=30)
    row, left = on_a_small_disk(site.VAR_DIR / "files", "1m", source)
    assert (row["outcome"], row["code"]) == ("refused", ReceiveCode.NO_SPACE)
    assert left == []
    assert not Asset.objects.exists()
    assert source.exists()


def test_a_work_folder_without_room_keeps_the_upload_and_a_row_that_says_so(
    on_a_small_disk: Callable[..., Any], tmp_path: Path
) -> None:
    source = noise(tmp_path / "long.wav", seconds=10)
    row, left = on_a_small_disk(site.VAR_DIR / "work", "1m", source)
    assert (row["outcome"], row["code"]) == ("refused", WorkCode.NO_SPACE)
    assert left == []
    waits_for_space()
    kept = Path(site.VAR_DIR / "files" / Asset.objects.get().file_name)
    assert kept.read_bytes() == source.read_bytes()


def test_a_store_that_fills_up_under_the_rendition_keeps_no_half_of_it(
    on_a_small_disk: Callable[..., Any], tmp_path: Path
) -> None:
    # As Opus it is a third of what its house file will be.
    thin = recorded(
        tmp_path / "thin.opus", "sine=frequency=440:duration=60", options=("-b:a", "16k")
    )
    row, left = on_a_small_disk(site.VAR_DIR / "files", "320k", thin)
    assert (row["outcome"], row["code"]) == ("refused", WorkCode.NO_SPACE)
    assert left == [Asset.objects.get().sha256]
    restore(thin)
    waits_for_space()


def waits_for_space() -> None:
    """See the row wait for the sweep, its attempts untouched: no file is to blame for the disk."""
    rendition = Rendition.objects.get()
    assert (rendition.state, rendition.reason_code) == (State.WAITING, WorkCode.NO_SPACE)
    assert (rendition.attempts, rendition.sha256, rendition.lease_token) == (0, "", None)
    assert not rendition.asset.refused
    assert make(rendition_id=rendition.pk, clock=timezone.now) is State.READY


def restore(source: Path) -> None:
    """Put back the original, which was on the small disk."""
    with source.open("rb") as file:
        private_files().save(Asset.objects.get().file_name, File(file))
