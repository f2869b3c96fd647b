"""The cheap look at an upload: what its headers claim, and whether to go on.

Headers lie, so nothing here is a promise. A claimed length never refuses a file; the
decoded length does.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from media.ffmpeg import commands
from media.ffmpeg.refusal import Code, Refused
from media.ffmpeg.runner import Exhausted, Failed, capture
from media.ffmpeg.sandbox import Limits

LIMITS = Limits(cpu=timedelta(seconds=20), wall=timedelta(seconds=60))
MOST_PRINTED_BYTES = 1 << 20
MOST_BELIEVABLE_S = 10 * 366 * 86_400  # a longer claim is noise


class Kind(StrEnum):
    """What an upload is to a person: cover art does not make a video."""

    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an upload may be. The defaults are what people make with recorders and phones."""

    longest: timedelta = timedelta(hours=4)
    shortest: timedelta = timedelta(milliseconds=500)
    least_rate_hz: int = 8_000
    most_rate_hz: int = 192_000
    most_channels: int = 8
    most_pixels: int = 33_177_600  # 7680 × 4320


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class Sound:
    """The first sound stream, as its header has it."""

    codec: str
    rate_hz: int
    channels: int
    bit_rate: int | None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The first moving picture, as its header has it; what is unknown is empty, 0 or None."""

    codec: str
    profile: str
    level: int
    pixel_format: str
    width: int
    height: int
    frame_rate: float | None
    bit_rate: int | None
    rotated: bool = False  # shown turned, as phones mark it
    interlaced: bool = False


@dataclass(frozen=True, slots=True)
class Probe:
    """Everything learnt without decoding.

    `claimed_duration` is the sound's, if it says. `sound` is None only for a video without
    any: it may air on television, but a house rendition of it is refused.
    """

    kind: Kind
    container: str
    size_bytes: int
    claimed_duration: timedelta | None
    bit_rate: int | None
    sound: Sound | None
    picture: Picture | None
    whole_duration: timedelta | None = None  # of sound and picture, as claimed


def probe(path: Path, *, bounds: Bounds = BOUNDS) -> Probe:
    """Look at the headers of `path`, running neither decoder nor encoder over its length.

    Raise `Refused` if it is nothing Loa takes, `Interrupted` if the look was cut off and
    `OSError` if `path` cannot be read.
    """
    with path.open("rb") as upload:
        size = upload.seek(0, 2)
    if not size:
        raise Refused(Code.EMPTY)
    claims = _claims(path, bounds)
    streams = claims.get("streams", [])
    picture = next(map(_picture, filter(_moves, streams)), None)
    heard = next((each for each in streams if each.get("codec_type") == "audio"), None)
    sound = _sound(heard) if heard else None
    if sound is None and picture is None:
        raise Refused(Code.NO_AUDIO)
    if sound is not None:
        _require_sane(sound, bounds)
    container = claims.get("format", {})
    return Probe(
        kind=Kind.AUDIO if picture is None else Kind.VIDEO,
        container=container.get("format_name", ""),
        size_bytes=size,
        claimed_duration=_duration((heard or {}).get("duration"))
        or _duration(container.get("duration")),
        bit_rate=_count(container.get("bit_rate")),
        sound=sound,
        picture=picture,
        whole_duration=_duration(container.get("duration")),
    )


def verdict(failed: Failed) -> Code:
    """Read from a program's complaint why it would not take an upload."""
    if "not on whitelist" in failed.said:
        return Code.FORBIDDEN_FORMAT
    if "Cannot allocate memory" in failed.said:
        return Code.TOO_HEAVY
    return Code.BROKEN


def _claims(path: Path, bounds: Bounds) -> dict[str, Any]:
    argv = commands.probe_argv(path, most_pixels=bounds.most_pixels)
    try:
        printed = capture(argv, LIMITS, most_bytes=MOST_PRINTED_BYTES)
    except Exhausted as exhausted:
        raise Refused(Code.TOO_HEAVY) from exhausted
    except Failed as failed:
        code = verdict(failed)
        raise Refused(Code.NOT_MEDIA if code is Code.BROKEN else code) from failed
    claims: dict[str, Any] = json.loads(printed.decode("utf-8", "replace"))
    return claims


def _moves(stream: dict[str, Any]) -> bool:
    return stream.get("codec_type") == "video" and not stream.get("disposition", {}).get(
        "attached_pic"
    )


def _sound(stream: dict[str, Any]) -> Sound:
    return Sound(
        codec=stream.get("codec_name", ""),
        rate_hz=_count(stream.get("sample_rate")) or 0,
        channels=_count(stream.get("channels")) or 0,
        bit_rate=_count(stream.get("bit_rate")),
        profile=stream.get("profile", ""),
    )


def _picture(stream: dict[str, Any]) -> Picture:
    frames, _, seconds = stream.get("avg_frame_rate", "").partition("/")
    return Picture(
        codec=stream.get("codec_name", ""),
        profile=stream.get("profile", ""),
        level=_count(stream.get("level")) or 0,
        pixel_format=stream.get("pix_fmt", ""),
        width=_count(stream.get("width")) or 0,
        height=_count(stream.get("height")) or 0,
        frame_rate=int(frames) / int(seconds) if (_count(frames) and _count(seconds)) else None,
        bit_rate=_count(stream.get("bit_rate")),
        rotated=any(side.get("rotation") for side in stream.get("side_data_list", [])),
        interlaced=stream.get("field_order", "progressive") not in {"progressive", "unknown"},
    )


def _require_sane(sound: Sound, bounds: Bounds) -> None:
    if not bounds.least_rate_hz <= sound.rate_hz <= bounds.most_rate_hz:
        raise Refused(
            Code.BAD_RATE,
            {
                "rate_hz": sound.rate_hz,
                "least_hz": bounds.least_rate_hz,
                "most_hz": bounds.most_rate_hz,
            },
        )
    if not 1 <= sound.channels <= bounds.most_channels:
        raise Refused(Code.BAD_CHANNELS, {"channels": sound.channels, "most": bounds.most_channels})


def _count(claim: Any) -> int | None:
    """Read a whole number off ffprobe, which leaves out or calls "N/A" what it does not know."""
    try:
        return int(claim)
    except (TypeError, ValueError):
        return None


def _duration(claim: Any) -> timedelta | None:
    try:
        seconds = float(claim)
    except (TypeError, ValueError):
        return None
    return timedelta(seconds=seconds) if 0 < seconds < MOST_BELIEVABLE_S else None
