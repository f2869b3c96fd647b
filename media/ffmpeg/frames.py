"""The frames of a house MP3: all of one size, each standing alone.

MPEG-1 layer III at 48 kHz: 1152 samples, 24 ms, `3 × kbit/s` bytes. With the bit
reservoir off a frame needs no bytes of the frame before it (`main_data_begin` is 0),
so renditions splice by copying.
"""

from datetime import timedelta

import numpy as np

from media.ffmpeg.refusal import Unsound

FRAME_SAMPLES = 1_152
FRAME = timedelta(milliseconds=24)
BYTES_PER_KBPS = 3
BITRATES_KBPS = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)


def frame_bytes(bitrate_kbps: int) -> int:
    return bitrate_kbps * BYTES_PER_KBPS


def header(bitrate_kbps: int) -> bytes:
    """Return the four bytes every frame starts with.

    MPEG-1 layer III without a checksum; the bit rate, 48 kHz, no padding; mono, original.
    """
    return bytes((0xFF, 0xFB, (BITRATES_KBPS.index(bitrate_kbps) + 1) << 4 | 0b0100, 0xC4))


class FrameCheck:
    """Look at every frame of a stream as it is written, whatever the size of its pieces."""

    def __init__(self, bitrate_kbps: int) -> None:
        self._size = frame_bytes(bitrate_kbps)
        self._header = np.frombuffer(header(bitrate_kbps), np.uint8)
        self._part = b""
        self.frames = 0

    def push(self, piece: bytes) -> None:
        """Check the frames that `piece` completes; raise `Unsound` for one that is not house."""
        data = self._part + piece
        whole = len(data) // self._size
        found = np.frombuffer(data, np.uint8, whole * self._size).reshape(whole, self._size)
        alone = (found[:, 4] == 0) & (found[:, 5] < 0x80)  # noqa: PLR2004 - nine bits of zero
        fit = (found[:, :4] == self._header).all(axis=1) & alone
        if not fit.all():
            raise Unsound(f"frame {self.frames + int(fit.argmin())} is not a house frame")
        self.frames += whole
        self._part = data[whole * self._size :]

    def finish(self) -> int:
        """Return the number of frames; raise `Unsound` for a part of one left over, or none."""
        if self._part or not self.frames:
            raise Unsound(f"{len(self._part)} bytes after {self.frames} frames")
        return self.frames
