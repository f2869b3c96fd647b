"""The launchers a program stands behind, each taking something away from it."""

import functools
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

# How a launcher begins its sentence when it, and not the program, has failed.
LAUNCHERS = ("unshare:", "setpriv:", "prlimit:", "nice:")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use.

    Past `cpu` (whole seconds) the work is too heavy; past `wall` the machine was too
    busy. Debian's ffmpeg does not even load in 256 MiB of address space.
    """

    cpu: timedelta
    wall: timedelta
    memory_bytes: int = 768 << 20
    written_bytes: int = 0
    open_files: int = 64


@functools.cache
def _offline() -> tuple[str, ...]:
    """Return the launcher that takes the network away, or nothing where none is permitted."""
    for launcher in (
        ("unshare", "--net", "--"),
        ("unshare", "--map-current-user", "--net", "--"),
    ):
        with suppress(OSError):
            tried = subprocess.run(  # noqa: S603 - constant words
                [*launcher, "true"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
            if tried.returncode == 0:
                return launcher
    return ()


def sandboxed(argv: Sequence[str], limits: Limits) -> list[str]:
    """Return `argv` behind its launchers.

    Entering a namespace clears the parent-death signal, so `unshare` stands first. The
    hard CPU limit lies above the soft one: ffmpeg gets SIGXCPU and a moment to end.
    """
    cpu_s = max(1, round(limits.cpu.total_seconds()))
    return [
        *_offline(),
        *("setpriv", "--pdeathsig", "KILL", "--no-new-privs", "--"),
        *("prlimit", f"--cpu={cpu_s}:{cpu_s + 2}", f"--as={limits.memory_bytes}"),
        *(f"--fsize={limits.written_bytes}", f"--nofile={limits.open_files}", "--core=0", "--"),
        *("nice", "-n", "10", *argv),
    ]
