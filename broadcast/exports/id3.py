"""An ID3v2.3 tag with chapters, small enough for the cheapest player.

Chapter frames are written in airing order, as players list them in the order they stand. Text is
Latin-1 where it is plain ASCII and UTF-16 otherwise, the two encodings version 2.3 has.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from broadcast.exports.titles import one_line

MOST = 4096  # bytes: a cheap player keeps the tag in the little memory it has
_CHILDREN = 255  # a table of contents counts them in one byte
_TITLES = (64, 32, 16, 8)  # characters, tried in turn until the tag is small enough
_ORDERED_TOP = b"\x03"  # the flags of a table of contents nobody else refers to, in order
_BY_TIME = 0xFFFFFFFF  # instead of a byte offset: the times count
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    start: timedelta
    stop: timedelta


def tag(title: str, duration: timedelta, chapters: Sequence[Chapter]) -> bytes:
    """Write title, length and chapters in at most `MOST` bytes.

    Chapter titles are shortened together as far as that takes. Where even then there are too
    many chapters, the tag has none: half of a table of contents would mislead.
    """
    length = _frame(b"TLEN", _text(str(duration // _MILLISECOND)))
    head = _frame(b"TIT2", _text(one_line(title))) + length
    if 0 < len(chapters) <= _CHILDREN:
        for most in _TITLES:
            body = head + _contents(len(chapters)) + _chapters(chapters, most)
            if len(body) + 10 <= MOST:
                return _tagged(body)
    return _tagged(head)


def _tagged(body: bytes) -> bytes:
    size = len(body)
    syncsafe = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + syncsafe + body


def _frame(name: bytes, body: bytes) -> bytes:
    return name + struct.pack(">IH", len(body), 0) + body


def _text(text: str) -> bytes:
    if text.isascii():
        return b"\x00" + text.encode("ascii")
    return b"\x01\xff\xfe" + text.encode("utf-16-le")


def _contents(count: int) -> bytes:
    children = b"".join(_element(index) for index in range(count))
    return _frame(b"CTOC", b"toc\0" + _ORDERED_TOP + bytes((count,)) + children)


def _chapters(chapters: Sequence[Chapter], most: int) -> bytes:
    return b"".join(
        _frame(
            b"CHAP",
            _element(index)
            + struct.pack(
                ">IIII",
                chapter.start // _MILLISECOND,
                chapter.stop // _MILLISECOND,
                _BY_TIME,
                _BY_TIME,
            )
            + _frame(b"TIT2", _text(one_line(chapter.title, most))),
        )
        for index, chapter in enumerate(chapters)
    )


def _element(index: int) -> bytes:
    return b"ch%d\0" % index
