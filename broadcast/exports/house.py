"""The house format on its own grid: frames of one size and 24 ms each that stand alone.

House audio is MPEG-1 Layer III, 48 kHz, mono, constant bit rate, bit reservoir off, without a
Xing frame or a tag. No frame leans on another, so audio is cut and joined by copying frames, and
every length is a whole number of them.
"""

import struct
from dataclasses import dataclass
from datetime import timedelta

FRAME = timedelta(milliseconds=24)
_BIT_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # kbit/s, by index
_SIDE_INFO = 17  # bytes between a mono frame's header and its main data
_TOC_ENTRIES = 100
_INFO_FIELDS = 0b0111  # frames, bytes and table of contents are present


@dataclass(frozen=True, slots=True)
class HouseFormat:
    """One bit rate of the house format.

    Below 48 kbit/s a frame is too small to hold the Info header: such a rate is a `ValueError`.
    """

    bit_rate: int = 64_000

    def __post_init__(self) -> None:
        if self.bit_rate < 48_000 or self.bit_rate // 1000 not in _BIT_RATES:  # noqa: PLR2004 -- the rate named above
            raise ValueError(f"{self.bit_rate} bit/s is not a bit rate of the house format.")

    @property
    def frame_bytes(self) -> int:
        return self.bit_rate * 24 // 8000

    @property
    def header(self) -> bytes:
        """The four bytes every frame begins with: no CRC, 48 kHz, no padding, mono, original."""
        return bytes((0xFF, 0xFB, _BIT_RATES.index(self.bit_rate // 1000) << 4 | 0x04, 0xC4))

    @property
    def silent_frame(self) -> bytes:
        """A frame without main data; every decoder turns it into exact zeros."""
        return self.header.ljust(self.frame_bytes, b"\0")

    def frames_in(self, length: int) -> int:
        """Count the frames in `length` bytes; `ValueError` when one is incomplete."""
        frames, rest = divmod(length, self.frame_bytes)
        if rest:
            raise ValueError(f"{length} bytes are not whole frames of {self.frame_bytes} bytes.")
        return frames

    def info_frame(self, frames: int) -> bytes:
        """Make the silent frame that tells a player how many frames and bytes follow.

        By LAME's convention the byte count includes this frame and the frame count does not. The
        table of contents is a straight line, as every frame has the same size.
        """
        toc = bytes(256 * percent // _TOC_ENTRIES for percent in range(_TOC_ENTRIES))
        total = (frames + 1) * self.frame_bytes
        info = b"Info" + struct.pack(">III", _INFO_FIELDS, frames, total) + toc
        return (self.header + bytes(_SIDE_INFO) + info).ljust(self.frame_bytes, b"\0")


HOUSE = HouseFormat()
