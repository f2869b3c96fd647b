"""Make the house rendition of an upload: one form, one loudness, whatever came in.

An upload is decoded once. On the way its loudness, peaks, channels and silences are
measured and a mono copy is kept in a file without a name. Then the silence at its ends
is cut, a gain is solved so that what is left *after* limiting meets the target, and the
copy is encoded to MP3 frames that each stand alone. Finally the MP3 is decoded again by
an independent meter; if it misses loudness or peak, it is encoded again with what was
learnt. All loudness is of the mono file counted as one channel: -19 LUFS here is what a
stereo meter calls -16.

Nothing is left in `workdir` but the rendition, and not that if anything goes wrong; only
a killed process can leave a `*.mp3.part`. Moving the rendition into the store, and
syncing the folder it goes to, is the caller's.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import IO

from media.ffmpeg import caution
from media.ffmpeg.calibrate import encoder_gain_db
from media.ffmpeg.check import Checked, check
from media.ffmpeg.commands import SAMPLE_RATE
from media.ffmpeg.decode import Decoded, decoded, duration_of, expected_duration
from media.ffmpeg.encode import Encoded, encode
from media.ffmpeg.frames import BITRATES_KBPS, FRAME, frame_bytes
from media.ffmpeg.level import Extent, Gain, find_extent, require_audible
from media.ffmpeg.limiter import Limiter
from media.ffmpeg.loudness import loudness_range, to_db
from media.ffmpeg.meter import Use
from media.ffmpeg.pcm import SAMPLE_BYTES, needs_space
from media.ffmpeg.probe import BOUNDS, Bounds, Probe
from media.ffmpeg.progress import Progress, Reporter, Stage
from media.ffmpeg.refusal import Caution, Code, NoSpace, Refused
from media.ffmpeg.target import Level, encode_on_target
from media.ffmpeg.treatment import PLAIN, Treatment
from media.ffmpeg.waveform import waveform

PIPELINE_VERSION = 2  # raise it when the same upload would make other bytes
SPARE_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class HouseFormat:
    """How a station's files sound. Loudness is measured on the mono file."""

    target_lufs: float = -19.0
    peak_dbtp: float = -1.0
    bitrate_kbps: int = 64

    def __post_init__(self) -> None:
        if self.bitrate_kbps not in BITRATES_KBPS:
            raise ValueError(f"{self.bitrate_kbps} kbit/s is no bit rate of MPEG-1 layer III")

    @property
    def level(self) -> Level:
        return Level(target_lufs=self.target_lufs, peak_dbtp=self.peak_dbtp)


@dataclass(frozen=True, slots=True)
class Measured:
    """The upload as decoded, mixed to mono."""

    duration: timedelta
    loudness_lufs: float
    true_peak_dbtp: float
    range_lu: float
    clipped_samples: int
    used: Use


@dataclass(frozen=True, slots=True)
class House:
    """A finished rendition: `path` lies in the workdir and is synced to disk."""

    path: Path
    sha256: str
    size_bytes: int
    duration: timedelta
    loudness_lufs: float
    true_peak_dbtp: float
    gain_db: float
    original: Measured
    trimmed_start: timedelta
    trimmed_end: timedelta
    warnings: tuple[Caution, ...]
    peaks: bytes  # see `waveform.waveform`


def make_house(
    source: Path,
    *,
    found: Probe,
    form: HouseFormat,
    workdir: Path,
    progress: Progress,
    bounds: Bounds = BOUNDS,
    treatment: Treatment = PLAIN,
) -> House:
    """Make the rendition of `source`, which `probe` saw as `found`, inside `workdir`.

    Under a `treatment` everything told of the original is of what it leaves.

    `progress` is called in this thread; raising from it calls the job off. Raise `Refused`
    if the file is at fault, `Interrupted` if the machine is: `NoSpace` before any work if
    the disk cannot hold what the file claims to be. Raise `OSError` if `source` cannot be
    read.
    """
    if found.sound is None:
        raise Refused(Code.NO_AUDIO)
    _require_space(workdir, expected_duration(found, bounds=bounds), form)
    report = Reporter(progress)
    with decoded(
        source,
        found=found,
        workdir=workdir,
        bounds=bounds,
        tell=partial(report.tell, Stage.DECODE),
        treatment=treatment,
    ) as sound:
        loudness = require_audible(sound.levels)
        extent = find_extent(sound.levels, loudness)
        with _kept(workdir) as (path, file):
            made, gain = _encode_to_target(sound, extent, form, file, report)
            with needs_space():
                os.fsync(file.fileno())
            return _house(
                path=path,
                made=made,
                gain=gain,
                original=_measured(sound, loudness),
                extent=extent,
                form=form,
                # A part is shorter than what the header claims, and rightly so.
                found=replace(found, claimed_duration=None) if treatment.cuts else found,
                sound=sound,
                evened_out=treatment.even_out,
            )


@dataclass(frozen=True, slots=True)
class _Made:
    encoded: Encoded
    checked: Checked


def _encode_to_target(
    sound: Decoded, extent: Extent, form: HouseFormat, file: IO[bytes], report: Reporter
) -> tuple[_Made, Gain]:
    def encoded(limiter: Limiter) -> tuple[_Made, Checked]:
        encoded = encode(
            limiter,
            extent.span,
            bitrate_kbps=form.bitrate_kbps,
            to=file,
            tell=partial(report.tell, Stage.ENCODE),
        )
        checked = check(file, frames=encoded.frames, tell=partial(report.tell, Stage.CHECK))
        return _Made(encoded, checked), checked

    return encode_on_target(
        sound.pcm,
        sound.levels,
        extent.span,
        level=form.level,
        encoder_gain_db=encoder_gain_db(form.bitrate_kbps),
        encode=encoded,
    )


def _measured(sound: Decoded, loudness_lufs: float) -> Measured:
    return Measured(
        duration=duration_of(sound.levels.samples),
        loudness_lufs=loudness_lufs,
        true_peak_dbtp=to_db(sound.levels.true_peak),
        range_lu=loudness_range(sound.levels.energies),
        clipped_samples=sound.levels.clipped,
        used=sound.use,
    )


def _house(
    *,
    path: Path,
    made: _Made,
    gain: Gain,
    original: Measured,
    extent: Extent,
    form: HouseFormat,
    found: Probe,
    sound: Decoded,
    evened_out: bool,
) -> House:
    checked = made.checked
    cautions = [
        *caution.of_source(found, sound, original.range_lu, evened_out=evened_out),
        *caution.of_rendition(extent, gain, original.loudness_lufs),
        *caution.of_level(form.level, checked),
    ]
    return House(
        path=path,
        sha256=made.encoded.sha256,
        size_bytes=made.encoded.size_bytes,
        duration=made.encoded.frames * FRAME,
        loudness_lufs=checked.loudness_lufs,
        true_peak_dbtp=checked.true_peak_dbtp,
        gain_db=gain.gain_db,
        original=original,
        trimmed_start=duration_of(extent.span.start),
        trimmed_end=duration_of(sound.levels.samples - extent.span.stop),
        warnings=tuple(cautions),
        peaks=waveform(checked.lows, checked.highs),
    )


@contextmanager
def _kept(workdir: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a new file in `workdir` that outlives the block only if the block ends well."""
    with needs_space():
        handle, name = tempfile.mkstemp(dir=workdir, suffix=".mp3.part")
    path = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield path, file
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _require_space(workdir: Path, expected: timedelta, form: HouseFormat) -> None:
    per_second = SAMPLE_RATE * SAMPLE_BYTES + frame_bytes(form.bitrate_kbps) / FRAME.total_seconds()
    needed = int(expected.total_seconds() * per_second) + SPARE_BYTES
    free = shutil.disk_usage(workdir).free
    if free < needed:
        raise NoSpace(f"{needed} bytes needed, {free} free")
