"""A video made of slides: the command that renders one, not the rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ffmpeg

if TYPE_CHECKING:
    from pathlib import Path

    from broadcast.demo.works.work import Slide, Work

_SIZE = "640x360"
_FRAMES_A_SECOND = 25


def video_arguments(
    work: Work, audio: Path, target: Path, *, font: Path | None = None
) -> list[str]:
    """Compile the ffmpeg command that makes `work`'s MP4 from its slides and its sound.

    The picture lasts as long as the slides hold; the sound is filled up with silence to
    the same length. Without a font file the slides are plain colours.

    Raise `ValueError` if the work has no slides.
    """
    if not work.slides:
        raise ValueError(f"{work.key} has no slides.")
    picture = ffmpeg.concat(*(_still(slide, font) for slide in work.slides), v=1, a=0)
    length = sum(slide.holds.total_seconds() for slide in work.slides)
    sound = ffmpeg.input(str(audio)).audio.filter("apad", whole_dur=length)
    compiled: list[str] = (
        ffmpeg.output(
            picture,
            sound,
            str(target),
            f="mp4",
            vcodec="libx264",
            preset="veryfast",
            crf=28,
            pix_fmt="yuv420p",
            g=250,
            acodec="aac",
            audio_bitrate="64k",
            ar=48000,
            t=length,
            movflags="+faststart",
        )
        .global_args("-nostdin", "-loglevel", "error")
        .overwrite_output()
        .compile()
    )
    return compiled


def _still(slide: Slide, font: Path | None) -> Any:
    seconds = slide.holds.total_seconds()
    source = f"color=c=0x{slide.colour}:s={_SIZE}:r={_FRAMES_A_SECOND}:d={seconds}"
    still = ffmpeg.input(source, f="lavfi")
    if font is None:
        return still
    return still.filter(
        "drawtext",
        fontfile=str(font),
        text=slide.text,
        expansion="none",
        fontcolor="white",
        fontsize=26,
        x="(w-text_w)/2",
        y="(h-text_h)/2",
    )
