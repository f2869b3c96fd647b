"""Kills at moments nobody chose: the worker or what it started, again and again, then fsck."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site
from django.utils import timezone
from django_q.models import OrmQ

from media.actions.check import Checked, Problem, check_files
from media.actions.make import make
from media.actions.receive import receive
from media.actions.renditions import requeue_lost
from media.actions.tidy import LEFT_FOR, tidy
from media.models import Rendition, State
from tests.media.recordings import noise
from tests.media.workers.processes import descendants, forked, running, until

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("db")
AFTER = timedelta(seconds=65)  # a lease is over
# About what the work takes: some kills come before it and some after.
LONGEST_S = 1.5


def strike(process: BaseProcess, chance: random.Random) -> None:
    """Kill the worker, or only the program it runs just then, after a moment left to chance."""
    time.sleep(chance.uniform(0, LONGEST_S))
    assert process.pid is not None
    programs = descendants(process.pid)
    if programs and chance.random() < 0.5:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(sorted(programs)), signal.SIGKILL)
        process.join()
    else:
        process.kill()  # or it was quicker
        process.join()
    until(lambda: not any(map(running, programs)), within_s=5)


def work(rendition_id: int, ahead: timedelta) -> None:
    make(rendition_id=rendition_id, clock=lambda: timezone.now() + ahead)


def survives(number: int, folder: Path) -> None:
    chance = random.Random(number)  # noqa: S311 - repeatable, not secret
    source = noise(folder / f"{number}.wav", seconds=20, seed=number)
    received = receive(source=source, name="a.wav", by=None, now=timezone.now())
    assert received.created, "an upload that is there already has no work to be killed at"
    row = received.asset.renditions.get()
    ahead = timedelta()
    for _blow in range(2):
        strike(forked(partial(work, row.pk, ahead)), chance)
        row.refresh_from_db()
        assert row.state in {State.WAITING, State.WORKING, State.READY}
        # At most a whole file whose row was not written any more: the next attempt takes it.
        assert {found.problem for found in check_files(counted=Checked())} <= {Problem.ORPHANED}
        ahead += AFTER
        requeue_lost(now=timezone.now() + ahead)
    work(row.pk, ahead)
    row.refresh_from_db()
    assert (row.state, row.reason_code) == (State.READY, "")
    counted = Checked()
    assert [*check_files(counted=counted)] == []
    assert counted.files == counted.rows
    tidy(now=timezone.now() + LEFT_FOR + timedelta(minutes=1))
    assert list((site.VAR_DIR / "work").iterdir()) == []
    OrmQ.objects.all().delete()


def test_a_few_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    for number in range(3):
        survives(number, tmp_path)


@pytest.mark.soak
def test_a_hundred_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    for number in range(5, 105):
        survives(number, tmp_path)
    assert Rendition.objects.ready().count() == 100
