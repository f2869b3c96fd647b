import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from media.ffmpeg import runner, sandbox
from media.ffmpeg.refusal import Interrupted, Unavailable
from media.ffmpeg.runner import Exhausted, Failed, capture, started
from media.ffmpeg.sandbox import Limits

SOON = Limits(cpu=timedelta(seconds=5), wall=timedelta(seconds=10))
MOST = 1 << 16


def sh(script: str) -> list[str]:
    return ["sh", "-c", script]


def ends_within(seconds: float, gone: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not gone():
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_a_program_sees_two_variables_and_the_root_folder() -> None:
    printed = capture(["env"], SOON, most_bytes=MOST).decode().splitlines()
    assert sorted(printed) == ["LC_ALL=C", f"PATH={os.environ['PATH']}"]
    assert capture(["pwd"], SOON, most_bytes=MOST) == b"/\n"


def test_a_program_runs_under_its_limits_and_behind_everybody_else() -> None:
    limits = Limits(
        cpu=timedelta(seconds=7),
        wall=timedelta(seconds=10),
        memory_bytes=500 << 20,
        written_bytes=4_096,
        open_files=32,
    )
    table = capture(["cat", "/proc/self/limits"], limits, most_bytes=MOST).decode()
    found = {line[:26].strip(): line[26:].split()[:2] for line in table.splitlines()}
    assert found["Max cpu time"] == ["7", "9"]
    assert found["Max address space"] == [str(500 << 20)] * 2
    assert found["Max file size"] == ["4096", "4096"]
    assert found["Max open files"] == ["32", "32"]
    assert found["Max core file size"] == ["0", "0"]
    niceness = int(capture(["nice"], SOON, most_bytes=MOST))
    assert niceness == min(19, os.nice(0) + 10)


def test_a_program_that_is_not_fed_reads_nothing() -> None:
    assert capture(["cat"], SOON, most_bytes=MOST) == b""


def test_a_program_has_no_network() -> None:
    if not sandbox._offline():
        pytest.skip("the kernel lets nobody take the network away here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        call = f"import socket; socket.create_connection(('127.0.0.1', {port}))"
        subprocess.run([sys.executable, "-c", call], check=True)
        with pytest.raises(Failed, match="Network is unreachable"):
            capture([sys.executable, "-c", call], SOON, most_bytes=MOST)


def test_what_is_fed_comes_back_however_large() -> None:
    data = os.urandom(5 << 20)
    with started(["cat"], SOON, fed=True) as cat:
        came = b"".join(
            cat.exchange(data[at : at + 999_999]) for at in range(0, len(data), 999_999)
        )
        came += cat.finish()
    assert came == data


def test_reading_stops_at_the_end_of_the_output() -> None:
    buffer = bytearray(10)
    with started(sh("printf 'sixteen letters.'"), SOON) as program:
        assert program.read_into(memoryview(buffer)) == 10
        assert program.read_into(memoryview(buffer)) == 6
        assert program.read_into(memoryview(buffer)) == 0
        program.finish()


def test_a_no_carries_the_code_and_what_was_said() -> None:
    with pytest.raises(Failed) as caught:
        capture(sh("echo it is not for me >&2; exit 3"), SOON, most_bytes=MOST)
    assert (caught.value.returncode, caught.value.said) == (3, "it is not for me\n")


def test_endless_complaints_are_cut_in_the_middle() -> None:
    with started(sh("echo first >&2; seq 100000 >&2"), SOON) as program:
        program.finish()
    assert len(program.said) <= runner.SAID_MOST_BYTES
    assert program.said.startswith("first\n")
    assert program.said.endswith("\n99999\n100000\n")


def test_endless_output_is_not_kept() -> None:
    with pytest.raises(Exhausted):
        capture(["yes"], SOON, most_bytes=1_000)


@pytest.mark.parametrize("name", ["KILL", "TERM", "SEGV", "XCPU"])
def test_a_program_that_was_killed_did_not_say_no(name: str) -> None:
    with pytest.raises(Interrupted):
        capture(sh(f"kill -{name} $$"), SOON, most_bytes=MOST)


@pytest.mark.parametrize("code", [137, 143, 255])
def test_an_exit_code_that_stands_for_a_signal_is_no_answer(code: int) -> None:
    with pytest.raises(Interrupted):
        capture(sh(f"exit {code}"), SOON, most_bytes=MOST)


def test_a_program_that_burns_its_cpu_is_too_heavy() -> None:
    limits = Limits(cpu=timedelta(seconds=1), wall=timedelta(seconds=60))
    with pytest.raises(Exhausted):
        capture(sh("while :; do :; done"), limits, most_bytes=MOST)


def test_a_deadline_stops_the_program_and_everything_it_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    limits = Limits(cpu=timedelta(seconds=5), wall=timedelta(seconds=0.5), written_bytes=4_096)
    began = time.monotonic()
    with pytest.raises(Interrupted):
        capture(sh(f"sleep 60 & echo $! > {pid}; wait"), limits, most_bytes=MOST)
    assert time.monotonic() - began < 5
    grandchild = Path("/proc") / pid.read_text(encoding="ascii").strip()
    assert ends_within(5, lambda: not _runs(grandchild))


def test_a_deadline_holds_for_a_program_that_closed_its_pipes() -> None:
    limits = Limits(cpu=timedelta(seconds=5), wall=timedelta(seconds=0.5))
    with pytest.raises(Interrupted):
        capture(sh("exec >&- 2>&-; exec sleep 60"), limits, most_bytes=MOST)


def test_a_deadline_holds_for_a_program_that_does_not_read() -> None:
    limits = Limits(cpu=timedelta(seconds=5), wall=timedelta(seconds=0.5))
    with pytest.raises(Interrupted), started(["sleep", "60"], limits, fed=True) as program:
        program.exchange(bytes(8 << 20))


def test_leaving_the_block_ends_the_program() -> None:
    with started(["sleep", "60"], SOON) as program:
        process = Path(f"/proc/{program._process.pid}")
        assert _runs(process)
    assert not _runs(process)


def test_a_killed_parent_takes_the_program_along(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    script = (
        "from datetime import timedelta\n"
        "from media.ffmpeg.runner import Limits, capture\n"
        "limits = Limits(timedelta(seconds=9), timedelta(seconds=99), written_bytes=4096)\n"
        f"capture(['sh', '-c', 'echo $$ > {pid}; exec sleep 60'], limits, most_bytes=1)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script])
    assert ends_within(20, lambda: pid.exists() and pid.read_text(encoding="ascii") != "")
    worker.kill()
    worker.wait()
    program = Path("/proc") / pid.read_text(encoding="ascii").strip()
    assert ends_within(5, lambda: not _runs(program))


def test_a_missing_program_is_nobodys_refusal() -> None:
    with pytest.raises(Unavailable):
        capture(["no-such-program"], SOON, most_bytes=MOST)


def test_a_limit_that_may_not_be_set_is_nobodys_refusal() -> None:
    limits = Limits(cpu=timedelta(seconds=5), wall=timedelta(seconds=5), open_files=1 << 40)
    with pytest.raises(Unavailable):
        capture(["true"], limits, most_bytes=MOST)


def test_what_a_program_used_is_known_when_it_has_ended() -> None:
    with started(sh("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"), SOON) as program:
        assert program.cpu == timedelta(0)
        program.finish()
    assert timedelta(0) < program.cpu < timedelta(seconds=5)


def test_programs_run_side_by_side_in_threads() -> None:
    came: dict[int, bytes] = {}

    def run(number: int) -> None:
        came[number] = capture(sh(f"sleep 0.1; echo {number}"), SOON, most_bytes=MOST)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == {number: f"{number}\n".encode() for number in range(4)}


def _runs(process: Path) -> bool:
    """Tell whether a process still runs: a zombie does not."""
    try:
        return "\nState:\tZ" not in (process / "status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_else_in_the_product_starts_a_program() -> None:
    """The demo's makers aside, which only ever run on our own words and never in a province."""
    root = Path(runner.__file__).parents[2]
    starting = re.compile(
        r"^\s*(import|from) (subprocess|pty)\b|os\.(exec|spawn|popen|system)", re.MULTILINE
    )
    found = {
        str(path.relative_to(root))
        for package in ("broadcast", "cms", "media")
        for path in (root / package).rglob("*.py")
        if starting.search(path.read_text(encoding="utf-8"))
    }
    demo = {name for name in found if name.startswith("broadcast/demo/")}
    assert found - demo == {"media/ffmpeg/runner.py", "media/ffmpeg/sandbox.py"}
