"""Start every external program, and only here.

A program gets an argument list (never a shell), limits from `prlimit`, lowest manners
from `nice`, no network where the kernel lets us take it away, its own process group,
`/` as its directory, two environment variables and three pipes. It writes no file
unless its limits say so. When the caller leaves, for whatever reason, the whole group
is killed and reaped; when this process itself is killed, `setpriv` has asked the kernel
to kill the program too. That signal follows the *thread* that started it, so a program
is used in the thread that started it.

How a program ended is one of four things: it finished; it said no (`Failed`); it used
up its CPU (`Exhausted`); or somebody else stopped it (`Interrupted`). ffmpeg answers
SIGTERM with 255, an empty stderr and a file that looks whole, hence `CUT_OFF`.
"""

import fcntl
import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import IO, TYPE_CHECKING, cast

from media.ffmpeg.refusal import Interrupted, Unavailable
from media.ffmpeg.sandbox import LAUNCHERS, Limits, sandboxed

if TYPE_CHECKING:
    import resource

CUT_OFF = frozenset({128 + signal.SIGKILL, 128 + signal.SIGTERM, 255})
NOT_STARTED = frozenset({126, 127})  # found but not runnable, not found
PIPE_BYTES = 1 << 20  # sixteen times the kernel's default: fewer switches per megabyte
HEARING_S = 0.1
# A pipe can be served as soon as it holds or has room for one page. To let it fill or
# drain first costs no time, for it holds more than a program makes or takes meanwhile.
REST_S = 0.004
SAID_HEAD_BYTES = 16 << 10
SAID_MOST_BYTES = 64 << 10
CPU_SLACK = timedelta(seconds=0.5)


class Failed(Exception):
    """The program ended by itself and said no."""

    def __init__(self, returncode: int, said: str) -> None:
        super().__init__(returncode, said)
        self.returncode = returncode
        self.said = said


class Exhausted(Exception):
    """The program used all the CPU it was allowed."""


def _spawn(argv: Sequence[str], limits: Limits, *, fed: bool) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - an argument list, no shell
            sandboxed(argv, limits),
            stdin=subprocess.PIPE if fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            start_new_session=True,
        )
    except FileNotFoundError as missing:
        raise Unavailable(f"{missing.filename} is not installed") from missing


class Program:
    """One running program and its pipes; use it through `started`."""

    def __init__(self, argv: Sequence[str], limits: Limits, *, fed: bool) -> None:
        self.name = argv[0]
        self._limits = limits
        self._deadline = time.monotonic() + limits.wall.total_seconds()
        self._process = _spawn(argv, limits, fed=fed)
        self._used: resource.struct_rusage | None = None
        self._said = bytearray()
        self._in = self._process.stdin
        self._out = cast("IO[bytes]", self._process.stdout)
        self._err = cast("IO[bytes]", self._process.stderr)
        self._poll = select.poll()
        self._poll.register(self._out, select.POLLIN)
        self._out_ended = self._err_ended = False
        for pipe in filter(None, (self._in, self._out, self._err)):
            with suppress(OSError):  # the kernel may refuse a bigger pipe; a small one works
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        for pipe in filter(None, (self._in, self._err)):
            os.set_blocking(pipe.fileno(), False)

    @property
    def said(self) -> str:
        """What it printed to stderr: the beginning and the end, if it was much."""
        return self._said.decode("utf-8", "replace")

    @property
    def cpu(self) -> timedelta:
        """CPU time used; known once it has ended."""
        return timedelta(seconds=self._used.ru_utime + self._used.ru_stime if self._used else 0)

    def read_into(self, view: memoryview) -> int:
        """Fill `view` from stdout and return the bytes read: fewer only at the end."""
        filled = 0
        while filled < len(view) and not self._out_ended:
            self._ready()
            read = os.readv(self._out.fileno(), [view[filled:]])
            self._out_ended = not read
            filled += read
            if read and filled < len(view):
                time.sleep(REST_S)
        return filled

    def read(self, size: int) -> bytes:
        """Return `size` bytes of stdout: fewer only at the end."""
        buffer = bytearray(size)
        filled = self.read_into(memoryview(buffer))
        return bytes(buffer[:filled])

    def read_some(self, patience: timedelta) -> bytes | None:
        """Return what stdout holds: nothing at its end, None if nothing came in `patience`."""
        if self._out_ended:
            return b""
        try:
            self._ready(most=patience)
        except TimeoutError:
            return None
        return self._take()

    def exchange(self, data: bytes) -> bytes:
        """Write all of `data` to stdin and return what came out of stdout meanwhile.

        A program that has gone away takes nothing more; `finish` tells why.
        """
        into = cast("IO[bytes]", self._in)
        came = bytearray()
        pending = memoryview(data)
        self._poll.register(into, select.POLLOUT)
        try:
            while pending:
                ready = self._ready()
                if self._out.fileno() in ready:
                    came += self._take()
                if into.fileno() in ready:
                    pending = pending[os.write(into.fileno(), pending) :]
                if pending:
                    time.sleep(REST_S)
        except BrokenPipeError:
            pass
        finally:
            self._poll.unregister(into)
        return bytes(came)

    def end_input(self) -> None:
        if self._in:
            self._in.close()

    def finish(self) -> bytes:
        """End the input, return the rest of stdout and judge how the program ended."""
        self.end_input()
        rest = bytearray()
        while not self._out_ended:
            self._ready()
            rest += self._take()
        self._poll.unregister(self._out)
        self._poll.register(self._err, select.POLLIN)
        while not self._err_ended:
            self._ready()
        self._poll.unregister(self._err)
        pidfd = os.pidfd_open(self._process.pid)
        try:
            self._poll.register(pidfd, select.POLLIN)
            self._ready()
        finally:
            os.close(pidfd)
        self.stop()
        self._judge()
        return bytes(rest)

    def stop(self) -> None:
        """Kill whatever is left of the group, reap it and close the pipes; safe to repeat."""
        if self._process.returncode is None:
            # Until it is reaped the leader holds the group's number: nobody else is hit.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            _, status, self._used = os.wait4(self._process.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
        for pipe in filter(None, (self._in, self._out, self._err)):
            pipe.close()

    def _ready(self, *, most: timedelta | None = None) -> set[int]:
        """Wait until a pipe can be served and return those; `Interrupted` past `wall`.

        Raise `TimeoutError` if `most` passes first.

        stderr is heard in passing: to wake up for every line costs more than the line.
        """
        patience = float("inf") if most is None else time.monotonic() + most.total_seconds()
        while (left := self._deadline - time.monotonic()) > 0:
            ready = {fd for fd, _ in self._poll.poll(min(left, HEARING_S) * 1000)}
            self._hear()
            if ready:
                return ready
            if time.monotonic() >= patience:
                raise TimeoutError
        raise Interrupted(f"{self.name} passed its deadline of {self._limits.wall}")

    def _hear(self) -> None:
        if self._err_ended:
            return
        with suppress(BlockingIOError):
            said = os.read(self._err.fileno(), PIPE_BYTES)
            self._err_ended = not said
            self._said += said
            excess = max(0, len(self._said) - SAID_MOST_BYTES)
            del self._said[SAID_HEAD_BYTES : SAID_HEAD_BYTES + excess]

    def _take(self) -> bytes:
        taken = os.read(self._out.fileno(), PIPE_BYTES)
        self._out_ended = not taken
        return taken

    def _judge(self) -> None:
        code = self._process.returncode
        if code == 0:
            return
        if code < 0 or code in CUT_OFF:
            if self.cpu >= self._limits.cpu - CPU_SLACK:
                raise Exhausted(f"{self.name} used {self.cpu} of CPU")
            raise Interrupted(f"{self.name} was cut off with {code}")
        if code in NOT_STARTED or self.said.startswith(LAUNCHERS):
            raise Unavailable(f"{self.name} did not start: {self.said}")
        raise Failed(code, self.said)


@contextmanager
def started(argv: Sequence[str], limits: Limits, *, fed: bool = False) -> Iterator[Program]:
    """Run `argv` for the length of the block; nothing of it outlives the block.

    `fed` gives it a pipe for stdin, otherwise there is none. Leaving without `finish`
    means its answer is no longer wanted.
    """
    program = Program(argv, limits, fed=fed)
    try:
        yield program
    finally:
        program.stop()


@contextmanager
def blameless(argv: Sequence[str], limits: Limits) -> Iterator[Program]:
    """Run a program on samples of our own making: if it says no, no upload is to blame."""
    try:
        with started(argv, limits, fed=True) as program:
            yield program
    except (Failed, Exhausted) as ended:
        raise Unavailable(f"{argv[0]} would not work on our own sound: {ended}") from ended


def capture(argv: Sequence[str], limits: Limits, *, most_bytes: int) -> bytes:
    """Run `argv` to its end and return its stdout; `Exhausted` if that is beyond `most_bytes`."""
    with started(argv, limits) as program:
        printed = program.read(most_bytes + 1)
        if len(printed) > most_bytes:
            raise Exhausted(f"{program.name} printed more than {most_bytes} bytes")
        program.finish()
    return printed
