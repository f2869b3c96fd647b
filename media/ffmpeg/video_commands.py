"""Argument lists for the house video: made from an upload, looked at, shown as a poster."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import ffmpeg

from media.ffmpeg.commands import (
    EVEN,
    GUARDS,
    IN_BULK,
    QUIET,
    SAMPLE_RATE,
    file_url,
    metered_argv,
    seconds,
)
from media.ffmpeg.target import Level
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
    target_lufs: float = -23.0  # of both channels together; EBU R 128
    peak_dbtp: float = -1.0

    @property
    def level(self) -> Level:
        return Level(target_lufs=self.target_lufs, peak_dbtp=self.peak_dbtp)

    @property
    def most_width(self) -> int:
        return self.most_height * 16 // 9 // 2 * 2


def video_argv(
    source: Path,
    target: Path,
    *,
    sound: Path | None,
    copy_picture: bool,
    form: VideoFormat,
    treatment: Treatment,
    longest: timedelta,
    most_pixels: int,
) -> list[str]:
    """Write the house video to `target`; progress is told on stdout.

    Its sound is copied from the file `sound`, without one from `source`. A part is found by
    decoding up to its first frame, so it begins where it was asked to. `V` is a moving
    picture: cover art is none.
    """
    given = _given(source, most_pixels, **_cut(treatment))
    heard = _given(sound, most_pixels) if sound else given
    return _compiled(
        given["V:0"],
        heard["a:0"],
        file_url(target),
        t=seconds(treatment.left_of(longest)),
        **(_COPIED_PICTURE if copy_picture else _encoded_picture(form)),
        **_COPIED_SOUND,
        movflags="+faststart",
        format="mp4",
        progress="pipe:1",
    )


def sound_argv(
    source: Path, *, treatment: Treatment, longest: timedelta, most_pixels: int
) -> list[str]:
    """Decode the sound of a video to raw 48 kHz samples of two channels on stdout.

    The first sample is the moment the video begins; where the sound begins later or its
    clock jumps there is silence. The same moment is cut to as in the picture. The picture's
    packets go nowhere, but come along: of some formats ffmpeg counts time from the first
    stream in use.
    """
    given = _given(source, most_pixels, **_cut(treatment))
    sound = (
        given["a:0"]
        .filter("aresample", SAMPLE_RATE, rematrix_maxval="1.0", first_pts=0, **{"async": 1})
        .filter("aformat", sample_fmts="flt", channel_layouts="stereo")
    )
    if treatment.even_out:
        sound = sound.filter("dynaudnorm", **EVEN)
    whole = seconds(treatment.left_of(longest))
    heard = sound.output("pipe:1", format="f32le", t=whole, **IN_BULK)
    unseen = given["V:0"].output("-", format="null", c="copy", t=whole)
    words: list[str] = ffmpeg.merge_outputs(heard, unseen).compile(cmd=QUIET)
    return words


def aac_argv(target: Path, *, kbps: int) -> list[str]:
    """Encode two channels of s16 from stdin to AAC in an MP4 of its own."""
    given = ffmpeg.input("pipe:0", format="s16le", ar=SAMPLE_RATE, ac=2, protocol_whitelist="pipe")
    output = given.output(
        file_url(target),
        format="mp4",
        threads=1,
        **{"c:a": "aac", "b:a": f"{kbps}k"},
        **_NAMELESS,
    )
    words: list[str] = output.compile(cmd=QUIET, overwrite_output=True)
    return words


def hear_argv(source: Path) -> list[str]:
    """Decode our own AAC to float samples; an R128 meter prints on stderr."""
    given = ffmpeg.input(file_url(source), threads=1, **GUARDS)
    return metered_argv(given)


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


def _cut(treatment: Treatment) -> dict[str, Any]:
    return {"ss": seconds(treatment.cue_in)} if treatment.cuts else {}


def _given(source: Path, most_pixels: int, **options: Any) -> Any:
    return ffmpeg.input(file_url(source), threads=1, max_pixels=most_pixels, **options, **GUARDS)


def _compiled(*streams_and_target: Any, **options: Any) -> list[str]:
    output = ffmpeg.output(*streams_and_target, sn=None, dn=None, **options, **_NAMELESS)
    words: list[str] = output.compile(cmd=QUIET, overwrite_output=True)
    return words


# What the encoder needs to swing in lies before the first moment, and must come along.
_COPIED_SOUND: dict[str, Any] = {"c:a": "copy", "copypriorss:a": 1}
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
