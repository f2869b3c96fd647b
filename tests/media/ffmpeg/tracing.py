"""What programs really do, told by strace: files opened, sockets, limits, programs started."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from media.ffmpeg import runner
from media.ffmpeg.sandbox import Limits, sandboxed

CALLS = "open,openat,openat2,creat,%network,execve,prlimit64,rename,renameat2,unlink,unlinkat,link"
FFMPEG = ("ffmpeg", "ffprobe")
# What the loader and the C library read of every program.
SYSTEM = re.compile(
    r"(/usr)?/lib(64)?/.*|/etc/(ld\.so\..*|gcrypt/.*|ssl/.*)|/proc/.*|/sys/.*|/dev/(null|urandom)"
)
_OPENED = re.compile(r'\b(?:open|openat|openat2|creat)\([^"]*"((?:[^"\\]|\\.)*)"(.*)')
_STARTED = re.compile(r'\bexecve\("([^"]+)".* = 0$')
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND")
_LIMIT = re.compile(r"\bprlimit64\(0, RLIMIT_(\w+), \{rlim_cur=([^,]+), rlim_max=([^}]+)\}, NULL\)")
_NETWORK = re.compile(r"\b(socket|socketpair|connect|bind|listen|sendto|sendmsg|accept4?)\(")
_CHANGED = re.compile(r"\b(rename\w*|unlink\w*|link|creat)\(")


@dataclass(frozen=True, slots=True)
class Trace:
    """The calls of one program from the moment ffmpeg or ffprobe began."""

    program: str
    calls: tuple[str, ...]
    limits: dict[str, tuple[str, str]]

    def opened(self) -> set[str]:
        """Return what it opened or tried to, less what the system opens for every program."""
        found = (_OPENED.search(call) for call in self.calls)
        names = {match[1].encode().decode("unicode_escape") for match in found if match}
        return {name for name in names if not SYSTEM.fullmatch(name)}

    def wrote(self) -> list[str]:
        """Return the calls that opened a file for writing, or moved or removed one."""
        return [
            call
            for call in self.calls
            if (_OPENED.search(call) and _WRITING.search(call)) or _CHANGED.search(call)
        ]

    def called_out(self) -> list[str]:
        return [call for call in self.calls if _NETWORK.search(call)]

    def started(self) -> list[str]:
        return [call for call in self.calls if _STARTED.search(call)]


def require_strace() -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed (Debian: strace)")
    tried = subprocess.run(["strace", "-qq", "true"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip("strace may not trace here (a container without ptrace)")


class Tracer:
    """Puts strace before every program the runner starts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._logs: list[Path] = []

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runner, "sandboxed", self._traced)

    def _traced(self, argv: Sequence[str], limits: Limits) -> list[str]:
        return [*self.strace(), *sandboxed(argv, limits)]

    def strace(self) -> list[str]:
        """Return the words that trace what stands behind them into a log of its own."""
        log = self._folder / f"{len(self._logs)}.strace"
        self._logs.append(log)
        return ["strace", "-f", "-qq", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(log), "--"]

    def traces(self) -> list[Trace]:
        return [_read(log) for log in self._logs]


def _read(log: Path) -> Trace:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines):
        match = _STARTED.search(line)
        if match and Path(match[1]).name in FFMPEG:
            before = (_LIMIT.search(earlier) for earlier in lines[:number])
            limits = {found[1]: (found[2], found[3]) for found in before if found}
            return Trace(Path(match[1]).name, tuple(lines[number + 1 :]), limits)
    raise AssertionError(f"no ffmpeg in {lines[-5:]}")
