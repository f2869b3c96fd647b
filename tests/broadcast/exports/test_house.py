from collections.abc import Callable

import numpy as np
import pytest

from broadcast.exports.house import HOUSE, HouseFormat
from tests.broadcast.exports.programs import decode


@pytest.mark.parametrize(("bit_rate", "frame_bytes"), [(64_000, 192), (80_000, 240)])
def test_the_house_encoder_writes_the_frames_the_format_describes(
    house_file: Callable[..., bytes], bit_rate: int, frame_bytes: int
) -> None:
    house = HouseFormat(bit_rate)
    data = house_file("sine=440:d=1", bit_rate)

    frames = [data[at : at + frame_bytes] for at in range(0, len(data), frame_bytes)]

    assert house.frame_bytes == frame_bytes
    assert house.frames_in(len(data)) == len(frames)
    assert {frame[:4] for frame in frames} == {house.header}
    assert {len(frame) for frame in frames} == {frame_bytes}


@pytest.mark.parametrize("bit_rate", [48_000, 64_000, 80_000, 320_000])
def test_silent_frames_decode_to_exact_zeros(bit_rate: int) -> None:
    samples = decode(HouseFormat(bit_rate).silent_frame * 50)

    assert samples.size == 50 * 1152
    assert not np.any(samples)


def test_bytes_that_are_not_whole_frames_are_refused() -> None:
    with pytest.raises(ValueError, match="193 bytes are not whole frames of 192"):
        HOUSE.frames_in(193)


@pytest.mark.parametrize("bit_rate", [0, 32_000, 65_000, 72_000, 640_000])
def test_a_bit_rate_the_format_lacks_is_refused(bit_rate: int) -> None:
    with pytest.raises(ValueError, match="not a bit rate"):
        HouseFormat(bit_rate)
