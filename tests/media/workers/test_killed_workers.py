"""A worker killed with SIGKILL in the middle of its work: nothing half, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as site
from django.utils import timezone
from django_q.models import OrmQ

from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import claim, requeue_lost
from media.models import Asset, Rendition, Stage, State
from media.reasons import WorkCode
from tests.media.recordings import noise
from tests.media.workers.processes import descendants, forked, kill, running, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

pytestmark = pytest.mark.usefixtures("db")
AFTER = timedelta(seconds=65)  # a lease of the base settings is over


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return noise(tmp_path_factory.mktemp("recordings") / "noise.wav", seconds=90)


@pytest.fixture
def waiting(recording: Path) -> Rendition:
    received = receive(source=recording, name="a.wav", by=None, now=timezone.now())
    OrmQ.objects.all().delete()
    return received.asset.renditions.get()


@pytest.fixture
def worker() -> Iterator[Callable[..., BaseProcess]]:
    """Return a starter of workers on one rendition; none outlives the test."""
    workers: list[BaseProcess] = []

    def start(rendition: Rendition, *, ahead: timedelta = timedelta()) -> BaseProcess:
        pk = rendition.pk
        process = forked(lambda: make(rendition_id=pk, clock=lambda: timezone.now() + ahead))
        workers.append(process)
        return process

    yield start
    for process in workers:
        process.kill()
        process.join()


def reached(rendition: Rendition, stage: Stage) -> bool:
    rendition.refresh_from_db()
    assert rendition.state in {State.WAITING, State.WORKING}, "it was too quick to be killed"
    return rendition.state == State.WORKING and rendition.stage == stage


def killed_at(stage: Stage, rendition: Rendition, process: BaseProcess) -> None:
    """Kill the worker alone, once its row shows `stage`, and see what it started end as well."""
    assert process.pid is not None
    until(lambda: reached(rendition, stage))
    programs = descendants(process.pid)
    kill(process)
    until(lambda: not any(map(running, programs)), within_s=5)


def left_in(folder: str) -> list[str]:
    return sorted(str(path.name) for path in (site.VAR_DIR / folder).rglob("*") if path.is_file())


@pytest.mark.parametrize("stage", [Stage.PROBE, Stage.DECODE, Stage.ENCODE, Stage.CHECK])
def test_a_worker_killed_at_any_stage_leaves_work_that_the_next_one_finishes(
    stage: Stage, waiting: Rendition, worker: Callable[..., BaseProcess]
) -> None:
    killed_at(stage, waiting, worker(waiting))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.sha256) == (State.WORKING, 1, "")
    assert left_in("files") == [waiting.asset.sha256]
    died_at = timezone.now()

    assert claim(rendition_id=waiting.pk, now=died_at) is None, "the lease still runs"
    assert requeue_lost(now=died_at) == 0

    assert requeue_lost(now=died_at + AFTER) == 1
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.WAITING, WorkCode.INTERRUPTED)
    (task,) = OrmQ.objects.all()
    assert (task.func(), task.task["args"]) == ("media.tasks.make_rendition", (waiting.pk,))

    assert make(rendition_id=waiting.pk, clock=lambda: died_at + AFTER) is State.READY
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.reason_code) == (2, "")
    assert left_in("files") == sorted([waiting.asset.sha256, f"{waiting.sha256}.mp3"])
    assert left_in("work") == []
    assert list((site.VAR_DIR / "work").iterdir()) == []


def test_a_file_that_kills_its_worker_every_time_comes_to_an_end(
    waiting: Rendition, worker: Callable[..., BaseProcess], settings: Any
) -> None:
    settings.LOA_RENDITION_ATTEMPTS = 3
    ahead = timedelta()
    for attempt in (1, 2, 3):
        killed_at(Stage.DECODE, waiting, worker(waiting, ahead=ahead))
        assert waiting.attempts == attempt
        ahead += AFTER
        assert requeue_lost(now=timezone.now() + ahead) == 1
    assert make(rendition_id=waiting.pk, clock=lambda: timezone.now() + ahead) is None
    waiting.refresh_from_db()
    assert (waiting.state, waiting.reason_code) == (State.FAILED, WorkCode.WORKER_DIED)
    assert (waiting.attempts, waiting.lease_token) == (3, None)
    assert not Asset.objects.get().refused
    assert requeue_lost(now=timezone.now() + timedelta(days=1)) == 0
    assert left_in("files") == [waiting.asset.sha256]


def test_a_worker_killed_while_another_works_on_its_row_changes_nothing_for_the_other(
    waiting: Rendition, worker: Callable[..., BaseProcess]
) -> None:
    killed_at(Stage.DECODE, waiting, worker(waiting))
    second = worker(waiting, ahead=AFTER)
    third = worker(waiting, ahead=AFTER)
    for process in (second, third):
        process.join()
        assert process.exitcode == 0
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (State.READY, 2)
    assert left_in("work") == []
