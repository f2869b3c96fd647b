import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.ffmpeg.frames import FrameCheck, frame_bytes, header
from media.ffmpeg.refusal import Unsound
from tests.media.ffmpeg import sounds

SILENT = header(64) + bytes(188)


@settings(max_examples=50)
@given(cuts=st.lists(st.integers(0, 5 * 192), max_size=8))
def test_frames_are_counted_whatever_the_pieces(cuts: list[int]) -> None:
    data, check = SILENT * 5, FrameCheck(64)
    ends = [*sorted(cuts), len(data)]
    for start, stop in zip([0, *ends], ends, strict=False):
        check.push(data[start:stop])
    assert check.finish() == 5


@pytest.mark.parametrize(
    ("at", "value"),
    [(0, 0xFE), (1, 0xFA), (2, 0x55), (2, 0x56), (2, 0x50), (3, 0x04), (4, 1), (5, 0x80)],
    ids=[
        "sync",
        "a checksum",
        "private",
        "padding",
        "44.1 kHz",
        "stereo",
        "a reservoir of 2 bytes",
        "a reservoir of 1 byte",
    ],
)
def test_a_frame_of_another_make_is_found(at: int, value: int) -> None:
    odd = bytearray(SILENT * 3)
    odd[192 + at] = value
    with pytest.raises(Unsound, match="frame 1 "):
        FrameCheck(64).push(bytes(odd))


def test_a_part_of_a_frame_is_no_frame() -> None:
    check = FrameCheck(64)
    check.push(SILENT + SILENT[:-1])
    with pytest.raises(Unsound):
        check.finish()


def test_no_frames_are_no_file() -> None:
    with pytest.raises(Unsound):
        FrameCheck(64).finish()


@pytest.mark.parametrize("options", [["-reservoir", "1"], ["-ac", "2"], ["-b:a", "96k"]])
def test_an_ordinary_mp3_does_not_pass(options: list[str]) -> None:
    wave = (sounds.speech(2) * 32_767).astype("<i2").tobytes()
    given = ("-f", "s16le", "-ar", "48000", "-ac", "1", "-i", "pipe:0")
    house = ("-b:a", "64k", "-reservoir", "0", "-write_xing", "0", "-id3v2_version", "0")
    mp3 = subprocess.run(
        ["ffmpeg", "-nostdin", "-v", "error", *given, *house, *options, "-f", "mp3", "pipe:1"],
        input=wave,
        capture_output=True,
        check=True,
    ).stdout
    check = FrameCheck(64)
    with pytest.raises(Unsound):
        check.push(mp3)


def test_a_frame_lasts_24_ms_at_any_bit_rate() -> None:
    assert [frame_bytes(rate) * 8 / rate for rate in (32, 64, 80, 320)] == [24] * 4
