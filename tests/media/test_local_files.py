"""The private store keeps a file whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from media.storage import LocalFiles, private_files
from tests.media.workers.processes import ROOT, environment, forked, kill, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "assets/ab/abcd"
MEBIBYTE = 1 << 20


class BrokenOff(File[bytes]):
    """An upload whose sender goes away in the middle."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        del chunk_size
        yield b"x" * MEBIBYTE
        raise ConnectionResetError


def save(content: bytes, name: str = NAME) -> str:
    return private_files().save(name, ContentFile(content))


def read(name: str = NAME) -> bytes:
    with private_files().open(name) as file:
        kept: bytes = file.read()
        return kept


def test_a_file_is_kept_under_the_name_it_was_given(stored: Callable[[], list[str]]) -> None:
    assert save(b"sound") == NAME
    assert stored() == [NAME]
    assert read() == b"sound"


def test_the_store_has_no_address_of_its_own() -> None:
    save(b"sound")
    public = Path(default_storage.path("")).resolve()
    assert public not in Path(private_files().path(NAME)).resolve().parents
    with pytest.raises(ValueError, match="not accessible via a URL"):
        private_files().url(NAME)


def test_a_name_that_is_taken_keeps_the_bytes_it_has(stored: Callable[[], list[str]]) -> None:
    save(b"first")
    assert save(b"other") == NAME
    assert stored() == [NAME]
    assert read() == b"first"


def test_no_name_reaches_outside_the_store() -> None:
    with pytest.raises(SuspiciousFileOperation):
        save(b"sound", "../../outside")
    assert not (settings.VAR_DIR.parent / "outside").exists()


def test_a_web_server_beside_loa_may_read_what_the_settings_let_it(
    tmp_path: Path,
) -> None:
    store = LocalFiles(location=tmp_path / "files", file_permissions_mode=0o640)
    store.save(NAME, ContentFile(b"sound"))
    assert Path(store.path(NAME)).stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not shutil.which("strace"), reason="strace shows what the kernel was asked")
def test_it_is_written_then_synced_then_renamed_then_its_folders_are_synced(tmp_path: Path) -> None:
    code = (
        "import django; django.setup();"
        "from django.core.files.base import ContentFile;"
        "from media.storage import private_files;"
        f"private_files().save({NAME!r}, ContentFile(b'sound'))"
    )
    seen = tmp_path / "seen"
    subprocess.run(
        [
            *("strace", "-f", "-y", "-o", str(seen)),
            *("-e", "trace=write,fsync,rename,renameat,renameat2", sys.executable, "-c", code),
        ],
        cwd=ROOT,
        env=environment(PYTHONDONTWRITEBYTECODE="1", LOA_TEST_DATABASE="unused"),
        check=True,
    )
    files = settings.VAR_DIR / "files"
    part = rf"{re.escape(str(files))}/\S*part-\w+"
    calls = [line.partition(" ")[2].strip() for line in seen.read_text().splitlines()]
    about = [call for call in calls if str(files) in call]
    written, synced, renamed, *folders = about
    assert re.match(rf"write\(\d+<{part}>, \"sound\", 5\)\s+= 5", written)
    assert re.match(rf"fsync\(\d+<{part}>\)\s+= 0", synced)
    assert re.match(rf"rename\w*\(.*{part}\", .*\"{files}/{NAME}\".*\)\s+= 0", renamed)
    assert {re.sub(r"fsync\(\d+<(.*)>\)\s+= 0", r"\1", call) for call in folders} == {
        f"{files}/assets/ab",
        f"{files}/assets",
        f"{files}",
    }


def test_an_upload_that_breaks_off_leaves_nothing(stored: Callable[[], list[str]]) -> None:
    with pytest.raises(ConnectionResetError):
        private_files().save(NAME, BrokenOff(None))
    assert stored() == []


def test_a_disk_that_fills_up_leaves_nothing(stored: Callable[[], list[str]]) -> None:
    with pytest.raises(OSError, match="too large"), files_no_larger_than(MEBIBYTE):
        save(b"x" * 3 * MEBIBYTE)
    assert stored() == []
    save(b"x" * 3 * MEBIBYTE)
    assert read() == b"x" * 3 * MEBIBYTE


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """Let every write beyond `size` fail in this process, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def written(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("part-*"))


def test_a_process_killed_in_mid_copy_leaves_no_file_under_the_name(
    stored: Callable[[], list[str]],
) -> None:
    receiving, sending = os.pipe()

    def copy() -> None:
        os.close(sending)
        with os.fdopen(receiving, "rb") as upload:
            private_files().save(NAME, File(upload))

    process = forked(copy)
    os.close(receiving)
    os.write(sending, b"x" * 1024)
    with os.fdopen(sending, "wb") as upload:
        upload.write(b"x" * 2 * MEBIBYTE)
        upload.flush()
        until(lambda: written(settings.VAR_DIR / "files") >= 2 * MEBIBYTE)
        kill(process)
    assert not private_files().exists(NAME)
    assert [Path(name).name for name in stored() if not Path(name).name.startswith("part-")] == []
    save(b"sent again, whole")
    assert read() == b"sent again, whole"


def test_the_same_file_saved_by_many_at_once_is_there_once(stored: Callable[[], list[str]]) -> None:
    content = os.urandom(MEBIBYTE)
    together = threading.Barrier(6)
    names: list[Any] = []

    def saving() -> None:
        together.wait()
        names.append(save(content))

    threads = [threading.Thread(target=saving) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names == [NAME] * 6
    assert stored() == [NAME]
    assert read() == content
