"""Every kind of hostile upload goes through the whole gate with strace watching.

Whatever becomes of the upload, no program may open a file but the upload, write anything,
open a socket, start a program or run without its limits. A fixed share runs each time, at a
small size; the soak run takes all of them at the size that hurts.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from media.ffmpeg.probe import BOUNDS, Bounds, probe
from media.ffmpeg.refusal import Code, Refused, Warned
from media.ffmpeg.video import make_video
from media.ffmpeg.video_commands import VideoFormat
from media.reasons import sentence
from tests.media.ffmpeg import attacks, sounds
from tests.media.ffmpeg.attacks import Build
from tests.media.ffmpeg.conftest import MakeHouse, unheard
from tests.media.ffmpeg.tracing import Trace, Tracer, require_strace
from tests.media.videos import filmed

BRIEF = Bounds(longest=timedelta(seconds=60))
Outcome = Code | frozenset[Warned]
TAKEN: frozenset[Warned] = frozenset()
LENGTH = frozenset({Warned.LENGTH_DISAGREES})


@dataclass(frozen=True)
class Attack:
    build: Build
    outcome: Outcome
    always: bool = False  # in every run, not in the soak run alone


def _named(name: str) -> Build:
    return lambda folder, _full: sounds.write_wav(folder / name, sounds.tone(1))


ATTACKS = {
    "HLS by path": Attack(attacks.hls("{folder}/theirs.mp3"), Code.FORBIDDEN_FORMAT, always=True),
    "HLS by name": Attack(attacks.hls("theirs.mp3"), Code.FORBIDDEN_FORMAT),
    "HLS of the password file": Attack(attacks.hls("file:///etc/passwd"), Code.FORBIDDEN_FORMAT),
    "HLS over the network": Attack(attacks.hls(attacks.NOWHERE), Code.FORBIDDEN_FORMAT),
    "HLS under a sound's name": Attack(
        attacks.hls("{folder}/theirs.mp3", "tin.mp3"), Code.FORBIDDEN_FORMAT
    ),
    "concat by name": Attack(
        attacks.text("upload", "ffconcat version 1.0\nfile theirs.mp3\n"), Code.FORBIDDEN_FORMAT
    ),
    "concat by path": Attack(
        attacks.text("upload", "ffconcat version 1.0\nfile '{folder}/theirs.mp3'\n"),
        Code.FORBIDDEN_FORMAT,
        always=True,
    ),
    "DASH": Attack(attacks.dash, Code.FORBIDDEN_FORMAT),
    "SDP": Attack(
        attacks.text(
            "live.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n"
        ),
        Code.FORBIDDEN_FORMAT,
    ),
    "subtitles that are a list": Attack(attacks.gab2_avi, Code.SILENT, always=True),
    "sound in another file": Attack(attacks.referring_mov, Code.BROKEN, always=True),
    "drawing": Attack(attacks.svg, Code.FORBIDDEN_FORMAT),
    "a name that is an address": Attack(_named("http:127.0.0.1:9"), TAKEN),
    "a name that is a protocol": Attack(_named("concat:theirs.mp3|theirs.mp3"), TAKEN),
    "a name that is a part": Attack(_named("subfile,,start,0,end,9,,:theirs.mp3"), TAKEN),
    "huge cover": Attack(attacks.huge_cover, TAKEN, always=True),
    "flooding tag": Attack(attacks.flooding_tag, TAKEN),
    "hours of FLAC": Attack(attacks.hours_of_flac, Code.TOO_LONG, always=True),
    "hours of Opus": Attack(attacks.hours_of_opus, Code.TOO_LONG),
    "no number": Attack(attacks.not_a_number(math.nan), Code.BAD_SAMPLES, always=True),
    "infinity": Attack(attacks.not_a_number(math.inf), Code.BAD_SAMPLES),
    "Xing claims a year": Attack(attacks.lying_xing, LENGTH, always=True),
    "stts claims for ever": Attack(attacks.lying_stts, TAKEN),
    "RIFF claims gigabytes": Attack(attacks.lying_riff, TAKEN),
    "claims and no sound": Attack(attacks.claims_without_sound, Code.BROKEN),
    "655350 Hz": Attack(attacks.odd_wav(655_350, 8), Code.BAD_RATE),
    "1 Hz": Attack(attacks.odd_wav(1, 1), Code.BAD_RATE),
    "65535 channels": Attack(attacks.odd_wav(48_000, 65_535), Code.NOT_MEDIA),
}


@pytest.fixture
def tracer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tracer:
    require_strace()
    folder = tmp_path / "traces"
    folder.mkdir()
    made = Tracer(folder)
    made.watch(monkeypatch)
    return made


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    attacks.theirs(folder)
    return folder


@pytest.mark.parametrize(
    "attack", [pytest.param(one, id=name) for name, one in ATTACKS.items() if one.always]
)
def test_an_attack_reaches_nothing_but_its_own_file(
    attack: Attack, tracer: Tracer, uploads: Path, house_of: MakeHouse
) -> None:
    _attack(attack, tracer, uploads, house_of, full=False)


@pytest.mark.soak
@pytest.mark.parametrize("attack", [pytest.param(one, id=name) for name, one in ATTACKS.items()])
def test_an_attack_at_full_size_reaches_nothing_but_its_own_file(
    attack: Attack, tracer: Tracer, uploads: Path, house_of: MakeHouse
) -> None:
    _attack(attack, tracer, uploads, house_of, full=True)


def _attack(
    attack: Attack, tracer: Tracer, uploads: Path, house_of: MakeHouse, *, full: bool
) -> None:
    upload = attack.build(uploads, full)
    stood = sorted(uploads.iterdir())

    outcome = _outcome(lambda: house_of(upload, bounds=BOUNDS if full else BRIEF))

    assert outcome == attack.outcome
    if isinstance(outcome, Code):
        facts = {"rate_hz": 0, "least_hz": 0, "most_hz": 0, "channels": 0, "most": 0}
        assert sentence(outcome, facts)
    traces = tracer.traces()
    assert traces[0].program == "ffprobe"
    for trace in traces:
        assert trace.opened() <= {str(upload)}
        assert trace.wrote() == []
        assert trace.called_out() == []
        assert trace.started() == []
        _assert_limited(trace)
    assert sorted(uploads.iterdir()) == stood


def _outcome(make: Callable[[], object]) -> Outcome:
    try:
        house = make()
    except Refused as refused:
        return refused.code
    return frozenset(caution.code for caution in house.warnings)  # type: ignore[attr-defined]


def _assert_limited(trace: Trace) -> None:
    assert trace.limits.keys() == {"CPU", "AS", "FSIZE", "NOFILE", "CORE"}
    assert trace.limits["AS"] == ("786432*1024", "786432*1024")
    assert trace.limits["FSIZE"] == ("0", "0")
    assert trace.limits["NOFILE"] == ("64", "64")
    assert trace.limits["CORE"] == ("0", "0")


def test_a_video_is_read_alone_and_nothing_but_its_own_two_files_is_written(
    tracer: Tracer, uploads: Path, workdir: Path
) -> None:
    upload = filmed(uploads / "upload.mp4")
    stood = sorted(uploads.iterdir())
    made = make_video(
        upload, found=probe(upload), form=VideoFormat(), workdir=workdir, progress=unheard
    )
    own = {str(workdir / name) for name in ("sound.mp4.part", "video.mp4.part")}
    traces = tracer.traces()
    opened = {name for trace in traces for name in trace.opened()}
    assert opened - {"/etc/localtime"} == {str(upload), *own}
    for trace in traces:
        assert all(any(name in call for name in own) for call in trace.wrote())
        assert trace.called_out() == []
        assert trace.started() == []
        assert trace.limits.keys() == {"CPU", "AS", "FSIZE", "NOFILE", "CORE"}
    assert sorted(uploads.iterdir()) == stood
    assert list(workdir.iterdir()) == [made.path]


def test_without_the_guards_the_same_list_reaches_the_other_file(
    tracer: Tracer, uploads: Path
) -> None:
    """So the watch can see what it looks for, and the sample is a real attack."""
    upload = attacks.hls("{folder}/theirs.mp3")(uploads, False)
    sounds.run_bare([*tracer.strace(), "ffprobe", "-v", "error", str(upload)])
    (trace,) = tracer.traces()
    assert trace.opened() == {str(upload), str(uploads / attacks.THEIRS)}
    assert trace.limits == {}


def test_without_the_guards_the_same_film_reaches_the_other_file(
    tracer: Tracer, uploads: Path
) -> None:
    upload = attacks.referring_mov(uploads, False)
    asked = ("-enable_drefs", "1", "-use_absolute_path", "1", "-i", str(upload))
    sounds.run_bare([*tracer.strace(), "ffprobe", "-v", "error", *asked])
    (trace,) = tracer.traces()
    assert trace.opened() == {str(upload), str(uploads / attacks.THEIRS)}


def test_an_ordinary_upload_is_looked_at_once_and_decoded_once(
    tracer: Tracer, uploads: Path, house_of: MakeHouse
) -> None:
    """All that is told of a sound comes from one decode; what is made is decoded apart."""
    upload = uploads / attacks.THEIRS
    house_of(upload)
    readers = [trace.program for trace in tracer.traces() if str(upload) in trace.opened()]
    assert readers == ["ffprobe", "ffmpeg"]
