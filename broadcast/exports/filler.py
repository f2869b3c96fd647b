"""Music of any length for the end of a slot, cut, looped and faded on whole frames.

Nothing is encoded: the frames are those of a house file, and a fade rewrites their gain along a
straight line in decibels.
"""

from collections.abc import Iterator
from datetime import timedelta

from broadcast.exports.gain import GRANULES, SILENCED, Ramp
from broadcast.exports.house import FRAME, HOUSE, HouseFormat
from broadcast.exports.parts import Faded, Stored
from broadcast.exports.recipe import Recipe

FADE = timedelta(seconds=2)


def filler(
    *,
    sha256: str,
    size: int,
    length: timedelta,
    fade_in: timedelta = FADE,
    fade_out: timedelta = FADE,
    back_timed: bool = False,
    house: HouseFormat = HOUSE,
) -> Recipe:
    """Play the stored house file of `size` bytes for `length`, from its start over and over.

    The result is the most whole frames that fit `length`, so it never runs into what follows.
    With `back_timed` it begins inside the music instead, so that both end together and no fade
    out is needed. Fades too long for `length` share it in proportion. Raise `ValueError` for a
    source that is not at least one whole frame.
    """
    loop = house.frames_in(size)
    if not loop:
        raise ValueError("Filler needs at least one frame of music.")
    frames = max(length // FRAME, 0)
    rising, falling = _fades(frames, fade_in, fade_out)
    music = _Loop(sha256, loop, -frames % loop if back_timed else 0, house.frame_bytes)
    up = Ramp(SILENCED, 0, rising * GRANULES)
    down = Ramp(0, SILENCED, falling * GRANULES)
    return Recipe(
        (
            *music.faded(0, rising, up),
            *music.plain(rising, frames - falling),
            *music.faded(frames - falling, frames, down),
        )
    )


def _fades(frames: int, fade_in: timedelta, fade_out: timedelta) -> tuple[int, int]:
    rising, falling = fade_in // FRAME, fade_out // FRAME
    if rising + falling > frames:
        rising = frames * rising // (rising + falling)
        falling = frames - rising
    return rising, falling


class _Loop:
    """A house file heard over and over; frames are counted in what is heard."""

    def __init__(self, sha256: str, frames: int, first: int, frame_bytes: int) -> None:
        self._sha256 = sha256
        self._frames = frames
        self._first = first
        self._bytes = frame_bytes

    def plain(self, start: int, stop: int) -> Iterator[Stored]:
        for _, offset, length in self._runs(start, stop):
            yield Stored(self._sha256, offset * self._bytes, length * self._bytes)

    def faded(self, start: int, stop: int, ramp: Ramp) -> Iterator[Faded]:
        """Yield the runs of a fade whose ramp begins at `start` and goes on across a loop."""
        for heard, offset, length in self._runs(start, stop):
            yield Faded(
                self._sha256,
                offset * self._bytes,
                length * self._bytes,
                self._bytes,
                ramp,
                (heard - start) * GRANULES,
            )

    def _runs(self, start: int, stop: int) -> Iterator[tuple[int, int, int]]:
        """Yield (frame heard, frame of the file, frames) for each stretch without a loop's end."""
        while start < stop:
            offset = (self._first + start) % self._frames
            length = min(stop - start, self._frames - offset)
            yield start, offset, length
            start += length
