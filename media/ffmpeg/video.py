"""Make the house video of an upload: H.264 and AAC in an MP4 that plays while it loads.

What fits already is copied, stream by stream, for encoding costs some 250 times as much.
A copy that ffmpeg complains of, or whose keyframes do not all decode, is not kept:
encoding mends what a player would stumble over. Everything told about where and with what
it was filmed is dropped either way.

ffmpeg has to seek in what it writes, so here, and only here, it writes a file itself; that
file is hashed and looked at before anybody hears of it.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from media.ffmpeg.decode import expected_duration, judged
from media.ffmpeg.pcm import needs_space
from media.ffmpeg.probe import BOUNDS, Bounds, Picture, Probe, Sound, probe, verdict
from media.ffmpeg.progress import Progress, Reporter, Stage
from media.ffmpeg.refusal import Code, NoSpace, Refused
from media.ffmpeg.runner import Exhausted, Failed, capture, started
from media.ffmpeg.sandbox import Limits
from media.ffmpeg.treatment import PLAIN, Treatment
from media.ffmpeg.video_commands import Plan, VideoFormat, look_argv, poster_argv, video_argv

PIPELINE_VERSION = 1  # raise it when the same upload would make another video
LONGEST = timedelta(hours=2)
OVERTIME = timedelta(seconds=1)  # made beyond the longest, so that it shows
MEMORY_BYTES = 2 << 30
SPARE_BYTES = 16 << 20
PATIENCE = timedelta(seconds=1)
POSTER_AT = timedelta(seconds=3)
MOST_POSTER_BYTES = 2 << 20
HASH_BYTES = 1 << 20
DISK_FULL = "No space left on device"  # ffmpeg ends as if the upload were at fault
FITTING_PROFILES = frozenset({"Constrained Baseline", "Main", "High"})
FITTING_LEVEL = 41


@dataclass(frozen=True, slots=True)
class HouseVideo:
    """A finished video: `path` lies in the workdir and is synced to disk."""

    path: Path
    sha256: str
    size_bytes: int
    duration: timedelta
    copied: bool  # the picture was, bit by bit
    poster: bytes  # a JPEG


def plan_for(found: Probe, form: VideoFormat, treatment: Treatment = PLAIN) -> Plan:
    """Decide what of the upload airs as it is."""
    if found.picture is None or found.sound is None or treatment.cuts:
        return Plan(copy_picture=False, copy_sound=False)
    return Plan(
        copy_picture=_fits(found.picture, form, found.bit_rate),
        copy_sound=_sounds_right(found.sound) and not treatment.even_out,
    )


def make_video(
    source: Path,
    *,
    found: Probe,
    form: VideoFormat,
    workdir: Path,
    progress: Progress,
    bounds: Bounds = BOUNDS,
    treatment: Treatment = PLAIN,
) -> HouseVideo:
    """Make the house video of `source`, which `probe` saw as `found`, inside `workdir`.

    `progress` is called in this thread; raising from it calls the job off. Raise `Refused`
    if the file is at fault, `Interrupted` if the machine is, `NoSpace` before any work if
    the disk cannot hold what the file claims to be.
    """
    if found.picture is None:
        raise Refused(Code.NO_PICTURE)
    if found.sound is None:
        raise Refused(Code.NO_AUDIO)
    source.open("rb").close()  # if it has gone, the file is not at fault
    expected = min(LONGEST, treatment.left_of(expected_duration(found, bounds=bounds)))
    plan = plan_for(found, form, treatment)
    most_bytes = _most_bytes(found, form, plan, expected)
    if shutil.disk_usage(workdir).free < most_bytes:
        raise NoSpace(f"{most_bytes} bytes needed")
    target = workdir / "video.mp4.part"
    work = _Work(source, target, form, treatment, bounds, expected, Reporter(progress))
    try:
        made, plan = work.make(plan)
        return _finished(target, made, work, copied=plan.copy_picture)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class _Work:
    source: Path
    target: Path
    form: VideoFormat
    treatment: Treatment
    bounds: Bounds
    expected: timedelta
    report: Reporter

    def make(self, plan: Plan) -> tuple[Probe, Plan]:
        """Copy what fits; encode the rest, and what does not decode as it was copied."""
        if plan.copy_picture:
            try:
                if not self._write(plan) and self._decodes():
                    return self._looked_at(), plan
            except Refused:
                pass  # a stream that cannot be copied may still be read
            plan = Plan(copy_picture=False, copy_sound=False)
        self._write(plan)
        return self._looked_at(), plan

    def _write(self, plan: Plan) -> str:
        """Write the video; return what ffmpeg had to say against the upload."""
        argv = video_argv(
            self.source,
            self.target,
            plan=plan,
            form=self.form,
            treatment=self.treatment,
            longest=LONGEST + OVERTIME,
            most_pixels=self.bounds.most_pixels,
        )
        whole, told = self.expected.total_seconds(), 0.0
        try:
            with started(argv, self._limits()) as program:
                rest = b""
                while (came := program.read_some(PATIENCE)) != b"":
                    *lines, rest = (rest + (came or b"")).split(b"\n")
                    told = _furthest(lines, told)
                    self.report.tell(Stage.PICTURE, told, whole)
                program.finish()
                return program.said
        except Exhausted as exhausted:
            raise Refused(Code.TOO_HEAVY) from exhausted
        except Failed as failed:
            if DISK_FULL in failed.said:
                raise NoSpace(failed.said) from failed
            raise Refused(verdict(failed)) from failed

    def _decodes(self) -> bool:
        """Whether every keyframe of what was made can be shown."""
        argv = look_argv(self.target, most_pixels=self.bounds.most_pixels)
        try:
            with judged(argv, self._limits()) as program:
                while program.read_some(PATIENCE) != b"":
                    self.report.tell(Stage.CHECK, 0, 1)
                program.finish()
                return not program.said
        except Refused:
            return False

    def _looked_at(self) -> Probe:
        self.report.tell(Stage.CHECK, 1, 2)
        found = probe(self.target, bounds=self.bounds)
        if found.picture is None:
            raise Refused(Code.NO_PICTURE)
        if found.whole_duration is None:
            raise Refused(Code.BROKEN)
        if found.whole_duration > LONGEST:
            raise Refused(Code.VIDEO_TOO_LONG, {"most_ms": LONGEST // timedelta(milliseconds=1)})
        return found

    def _limits(self) -> Limits:
        """Allow some ten times what a slow machine needs, and one four times as busy."""
        cpu = timedelta(minutes=5) + 8 * self.expected
        written = _encoded_bytes(self.form, LONGEST) + self.source.stat().st_size + SPARE_BYTES
        return Limits(cpu=cpu, wall=4 * cpu, memory_bytes=MEMORY_BYTES, written_bytes=written)


def _finished(target: Path, made: Probe, work: _Work, *, copied: bool) -> HouseVideo:
    assert made.whole_duration is not None  # noqa: S101 - looked at
    at = min(POSTER_AT, made.whole_duration / 3)
    argv = poster_argv(target, at=at, most_pixels=work.bounds.most_pixels)
    limits = Limits(cpu=timedelta(minutes=1), wall=timedelta(minutes=4), memory_bytes=MEMORY_BYTES)
    try:
        poster = capture(argv, limits, most_bytes=MOST_POSTER_BYTES)
    except (Failed, Exhausted) as ended:
        raise Refused(Code.NO_PICTURE) from ended
    if not poster:
        raise Refused(Code.NO_PICTURE)
    size, digest = target.stat().st_size, hashlib.sha256()
    with target.open("rb") as file, needs_space():
        for number, piece in enumerate(iter(partial(file.read, HASH_BYTES), b"")):
            digest.update(piece)
            work.report.tell(Stage.CHECK, number * HASH_BYTES, size)
        os.fsync(file.fileno())
    return HouseVideo(target, digest.hexdigest(), size, made.whole_duration, copied, poster)


def _fits(picture: Picture, form: VideoFormat, whole_bit_rate: int | None) -> bool:
    bit_rate = picture.bit_rate or whole_bit_rate
    return (
        (picture.codec, picture.pixel_format) == ("h264", "yuv420p")
        and picture.profile in FITTING_PROFILES
        and 0 < picture.level <= FITTING_LEVEL
        and not picture.rotated
        and not picture.interlaced
        and 0 < picture.width <= form.most_width
        and 0 < picture.height <= form.most_height
        and bit_rate is not None
        and bit_rate <= form.most_kbps * 1000
    )


def _sounds_right(sound: Sound) -> bool:
    return (sound.codec, sound.profile) == ("aac", "LC") and sound.channels <= 2  # noqa: PLR2004 - left and right


def _furthest(lines: list[bytes], told: float) -> float:
    """Read from ffmpeg's own report how many seconds are written."""
    for line in lines:
        name, _, value = line.partition(b"=")
        if name == b"out_time_us" and value.strip().isdigit():
            told = int(value) / 1_000_000
    return told


def _encoded_bytes(form: VideoFormat, duration: timedelta) -> int:
    return int(duration.total_seconds() * (form.most_kbps + form.sound_kbps) * 125 * 1.05)


def _most_bytes(found: Probe, form: VideoFormat, plan: Plan, expected: timedelta) -> int:
    """Guess what the work needs on disk: the file, and as much again when it is stored."""
    copied = found.size_bytes if plan.copy_picture else 0
    return 2 * max(copied, _encoded_bytes(form, expected)) + SPARE_BYTES
