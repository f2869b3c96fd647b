"""One continuous MP3 of a slot, made of house frames that are copied and never encoded again.

The file is an ID3 tag with a chapter for each titled piece, one Info frame that states the exact
length, then the pieces on the 24 ms grid with silent frames between them. Each piece begins on
the frame nearest its planned start, counted from the first piece, so rounding never adds up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from broadcast.exports.house import FRAME, HOUSE, HouseFormat
from broadcast.exports.id3 import Chapter, tag
from broadcast.exports.parts import Inline, Repeated
from broadcast.exports.recipe import Recipe, joined


class PiecesOverlapError(ValueError):
    """A piece is longer than the time until the next one begins, by more than a frame."""


@dataclass(frozen=True, slots=True)
class Piece:
    """House frames to be heard from `start` on, counted from any origin the pieces share.

    A piece without a title has no chapter of its own.
    """

    title: str
    start: timedelta
    audio: Recipe


@dataclass(frozen=True, slots=True)
class SlotFile:
    """The file, how long it plays, and where in it each piece begins."""

    recipe: Recipe
    duration: timedelta
    starts: tuple[timedelta, ...]


def slot_file(title: str, pieces: Sequence[Piece], house: HouseFormat = HOUSE) -> SlotFile:
    """Join the pieces, which are in airing order, into one file that begins with the first.

    Raise `PiecesOverlapError` where two do not fit one after the other, and `ValueError` for no
    pieces at all or one that is not whole house frames.
    """
    if not pieces:
        raise ValueError("A slot file needs at least one piece.")
    audio: list[Recipe] = []
    first_frames: list[int] = []
    frame = 0
    for piece in pieces:
        start = piece.start - pieces[0].start
        if start < (frame - 1) * FRAME:
            raise PiecesOverlapError(f"{piece.title!r} begins before the piece ahead of it ends.")
        silence = max(_nearest_frame(start) - frame, 0)
        audio += [Recipe((Repeated(house.silent_frame, silence),)), piece.audio]
        first_frames.append(frame + silence)
        frame += silence + house.frames_in(piece.audio.length)
    starts = tuple(first * FRAME for first in first_frames)
    duration = frame * FRAME
    head = tag(title, duration, _chapters(pieces, starts, duration)) + house.info_frame(frame)
    return SlotFile(joined([Recipe((Inline(head),)), *audio]), duration, starts)


def _nearest_frame(start: timedelta) -> int:
    return (start + FRAME / 2) // FRAME


def _chapters(
    pieces: Sequence[Piece], starts: Sequence[timedelta], duration: timedelta
) -> list[Chapter]:
    """Let each chapter run until the next, so every moment but an untitled opening is in one."""
    titled = [
        (piece.title, start) for piece, start in zip(pieces, starts, strict=True) if piece.title
    ]
    ends = [*(start for _, start in titled[1:]), duration]
    return [Chapter(title, start, stop) for (title, start), stop in zip(titled, ends, strict=True)]
