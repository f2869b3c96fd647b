import struct
from datetime import timedelta
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.exports.id3 import MOST, Chapter, tag

MINUTE = timedelta(minutes=1)


def frames_of(data: bytes) -> list[tuple[bytes, bytes]]:
    """Take an ID3v2.3 tag or the inside of a chapter apart, byte by byte to its end."""
    frames = []
    while data:
        name, size, flags = struct.unpack(">4sIH", data[:10])
        assert flags == 0
        assert len(data) >= 10 + size
        frames.append((name, data[10 : 10 + size]))
        data = data[10 + size :]
    return frames


def body_of(whole: bytes) -> bytes:
    assert whole[:6] == b"ID3\x03\x00\x00"
    assert max(whole[6:10]) < 0x80
    size = sum(byte << shift for byte, shift in zip(whole[6:10], (21, 14, 7, 0), strict=True))
    assert len(whole) == 10 + size
    return whole[10:]


def text_of(body: bytes) -> str:
    if body[:1] == b"\0":
        return body[1:].decode("ascii")
    assert body[:3] == b"\x01\xff\xfe"
    return body[3:].decode("utf-16-le")


def chapters(*titles: str) -> list[Chapter]:
    return [
        Chapter(title, index * MINUTE, (index + 1) * MINUTE) for index, title in enumerate(titles)
    ]


def test_a_tag_holds_title_length_and_chapters_in_airing_order() -> None:
    frames = frames_of(body_of(tag("Buổi sáng", 2 * MINUTE, chapters("Tin", "Tiểu phẩm"))))

    assert [name for name, _ in frames] == [b"TIT2", b"TLEN", b"CTOC", b"CHAP", b"CHAP"]
    assert text_of(frames[0][1]) == "Buổi sáng"
    assert frames[1][1] == b"\x00120000"
    assert frames[2][1] == b"toc\0\x03\x02ch0\0ch1\0"
    assert frames[3][1][:20] == b"ch0\0" + struct.pack(">IIII", 0, 60_000, 2**32 - 1, 2**32 - 1)
    assert frames[4][1][:12] == b"ch1\0" + struct.pack(">II", 60_000, 120_000)
    ((name, text),) = frames_of(frames[4][1][20:])
    assert (name, text_of(text)) == (b"TIT2", "Tiểu phẩm")


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=40))
def test_no_title_breaks_a_tag_or_makes_it_large(title: str, titles: list[str]) -> None:
    whole = tag(title, MINUTE, chapters(*titles))

    frames = frames_of(body_of(whole))

    assert len(whole) <= MOST
    assert [name for name, _ in frames].count(b"CHAP") == len(titles)
    for name, body in frames:
        if name == b"CHAP":
            ((_, text),) = frames_of(body[body.index(b"\0") + 17 :])
            assert not any(category(letter) in {"Cc", "Cs"} for letter in text_of(text))
        elif name == b"TIT2":
            assert "\0" not in text_of(body)


@pytest.mark.parametrize(("count", "kept"), [(20, 20), (55, 55), (70, 0), (300, 0)])
def test_too_many_chapters_shorten_their_titles_and_then_leave_together(
    count: int, kept: int
) -> None:
    whole = tag("Buổi sáng", MINUTE, chapters(*["Tiếng nói của bản làng " * 4] * count))

    assert len(whole) <= MOST
    assert [name for name, _ in frames_of(body_of(whole))].count(b"CHAP") == kept
