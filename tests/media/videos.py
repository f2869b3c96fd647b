"""Short videos of our own making, like those people bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.media.recordings import recorded

if TYPE_CHECKING:
    from pathlib import Path

HERE = "+11.5639+108.9881/"
# What a phone writes about itself, the place and the moment.
_TAGS = (
    f"location={HERE}",
    f"com.apple.quicktime.location.ISO6709={HERE}",
    "make=Samsung",
    "com.android.version=14",
    "artist=Lan",
    "creation_time=2025-01-02T03:04:05Z",
)
FILMED = (
    *(word for tag in _TAGS for word in ("-metadata", tag)),
    *("-metadata:s:v", "handler_name=Galaxy", "-movflags", "use_metadata_tags"),
)
SMALL_H264 = (
    *("-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "main", "-pix_fmt", "yuv420p"),
    *("-c:a", "aac", "-b:a", "64k", "-ac", "2"),
)


def filmed(
    target: Path,
    *,
    size: str = "320x180",
    seconds: float = 1.0,
    hertz: int = 440,
    options: tuple[str, ...] = SMALL_H264,
) -> Path:
    """Write a test picture with a tone, as a phone of today would: H.264, AAC, where and when."""
    return recorded(
        target,
        f"testsrc=size={size}:rate=25:duration={seconds}",
        f"sine=frequency={hertz}:duration={seconds}",
        options=(*options, *FILMED),
    )
