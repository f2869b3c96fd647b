"""`manage.py ingest` while workers and other commands are at the same files."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from media.actions.make import make
from media.actions.receive import receive
from media.models import Asset, Rendition, State
from tests.media.recordings import noise
from tests.media.workers.processes import FORK, ROOT, environment, forked, until

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("db")


def test_three_commands_with_the_same_file_at_once_make_one_rendition(
    tone: Callable[..., Path], tmp_path: Path
) -> None:
    source, together = tone(440), FORK.Barrier(3)

    def ingest(number: int) -> None:
        together.wait()
        with (tmp_path / f"{number}.json").open("w", encoding="utf-8") as out:
            call_command("ingest", str(source), "--json", stdout=out)

    commands = [forked(partial(ingest, number)) for number in range(3)]
    for command in commands:
        command.join()
    assert [command.exitcode for command in commands] == [0, 0, 0]
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")]
    assert sorted(row["outcome"] for row in rows) == ["accepted", "duplicate", "duplicate"]
    rendition = Rendition.objects.get()
    assert {row["house_sha256"] for row in rows} == {rendition.sha256}
    assert (Asset.objects.count(), rendition.attempts) == (1, 1)


def test_the_command_waits_for_a_worker_that_was_quicker(tmp_path: Path) -> None:
    source = noise(tmp_path / "long.wav", seconds=90)
    received = receive(source=source, name="a.wav", by=None, now=timezone.now())
    rendition = received.asset.renditions.get()
    worker = forked(lambda: make(rendition_id=rendition.pk, clock=timezone.now))
    until(lambda: Rendition.objects.get().state == State.WORKING)
    out = io.StringIO()
    call_command("ingest", str(source), "--json", stdout=out)
    worker.join()
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts, worker.exitcode) == (State.READY, 1, 0)
    row = json.loads(out.getvalue())
    assert (row["outcome"], row["house_sha256"]) == ("duplicate", rendition.sha256)


def test_a_line_is_there_as_soon_as_its_file_is_done(
    tone: Callable[..., Path], tmp_path: Path
) -> None:
    long = noise(tmp_path / "long.wav", seconds=240)
    connections.close_all()
    with subprocess.Popen(
        [sys.executable, "manage.py", "ingest", str(tone(440)), str(long), "--json"],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as command:
        assert command.stdout is not None
        first = json.loads(command.stdout.readline())
        still_running = command.poll() is None
        command.kill()
    assert (first["outcome"], still_running) == ("accepted", True)
    assert not Rendition.objects.filter(state=State.READY).exclude(sha256=first["house_sha256"])
