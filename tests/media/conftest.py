from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django_q.models import OrmQ

from media.actions.receive import receive
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from media.models import Rendition


@pytest.fixture
def stored() -> Callable[[], list[str]]:
    """Return a lister of every file under the private store, whatever its name."""
    folder: Path = settings.VAR_DIR / "files"

    def listed() -> list[str]:
        paths = [path for path in folder.rglob("*") if path.is_file()]
        return sorted(str(path.relative_to(folder)) for path in paths)

    return listed


@pytest.fixture
def waiting(loa: None, tmp_path: Path) -> Rendition:
    source = tmp_path / "a.mp3"
    source.write_bytes(b"whatever it is")
    return receive(source=source, name="a.mp3", by=None, now=NOW).asset.renditions.get()


@pytest.fixture
def asked(django_capture_on_commit_callbacks: Any) -> Callable[..., list[int]]:
    """Return what a call puts in the queue once it commits: `asked(requeue_lost, now=NOW)`."""

    def queued(action: Callable[..., object], **arguments: Any) -> list[int]:
        OrmQ.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            action(**arguments)
        return [task.task["args"][0] for task in OrmQ.objects.order_by("pk")]

    return queued
