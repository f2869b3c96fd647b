"""Make the house video of an upload: H.264 and AAC in an MP4 that plays while it loads.

Its sound is made first, at the loudness of television (`video_sound`). A picture that fits
already is copied, for encoding costs some 250 times as much. A copy that ffmpeg complains
of, or whose keyframes do not all decode, is not kept: encoding mends what a player would
stumble over. Everything told about where and with what it was filmed is dropped either
way.

ffmpeg has to seek in what it writes, so here, and only here, it writes files itself; the
video is hashed and looked at before anybody hears of it.
"""

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from media.ffmpeg.decode import expected_duration, judged
from media.ffmpeg.pcm import DISK_FULL, needs_space
from media.ffmpeg.probe import BOUNDS, Bounds, Picture, Probe, Sound, probe, verdict
from media.ffmpeg.progress import Progress, Reporter, Stage
from media.ffmpeg.refusal import Caution, Code, NoSpace, Refused
from media.ffmpeg.runner import Exhausted, Failed, capture, started
from media.ffmpeg.sandbox import Limits
from media.ffmpeg.treatment import PLAIN, Treatment
from media.ffmpeg.video_commands import (
    VideoFormat,
    look_argv,
    poster_argv,
    sound_argv,
    video_argv,
)
from media.ffmpeg.video_sound import CHANNELS, PCM_BYTES_PER_SECOND, VideoSound, level_sound

PIPELINE_VERSION = 2  # raise it when the same upload would make another video
LONGEST = timedelta(hours=2)
OVERTIME = timedelta(seconds=1)  # made beyond the longest, so that it shows
MEMORY_BYTES = 2 << 30
SPARE_BYTES = 16 << 20
PATIENCE = timedelta(seconds=1)
POSTER_AT = timedelta(seconds=3)
MOST_POSTER_BYTES = 2 << 20
HASH_BYTES = 1 << 20
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
    loudness_lufs: float
    true_peak_dbtp: float
    warnings: tuple[Caution, ...]


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
    copy_picture = not treatment.cuts and _fits(found.picture, form, found.bit_rate)
    most_bytes = _most_bytes(found, form, expected, copy_picture=copy_picture)
    if shutil.disk_usage(workdir).free < most_bytes:
        raise NoSpace(f"{most_bytes} bytes needed")
    target, own_sound = workdir / "video.mp4.part", workdir / "sound.mp4.part"
    work = _Work(source, target, own_sound, form, treatment, bounds, expected, Reporter(progress))
    try:
        return work.make(copy_picture=copy_picture, sound_fits=_sound_fits(found.sound, treatment))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        own_sound.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Work:
    source: Path
    target: Path
    own_sound: Path
    form: VideoFormat
    treatment: Treatment
    bounds: Bounds
    expected: timedelta
    report: Reporter

    def make(self, *, copy_picture: bool, sound_fits: bool) -> HouseVideo:
        """Copy what fits; encode the rest, and what does not decode as it was copied."""
        sound = self._sound(may_stay=sound_fits)
        if copy_picture:
            try:
                if not self._write(sound, copy_picture=True) and self._decodes():
                    return self._finished(self._looked_at(), sound, copied=True)
            except Refused:
                pass  # a stream that cannot be copied may still be read
            sound = sound if sound.path else self._sound(may_stay=False)
        self._write(sound, copy_picture=False)
        return self._finished(self._looked_at(), sound, copied=False)

    def _sound(self, *, may_stay: bool) -> VideoSound:
        argv = sound_argv(
            self.source,
            treatment=self.treatment,
            longest=LONGEST + OVERTIME,
            most_pixels=self.bounds.most_pixels,
        )
        return level_sound(
            argv,
            self.own_sound,
            form=self.form,
            may_stay=may_stay,
            expected=self.expected,
            report=self.report,
        )

    def _write(self, sound: VideoSound, *, copy_picture: bool) -> str:
        """Write the video; return what ffmpeg had to say against the upload."""
        argv = video_argv(
            self.source,
            self.target,
            sound=sound.path,
            copy_picture=copy_picture,
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

    def _finished(self, made: Probe, sound: VideoSound, *, copied: bool) -> HouseVideo:
        assert made.whole_duration is not None  # noqa: S101 - looked at
        size, digest = self.target.stat().st_size, hashlib.sha256()
        poster = _poster(self.target, made.whole_duration, self.bounds)
        with self.target.open("rb") as file, needs_space():
            for number, piece in enumerate(iter(partial(file.read, HASH_BYTES), b"")):
                digest.update(piece)
                self.report.tell(Stage.CHECK, number * HASH_BYTES, size)
            os.fsync(file.fileno())
        return HouseVideo(
            self.target,
            digest.hexdigest(),
            size,
            made.whole_duration,
            copied,
            poster,
            sound.heard.loudness_lufs,
            sound.heard.true_peak_dbtp,
            sound.warnings,
        )


def _poster(video: Path, duration: timedelta, bounds: Bounds) -> bytes:
    at = min(POSTER_AT, duration / 3)
    argv = poster_argv(video, at=at, most_pixels=bounds.most_pixels)
    limits = Limits(cpu=timedelta(minutes=1), wall=timedelta(minutes=4), memory_bytes=MEMORY_BYTES)
    try:
        poster = capture(argv, limits, most_bytes=MOST_POSTER_BYTES)
    except (Failed, Exhausted) as ended:
        raise Refused(Code.NO_PICTURE) from ended
    if not poster:
        raise Refused(Code.NO_PICTURE)
    return poster


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


def _sound_fits(sound: Sound, treatment: Treatment) -> bool:
    """Whether nothing but its loudness could speak against the sound as it came.

    One channel does not fit: what a meter reads of it is not what two speakers make of it.
    """
    return (
        (sound.codec, sound.profile, sound.channels) == ("aac", "LC", CHANNELS)
        and not treatment.cuts
        and not treatment.even_out
    )


def _furthest(lines: list[bytes], told: float) -> float:
    """Read from ffmpeg's own report how many seconds are written."""
    for line in lines:
        name, _, value = line.partition(b"=")
        if name == b"out_time_us" and value.strip().isdigit():
            told = int(value) / 1_000_000
    return told


def _encoded_bytes(form: VideoFormat, duration: timedelta) -> int:
    return int(duration.total_seconds() * (form.most_kbps + form.sound_kbps) * 125 * 1.05)


def _most_bytes(found: Probe, form: VideoFormat, expected: timedelta, *, copy_picture: bool) -> int:
    """Guess what the work needs on disk: the file and its sound, and as much again to store it.

    While its sound is measured there is no picture yet, so the larger of the two counts.
    """
    copied = found.size_bytes if copy_picture else 0
    written = 2 * max(copied, _encoded_bytes(form, expected))
    return max(written, int(expected.total_seconds() * PCM_BYTES_PER_SECOND)) + SPARE_BYTES
