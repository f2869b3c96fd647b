"""What killed processes left half written goes by itself, and nothing else does."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django_q.models import Schedule

from media.actions.tidy import LEFT_FOR, tidy
from media.storage import private_files
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

NAME = "assets/ab/abcd"
OLD = NOW - LEFT_FOR - timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def arriving(settings: Any, tmp_path: Path) -> Path:
    folder = tmp_path / "arriving"
    folder.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = folder
    return folder


def left(path: Path, at: datetime) -> Path:
    """Leave a file as a process killed at that time would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half")
    for touched in (path, path.parent):
        os.utime(touched, (at.timestamp(), at.timestamp()))
    return path


def everything_left(at: datetime, arriving: Path) -> list[Path]:
    return [
        left(site.VAR_DIR / "files/parts/part-x1", at),
        left(arriving / "tmpx1.upload.wav", at),
        left(site.VAR_DIR / "work/rendition-7-x1/tmpx1.mp3.part", at),
    ]


def test_halves_that_nobody_can_still_be_writing_are_deleted(arriving: Path) -> None:
    halves = everything_left(OLD, arriving)
    assert tidy(now=NOW) == 3
    assert [path for path in halves if path.exists()] == []
    assert list((site.VAR_DIR / "work").iterdir()) == []
    assert tidy(now=NOW) == 0


def test_what_may_still_be_written_is_left_alone(arriving: Path) -> None:
    halves = everything_left(NOW - LEFT_FOR + timedelta(seconds=1), arriving)
    assert tidy(now=NOW) == 0
    assert all(path.exists() for path in halves)


def test_what_was_stored_stays_however_old_it_is(stored: Callable[[], list[str]]) -> None:
    private_files().save(NAME, ContentFile(b"sound"))
    os.utime(private_files().path(NAME), (0, 0))
    tidy(now=NOW)
    assert stored() == [NAME]


def test_a_new_installation_has_nothing_to_tidy() -> None:
    assert tidy(now=NOW) == 0


def test_the_timetable_tidies_every_hour(loa: None) -> None:
    schedule = Schedule.objects.get(func="media.tasks.tidy_up")
    assert (schedule.schedule_type, schedule.repeats) == (Schedule.HOURLY, -1)
