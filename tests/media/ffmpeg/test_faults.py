"""The machine at fault: killed programs, full disks, jobs called off, dead workers."""

import dataclasses
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from media.ffmpeg.encode import encode
from media.ffmpeg.house import HouseFormat, make_house
from media.ffmpeg.level import Span
from media.ffmpeg.limiter import Limiter
from media.ffmpeg.pcm import Pcm
from media.ffmpeg.probe import Bounds, probe
from media.ffmpeg.progress import Stage
from media.ffmpeg.refusal import Interrupted, NoSpace, Refused, Unavailable
from tests.media.ffmpeg import sounds
from tests.media.ffmpeg.conftest import MakeHouse, children, unheard
from tests.media.ffmpeg.disk import files_no_larger_than

OF_SOUND = (Stage.DECODE, Stage.ENCODE, Stage.CHECK)


@pytest.fixture(scope="session")
def long_speech(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half a minute: more than the pipes between us and a program can hold."""
    folder = tmp_path_factory.mktemp("long")
    part = sounds.write_wav(folder / "part.wav", sounds.speech(10))
    return sounds.convert(part, folder / "long.flac", "-af", "aloop=2:480000")


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGKILL], ids=lambda sent: sent.name)
@pytest.mark.parametrize("stage", OF_SOUND)
def test_a_killed_program_is_no_verdict_on_the_file(
    long_speech: Path, house_of: MakeHouse, workdir: Path, stage: Stage, sent: signal.Signals
) -> None:
    def kill(reached: Stage, _percent: int) -> None:
        if reached is stage:
            for child in children():
                os.kill(child, sent)

    with pytest.raises(Interrupted):
        house_of(long_speech, progress=kill)
    assert list(workdir.iterdir()) == []


@pytest.mark.parametrize("stage", OF_SOUND)
def test_a_job_called_off_leaves_nothing(
    long_speech: Path, house_of: MakeHouse, workdir: Path, stage: Stage
) -> None:
    def call_off(reached: Stage, _percent: int) -> None:
        if reached is stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house_of(long_speech, progress=call_off)
    assert list(workdir.iterdir()) == []
    assert children() == []


def test_a_refused_file_leaves_nothing(
    wav: Callable[..., Path], house_of: MakeHouse, workdir: Path
) -> None:
    with pytest.raises(Refused):
        house_of(wav(sounds.silence(1)))
    assert list(workdir.iterdir()) == []


def test_a_file_that_has_gone_is_no_verdict_on_it(wav: Callable[..., Path], workdir: Path) -> None:
    path = wav(sounds.tone(1))
    found = probe(path)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        make_house(path, found=found, form=HouseFormat(), workdir=workdir, progress=unheard)
    assert list(workdir.iterdir()) == []


def test_a_finished_job_leaves_the_rendition_alone(
    wav: Callable[..., Path], house_of: MakeHouse, workdir: Path
) -> None:
    house = house_of(wav(sounds.tone(1)))
    assert list(workdir.iterdir()) == [house.path]


def test_a_disk_that_fills_up_while_decoding_is_no_verdict_on_the_file(
    long_speech: Path, house_of: MakeHouse, workdir: Path
) -> None:
    with files_no_larger_than(1_000_000), pytest.raises(NoSpace):
        house_of(long_speech)
    assert list(workdir.iterdir()) == []


def test_a_disk_that_fills_up_while_encoding_is_no_verdict_on_the_file(
    workdir: Path, tmp_path: Path
) -> None:
    with Pcm(workdir) as pcm, (tmp_path / "house.mp3").open("w+b") as rendition:
        pcm.append(sounds.speech(3).astype(np.float32))
        limiter = Limiter(pcm, np.zeros(200, np.float32), gain=1, ceiling=0.7)
        with files_no_larger_than(10_000), pytest.raises(NoSpace):
            encode(
                limiter,
                Span(0, pcm.samples),
                bitrate_kbps=64,
                to=rendition,
                tell=lambda _done, _whole: None,
            )


def test_a_disk_too_small_for_the_claim_is_said_so_before_any_work(
    wav: Callable[..., Path], workdir: Path
) -> None:
    path = wav(sounds.tone(1))
    hours = shutil.disk_usage(workdir).free / 345_600_000
    claim = timedelta(hours=hours + 1)
    found = dataclasses.replace(probe(path), claimed_duration=claim, size_bytes=1 << 60)
    told: list[Stage] = []
    with pytest.raises(NoSpace):
        make_house(
            path,
            found=found,
            form=HouseFormat(),
            workdir=workdir,
            progress=lambda stage, _percent: told.append(stage),
            bounds=Bounds(longest=2 * claim),
        )
    assert told == []


def test_a_machine_without_ffmpeg_is_no_verdict_on_the_file(
    wav: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = wav(sounds.tone(1))
    few = tmp_path / "bin"
    few.mkdir()
    for name in ("setpriv", "prlimit", "nice", "unshare"):
        found = shutil.which(name)
        assert found
        (few / name).symlink_to(found)
    monkeypatch.setenv("PATH", str(few))
    with pytest.raises(Unavailable):
        probe(path)
    (few / "setpriv").unlink()
    with pytest.raises(Unavailable):
        probe(path)


def test_a_killed_worker_leaves_no_program_and_no_samples(long_speech: Path, workdir: Path) -> None:
    script = (
        "import time\n"
        "from pathlib import Path\n"
        "from media.ffmpeg.house import HouseFormat, make_house\n"
        "from media.ffmpeg.probe import probe\n"
        f"source, workdir = Path({str(long_speech)!r}), Path({str(workdir)!r})\n"
        "def wait(stage, percent):\n"
        "    (workdir / 'begun').touch()\n"
        "    time.sleep(60)\n"
        "make_house(source, found=probe(source), form=HouseFormat(), workdir=workdir,\n"
        "           progress=wait)\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", script])
    until = time.monotonic() + 30
    while not (workdir / "begun").exists() and time.monotonic() < until:
        time.sleep(0.02)
    (decoder,) = [int(pid) for pid in _children_of(worker.pid)]
    worker.kill()
    worker.wait()
    while Path(f"/proc/{decoder}").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{decoder}").exists()
    assert [path.name for path in workdir.iterdir()] == ["begun"]


def _children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()


def test_the_deadline_of_a_busy_machine_is_no_verdict_on_the_file(
    long_speech: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from media.ffmpeg import decode  # noqa: PLC0415 - its limits are the subject

    brief = dataclasses.replace(decode.decode_limits(timedelta(0)), wall=timedelta(seconds=0.2))
    monkeypatch.setattr(decode, "decode_limits", lambda _expected: brief)
    with pytest.raises(Interrupted):
        make_house(
            long_speech,
            found=probe(long_speech),
            form=HouseFormat(),
            workdir=workdir,
            progress=lambda *_: time.sleep(0.3),
        )
    assert list(workdir.iterdir()) == []
