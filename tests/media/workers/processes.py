"""Processes apart from the test's own: workers that can be killed, and what they leave running."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, connections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess

ROOT = Path(__file__).resolve().parents[3]
PATIENCE_S = 60.0
FORK = multiprocessing.get_context("fork")


def until(told: Callable[[], object], *, within_s: float = PATIENCE_S) -> None:
    """Wait until `told()` is true; fail after `within_s` seconds."""
    deadline = time.monotonic() + within_s
    while not told():
        assert time.monotonic() < deadline, f"not within {within_s} s"
        time.sleep(0.005)


def forked(work: Callable[[], object]) -> BaseProcess:
    """Start `work` in a process of its own, with connections of its own."""
    connections.close_all()
    process = FORK.Process(target=work)
    process.start()
    return process


def kill(process: BaseProcess) -> None:
    """Kill with SIGKILL, which nothing can catch, and bury."""
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL, "it had ended by itself"


def descendants(pid: int) -> set[int]:
    """Return the processes that `pid` started, theirs included."""
    found: set[int] = set()
    waiting = [pid]
    while waiting:
        for children in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with suppress(OSError):
                pids = [int(word) for word in children.read_text().split()]
                found.update(pids)
                waiting.extend(pids)
    return found


def running(pid: int) -> bool:
    """Tell a process that runs from one that is gone or only waits to be buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def environment(**more: str) -> dict[str, str]:
    """Return what makes a new process open this test's database and this test's files."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.media.workers.child_settings",
        "LOA_VAR_DIR": str(settings.VAR_DIR),
        "LOA_TEST_DATABASE": str(connection.settings_dict["NAME"]),
        **more,
    }


def manage(
    *words: str, launcher: tuple[str, ...] = (), **more: str
) -> subprocess.CompletedProcess[str]:
    """Run one of Loa's commands to its end in a new process, behind `launcher` if there is one."""
    connections.close_all()
    return subprocess.run(
        [*launcher, sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S * 2,
    )


@contextmanager
def managed(*words: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Loa's commands in a process group of its own for the length of the block."""
    connections.close_all()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=environment(**more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole group of a process that leads one; safe to repeat."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
