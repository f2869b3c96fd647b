"""Bring the sound of a video to the loudness of television, on two channels, in step.

It is decoded once and measured on the way; a gain is solved as for a house file; the AAC
that comes out is read by an independent meter and made again where it misses. It is a file
of its own beside the picture, so trying again costs no picture. What is as loud as wanted
when it comes may stay as it is.

Loudness is of both channels together, as a television's meter has it. Nothing is cut off,
and gaps in its clock are filled with silence, or lips would move apart from words.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from media.ffmpeg import caution
from media.ffmpeg.check import R128_READING
from media.ffmpeg.decode import (
    CHUNK,
    Tell,
    chunks,
    decode_limits,
    duration_of,
    fitting_scale,
    judged,
)
from media.ffmpeg.encode import own_limits
from media.ffmpeg.level import Span, require_audible
from media.ffmpeg.limiter import Limiter
from media.ffmpeg.loudness import to_db
from media.ffmpeg.meter import Levels, PairMeter
from media.ffmpeg.pcm import DISK_FULL, Pcm, to_s16
from media.ffmpeg.progress import Reporter, Stage
from media.ffmpeg.refusal import Caution, Code, NoSpace, Refused, Unavailable, Unsound
from media.ffmpeg.runner import Exhausted, Failed, started
from media.ffmpeg.sandbox import Limits
from media.ffmpeg.target import encode_on_target
from media.ffmpeg.truepeak import TruePeak
from media.ffmpeg.video_commands import VideoFormat, aac_argv, hear_argv

CHANNELS = 2
PCM_BYTES_PER_SECOND = 192_000
MEMORY_BYTES = 2 << 30  # a gap in the clock is filled at once
SPARE_BYTES = 16 << 20
PACKED = 1024  # samples of one AAC frame


@dataclass(frozen=True, slots=True)
class Heard:
    """What a meter read of both channels."""

    loudness_lufs: float
    true_peak_dbtp: float


@dataclass(frozen=True, slots=True)
class VideoSound:
    """The sound a video will have: in a file of its own, or as it came."""

    path: Path | None
    heard: Heard
    warnings: tuple[Caution, ...] = ()


def level_sound(
    decode: list[str],
    target: Path,
    *,
    form: VideoFormat,
    may_stay: bool,
    expected: timedelta,
    report: Reporter,
) -> VideoSound:
    """Write what `decode` decodes to `target` at the loudness of `form`.

    `may_stay` leaves a sound that needs no change where it is. Raise `Refused`,
    `Interrupted` or `NoSpace`; `target` is the caller's to clear away.
    """
    tell = partial(report.tell, Stage.DECODE)
    with ExitStack() as held:
        pcm = held.enter_context(Pcm(target.parent, channels=CHANNELS))
        levels = _decoded(decode, pcm, expected, tell)
        scale = fitting_scale(float(levels.peaks.max()))
        if scale != 1.0:
            held.close()
            pcm = held.enter_context(Pcm(target.parent, scale=scale, channels=CHANNELS))
            levels = _decoded(decode, pcm, expected, tell)
        came = Heard(require_audible(levels), to_db(levels.true_peak))
        if may_stay and form.level.met_by(came):
            return VideoSound(None, came)
        return _levelled(pcm, levels, target, form, report)


def _decoded(decode: list[str], pcm: Pcm, expected: timedelta, tell: Tell) -> Levels:
    usual = decode_limits(expected)
    limits = Limits(cpu=usual.cpu, wall=usual.wall, memory_bytes=MEMORY_BYTES)
    meter = PairMeter()
    with judged(decode, limits) as program:
        for chunk in chunks(program, CHANNELS):
            pcm.append(meter.push(chunk))
            tell(duration_of(pcm.samples).total_seconds(), expected.total_seconds())
        program.finish()
    if not pcm.samples:
        raise Refused(Code.BROKEN)
    return meter.levels()


def _levelled(
    pcm: Pcm, levels: Levels, target: Path, form: VideoFormat, report: Reporter
) -> VideoSound:
    def encode(limiter: Limiter) -> tuple[Heard, Heard]:
        _encode(limiter, pcm.samples, target, form.sound_kbps, partial(report.tell, Stage.ENCODE))
        heard = _hear(target, pcm.samples, partial(report.tell, Stage.CHECK))
        return heard, heard

    heard, _gain = encode_on_target(
        pcm, levels, Span(0, pcm.samples), level=form.level, encoder_gain_db=0.0, encode=encode
    )
    return VideoSound(target, heard, tuple(caution.of_level(form.level, heard)))


def _encode(limiter: Limiter, samples: int, target: Path, kbps: int, tell: Tell) -> None:
    limits = _limits(samples, written_bytes=samples * kbps // 192 + SPARE_BYTES)
    try:
        with started(aac_argv(target, kbps=kbps), limits, fed=True) as program:
            for start in range(0, samples, CHUNK):
                program.exchange(to_s16(limiter.read(start, min(start + CHUNK, samples))))
                tell(start, samples)
            program.finish()
    except (Failed, Exhausted) as ended:
        if isinstance(ended, Failed) and DISK_FULL in ended.said:
            raise NoSpace(ended.said) from ended
        raise Unavailable(f"the encoder would not work on our own sound: {ended}") from ended


def _hear(target: Path, samples: int, tell: Tell) -> Heard:
    """Decode what was encoded; the loudness is read by ffmpeg's own meter."""
    peaks, heard = (TruePeak(), TruePeak()), 0
    try:
        with started(hear_argv(target), _limits(samples)) as program:
            for chunk in chunks(program, CHANNELS):
                for side, peak in enumerate(peaks):
                    peak.push(chunk[:, side])
                heard += len(chunk)
                tell(heard, samples)
            program.finish()
    except (Failed, Exhausted) as ended:
        raise Unsound(f"what was encoded does not decode: {ended}") from ended
    readings = R128_READING.findall(program.said)
    if abs(heard - samples) > PACKED or not readings:
        raise Unsound(f"{samples} samples decode to {heard}")
    return Heard(float(readings[-1]), to_db(max(peak.finish() for peak in peaks)))


def _limits(samples: int, *, written_bytes: int = 0) -> Limits:
    usual = own_limits(duration_of(samples))
    return Limits(cpu=usual.cpu, wall=usual.wall, written_bytes=written_bytes)
