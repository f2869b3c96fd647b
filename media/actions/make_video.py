"""The house video of an asset, with its poster; its sound is made beside it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from media.ffmpeg.pcm import needs_space
from media.ffmpeg.video import make_video as made_video
from media.ffmpeg.video_commands import VideoFormat
from media.storage import public_files

from .attempt import Made, as_rows

if TYPE_CHECKING:
    from pathlib import Path

    from media.ffmpeg.probe import Probe
    from media.models import Profile

    from .attempt import Attempt


def make_video(attempt: Attempt, source: Path, found: Probe, folder: Path) -> Made:
    """Make and store the video and its poster; return what its row will say of them."""
    video = made_video(
        source,
        found=found,
        form=_format(attempt.rendition.profile),
        workdir=folder,
        progress=attempt.tell,
        treatment=attempt.treatment,
    )
    attempt.rendition.poster_sha256 = hashlib.sha256(video.poster).hexdigest()
    _put(attempt.rendition.poster_name, video.poster)
    attempt.keep(video.path, video.sha256, "mp4")
    return Made(
        {
            "poster_sha256": attempt.rendition.poster_sha256,
            "size_bytes": video.size_bytes,
            "duration": video.duration,
            "loudness_lufs": video.loudness_lufs,
            "true_peak_dbtp": video.true_peak_dbtp,
            "warnings": as_rows(video.warnings),
        }
    )


def _format(profile: Profile) -> VideoFormat:
    assert profile.most_height is not None  # noqa: S101 - every video profile has one
    form = VideoFormat(
        most_height=profile.most_height,
        most_kbps=profile.bitrate_kbps,
        peak_dbtp=profile.peak_dbtp,
    )
    # The first videos were asked for before they had a loudness.
    return form if profile.target_lufs is None else replace(form, target_lufs=profile.target_lufs)


def _put(name: str, poster: bytes) -> None:
    """Keep the poster; one that a killed attempt left half is written anew."""
    public = public_files()
    with needs_space():
        if public.exists(name):
            if public.size(name) == len(poster):
                return
            public.delete(name)
        public.save(name, ContentFile(poster))
