"""Argument lists for the house video: made from an upload, looked at, shown as a poster."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import ffmpeg

from media.ffmpeg.commands import GUARDS, QUIET, SAMPLE_RATE, file_url, seconds
from media.ffmpeg.treatment import Treatment

POSTER_WIDTH = 640
# Nothing of where, when and with what it was filmed; a phone writes all of that.
_NAMELESS = {
    "map_metadata": -1,
    "map_metadata:s": -1,
    "map_chapters": -1,
    "fflags": "+bitexact",
    "flags": "+bitexact",
}
# What a camera says inside the picture's own stream goes as well.
_WITHOUT_SEI = "filter_units=remove_types=6"


@dataclass(frozen=True, slots=True)
class VideoFormat:
    """What a television station's players take."""

    most_height: int = 720
    most_kbps: int = 2_500
    sound_kbps: int = 96

    @property
    def most_width(self) -> int:
        return self.most_height * 16 // 9 // 2 * 2


@dataclass(frozen=True, slots=True)
class Plan:
    """Which of the two streams is copied as it is; the others are encoded."""

    copy_picture: bool
    copy_sound: bool


def video_argv(
    source: Path,
    target: Path,
    *,
    plan: Plan,
    form: VideoFormat,
    treatment: Treatment,
    longest: timedelta,
    most_pixels: int,
) -> list[str]:
    """Write the house video to `target`; progress is told on stdout.

    A part is found by decoding up to its first frame, so it begins where it was asked to.
    `V` is a moving picture: cover art is none.
    """
    cut: dict[str, Any] = {}
    if treatment.cuts:
        cut = {"ss": seconds(treatment.cue_in)}
        longest = treatment.left_of(longest)
    given = _given(source, most_pixels, **cut)
    return _compiled(
        given["V:0"],
        given["a:0"],
        file_url(target),
        t=seconds(longest),
        **(_COPIED_PICTURE if plan.copy_picture else _encoded_picture(form)),
        **({"c:a": "copy"} if plan.copy_sound else _encoded_sound(form)),
        movflags="+faststart",
        format="mp4",
        progress="pipe:1",
    )


def look_argv(source: Path, *, most_pixels: int) -> list[str]:
    """Decode the keyframes of a video and nothing else, complaining on stderr."""
    given = _given(source, most_pixels, skip_frame="nokey")
    return _compiled(given["V:0"], "-", format="null")


def poster_argv(source: Path, *, at: timedelta, most_pixels: int) -> list[str]:
    """Write the picture shown at `at` as a JPEG to stdout."""
    given = _given(source, most_pixels, ss=seconds(at))
    return _compiled(
        given["V:0"],
        "pipe:1",
        **{"frames:v": 1, "c:v": "mjpeg", "q:v": 4},
        vf=f"scale='min({POSTER_WIDTH},iw)':-2",
        pix_fmt="yuvj420p",
        format="image2pipe",
    )


def _given(source: Path, most_pixels: int, **options: Any) -> Any:
    return ffmpeg.input(file_url(source), threads=1, max_pixels=most_pixels, **options, **GUARDS)


def _compiled(*streams_and_target: Any, **options: Any) -> list[str]:
    output = ffmpeg.output(*streams_and_target, sn=None, dn=None, **options, **_NAMELESS)
    words: list[str] = output.compile(cmd=QUIET, overwrite_output=True)
    return words


_COPIED_PICTURE: dict[str, Any] = {"c:v": "copy", "bsf:v": _WITHOUT_SEI}


def _encoded_picture(form: VideoFormat) -> dict[str, Any]:
    return {
        "vf": (
            "yadif=deint=interlaced,"
            f"scale=w='min({form.most_width},iw)':h='min({form.most_height},ih)'"
            ":force_original_aspect_ratio=decrease:force_divisible_by=2"
        ),
        "c:v": "libx264",
        "threads:v": 1,
        "preset": "veryfast",
        "crf": 24,
        "maxrate": f"{form.most_kbps}k",
        "bufsize": f"{2 * form.most_kbps}k",
        "profile:v": "main",
        "pix_fmt": "yuv420p",
        "g": 60,
    }


def _encoded_sound(form: VideoFormat) -> dict[str, Any]:
    return {"c:a": "aac", "b:a": f"{form.sound_kbps}k", "ac": 2, "ar": SAMPLE_RATE}
