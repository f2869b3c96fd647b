"""Several at once: one asset, one rendition, one task, one worker."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as site
from django.utils import timezone
from django_q.models import OrmQ

from media.actions.receive import receive
from media.actions.renditions import claim, requeue_lost
from media.models import Asset, Rendition, State
from tests.media.workers.processes import FORK, forked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("db")
AT_ONCE = 3
ROUNDS = 4


def at_once(work: Callable[[int], object]) -> None:
    """Run `work` in several processes that start in the same moment."""
    together = FORK.Barrier(AT_ONCE)

    def started(number: int) -> None:
        together.wait()
        work(number)

    processes = [forked(partial(started, number)) for number in range(AT_ONCE)]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * AT_ONCE


def test_the_same_upload_at_once_is_one_asset_one_rendition_one_task(tmp_path: Path) -> None:
    for number in range(ROUNDS):
        source = tmp_path / f"{number}.wav"
        source.write_bytes(bytes([number]) * (3 << 20))

        def upload(_: int, source: Path = source) -> None:
            receive(source=source, name=source.name, by=None, now=timezone.now())

        at_once(upload)
    assert (Asset.objects.count(), Rendition.objects.count(), OrmQ.objects.count()) == (ROUNDS,) * 3
    names = [path.name for path in (site.VAR_DIR / "files").rglob("*") if path.is_file()]
    assert sorted(names) == sorted(Asset.objects.values_list("sha256", flat=True))


def test_of_several_workers_exactly_one_gets_the_row(tmp_path: Path) -> None:
    source = tmp_path / "a.wav"
    for number in range(ROUNDS):
        source.write_bytes(bytes([number]))
        asset = receive(source=source, name="a.wav", by=None, now=timezone.now()).asset
        pk = asset.renditions.get().pk
        got = tmp_path / f"got-{number}"
        got.mkdir()

        def work(worker: int, pk: int = pk, got: Path = got) -> None:
            if claim(rendition_id=pk, now=timezone.now()):
                (got / str(worker)).touch()

        at_once(work)
        assert len(list(got.iterdir())) == 1
        assert Rendition.objects.values_list("state", "attempts").get(pk=pk) == (State.WORKING, 1)


def test_two_sweeps_at_once_ask_for_lost_work_once(tmp_path: Path) -> None:
    source = tmp_path / "a.wav"
    source.write_bytes(b"x")
    receive(source=source, name="a.wav", by=None, now=timezone.now())
    OrmQ.objects.all().delete()
    late = timezone.now() + timedelta(minutes=10)
    at_once(lambda _: requeue_lost(now=late))
    assert OrmQ.objects.count() == 1
