"""Encode a sound until what came out has the loudness and the peak that were asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from media.ffmpeg.level import Gain, Span, solve_gain
from media.ffmpeg.limiter import Limiter
from media.ffmpeg.loudness import to_ratio
from media.ffmpeg.meter import Levels
from media.ffmpeg.pcm import Pcm

MOST_ENCODES = 3
METERS_APART_LU = 0.1  # what another meter may read beside ours
# Turned down by what it exceeds, a peak comes back by half: each time a wider berth.
PEAK_MARGIN_DB = 0.5

Made = TypeVar("Made")


class Heard(Protocol):
    """What a meter read of an encoded sound."""

    @property
    def loudness_lufs(self) -> float: ...
    @property
    def true_peak_dbtp(self) -> float: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How loud a finished sound is, and how far it may be off."""

    target_lufs: float
    tolerance_lu: float = 0.3
    peak_dbtp: float = -1.0
    ceiling_dbfs: float = -3.0  # of the limiter: a thin encoder overshoots it by up to 2 dB

    def __post_init__(self) -> None:
        if self.ceiling_dbfs > self.peak_dbtp:
            raise ValueError("the limiter's ceiling lies above the highest true peak")

    def met_by(self, heard: Heard, *, margin_lu: float = 0.0) -> bool:
        missed_lu = abs(heard.loudness_lufs - self.target_lufs)
        return missed_lu <= self.tolerance_lu - margin_lu and (
            heard.true_peak_dbtp <= self.peak_dbtp
        )


def encode_on_target(
    pcm: Pcm,
    levels: Levels,
    span: Span,
    *,
    level: Level,
    encoder_gain_db: float,
    encode: Callable[[Limiter], tuple[Made, Heard]],
) -> tuple[Made, Gain]:
    """Let `encode` try until its reading is content, or `MOST_ENCODES` times.

    A sound with much above the encoder's band loses loudness that only shows afterwards;
    one that was clipped before overshoots more than the ceiling allows for.
    """
    target_lufs, ceiling_db = level.target_lufs - encoder_gain_db, level.ceiling_dbfs
    encodes = 0
    while True:
        gain = solve_gain(pcm, levels, span, target_lufs=target_lufs, ceiling_db=ceiling_db)
        limiter = Limiter(pcm, levels.peaks, to_ratio(gain.gain_db), to_ratio(ceiling_db))
        made, heard = encode(limiter)
        encodes += 1
        if encodes == MOST_ENCODES or level.met_by(heard, margin_lu=METERS_APART_LU):
            return made, gain
        target_lufs += level.target_lufs - heard.loudness_lufs
        excess_db = heard.true_peak_dbtp - level.peak_dbtp
        if excess_db > 0:
            ceiling_db -= excess_db + PEAK_MARGIN_DB * encodes
