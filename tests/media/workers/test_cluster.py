"""The queue as it runs in production: django-q2's cluster, its workers, its timetable."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site
from django.utils import timezone
from django_q.models import OrmQ, Schedule, Success

from media.actions.receive import receive
from media.models import Rendition, State
from tests.media.recordings import noise
from tests.media.videos import filmed
from tests.media.workers.processes import (
    descendants,
    kill_group,
    managed,
    running,
    until,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("db")
MAKE = "media.tasks.make_rendition"


def waiting(source: Path) -> Rendition:
    return receive(
        source=source, name=source.name, by=None, now=timezone.now()
    ).asset.renditions.get()


def is_ready(rendition: Rendition) -> bool:
    rendition.refresh_from_db()
    return rendition.state == State.READY


def is_busy(rendition: Rendition) -> bool:
    rendition.refresh_from_db()
    assert rendition.state in {State.WAITING, State.WORKING}, "it was too quick to be killed"
    return rendition.state == State.WORKING and rendition.stage in {"decode", "encode"}


def results() -> list[str]:
    """Return what the tasks that make renditions came to."""
    return [task.result for task in Success.objects.filter(func=MAKE)]


def test_a_cluster_takes_the_task_and_the_file_becomes_ready(tone: Callable[..., Path]) -> None:
    first, second = waiting(tone(440)), waiting(tone(550))
    with managed("qcluster"):
        until(lambda: is_ready(first) and is_ready(second))
        until(lambda: results() == ["ready", "ready"] and not OrmQ.objects.exists())
    assert (first.attempts, second.attempts) == (1, 1)


def test_a_video_is_made_by_the_cluster_of_its_queue_and_its_sound_by_the_other(
    tmp_path: Path,
) -> None:
    sound = waiting(filmed(tmp_path / "clip.mp4"))
    with managed("qcluster"):
        until(lambda: is_ready(sound))
        picture = Rendition.objects.video().get()
        assert (picture.state, picture.attempts) == (State.WAITING, 0)
        with managed("qcluster", Q_CLUSTER_NAME="video"):
            until(lambda: is_ready(picture))
    assert picture.attempts == 1


@pytest.mark.soak
def test_a_cluster_killed_in_mid_work_and_started_again_finishes_without_a_hand(
    tmp_path: Path,
) -> None:
    rendition = waiting(noise(tmp_path / "long.wav", seconds=240))
    with managed("qcluster", LOA_LEASE_SECONDS="5") as cluster:
        until(lambda: is_busy(rendition))
        everything = {cluster.pid, *descendants(cluster.pid)}
        kill_group(cluster)
        until(lambda: not any(map(running, everything)), within_s=5)
    locked = [task.func() for task in OrmQ.objects.filter(lock__gt=timezone.now())]
    assert MAKE in locked, "left to itself, the queue brings it back in hours"

    with managed("qcluster", LOA_LEASE_SECONDS="5"):
        until(lambda: is_ready(rendition), within_s=180)
    assert rendition.attempts == 2
    assert list((site.VAR_DIR / "work").iterdir()) == []


@pytest.mark.soak
def test_work_that_the_queue_lost_comes_back_by_the_timetable(tone: Callable[..., Path]) -> None:
    rendition = waiting(tone(440))
    OrmQ.objects.all().delete()
    Rendition.objects.update(asked_at=timezone.now() - timedelta(minutes=5))
    Schedule.objects.update(next_run=timezone.now())
    with managed("qcluster"):
        until(lambda: is_ready(rendition), within_s=120)
