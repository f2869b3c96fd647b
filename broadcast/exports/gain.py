"""Make house frames louder or softer without decoding them.

Each granule (12 ms, two to a frame) carries an 8-bit *global gain* that scales all it holds by
2 ** (1/4), or 1.505 dB, per step. Rewriting that number is an exact level change, taken back by
the opposite one as long as it did not meet the ends of the scale.
"""

from dataclasses import dataclass

GRANULES = 2  # in one frame
STEP_DB = 1.505
SILENCED = -40  # steps: -60 dB, below the noise of any loudspeaker on a pole
_HIGHEST = 255
# Where a mono frame without CRC keeps the two numbers: the byte that holds the first bit, and how
# far the field lies from the right end of the 16 bits that begin there.
_FIELDS = ((8, 1), (16, 6))
_SYNC = b"\xff\xfb"  # MPEG-1 Layer III without CRC, which an edit would falsify


@dataclass(frozen=True, slots=True)
class Ramp:
    """A straight line in decibels over `granules` granules, from one gain in steps to another."""

    first: int
    last: int
    granules: int

    def at(self, granule: int) -> int:
        """Return the gain at a granule, rounded to the nearest step.

        Before the first granule and after the last the line runs level.
        """
        if self.granules < 2:  # noqa: PLR2004 -- a line needs two points
            return self.last
        span = self.granules - 1
        within = min(max(granule, 0), span)
        return self.first + (2 * (self.last - self.first) * within + span) // (2 * span)


def apply_gain(frames: bytes, frame_bytes: int, ramp: Ramp, granule: int) -> bytes:
    """Change the gain of whole frames, the first of which begins at `granule` of `ramp`.

    Raise `ValueError` when the bytes are not house frames: editing them would be noise.
    """
    edited = bytearray(frames)
    for start in range(0, len(edited), frame_bytes):
        if edited[start : start + 2] != _SYNC:
            raise ValueError("The gain of something other than a house frame cannot be changed.")
        for offset, shift in _FIELDS:
            at = start + offset
            word = edited[at] << 8 | edited[at + 1]
            gain = min(max((word >> shift & 0xFF) + ramp.at(granule), 0), _HIGHEST)
            word = word & ~(0xFF << shift) | gain << shift
            edited[at], edited[at + 1] = word >> 8, word & 0xFF
            granule += 1
    return bytes(edited)
