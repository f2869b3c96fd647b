from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.exports.filler import filler
from broadcast.exports.house import FRAME, HOUSE, HouseFormat
from tests.broadcast.exports.file_store import FileStore
from tests.broadcast.exports.programs import Samples, decode

SECOND = timedelta(seconds=1)


def music(frames: int) -> bytes:
    """Make frames that differ from one another and whose gains lie in mid-scale."""
    return b"".join(
        HOUSE.header + index.to_bytes(2) + bytes([0x5A]) * (HOUSE.frame_bytes - 6)
        for index in range(frames)
    )


def loudness(samples: Samples) -> float:
    """Return the level of a stretch in decibels, full scale being 0."""
    return float(10 * np.log10(np.mean(samples.astype(np.float64) ** 2) + 1e-20))


durations = st.integers(0, 4_000).map(lambda number: timedelta(milliseconds=number))


@settings(deadline=None)
@given(
    frames=st.integers(1, 60),
    length=durations,
    fade_in=durations,
    fade_out=durations,
    back_timed=st.booleans(),
)
def test_a_loop_sounds_like_the_same_music_written_out(
    *, frames: int, length: timedelta, fade_in: timedelta, fade_out: timedelta, back_timed: bool
) -> None:
    store = FileStore()
    once = music(frames)
    often = once * (4_000 // 24 // frames + 1)

    def made(data: bytes) -> bytes:
        return store.read(
            filler(
                sha256=store.put(data),
                size=len(data),
                length=length,
                fade_in=fade_in,
                fade_out=fade_out,
                back_timed=back_timed,
            )
        )

    assert made(once) == made(often)
    assert len(made(once)) == length // FRAME * HOUSE.frame_bytes


def test_without_fades_it_is_the_music_itself(store: FileStore) -> None:
    data = music(10)
    size = HOUSE.frame_bytes

    def made(*, back_timed: bool) -> bytes:
        return store.read(
            filler(
                sha256=store.put(data),
                size=len(data),
                length=14 * FRAME + timedelta(milliseconds=23),
                fade_in=timedelta(),
                fade_out=timedelta(),
                back_timed=back_timed,
            )
        )

    assert made(back_timed=False) == data + data[: 4 * size]
    assert made(back_timed=True) == data[6 * size :] + data


@pytest.mark.parametrize("bit_rate", [64_000, 80_000])
def test_it_rises_out_of_silence_plays_and_sinks_back(
    house_file: Callable[..., bytes], bit_rate: int, store: FileStore
) -> None:
    data = house_file("anoisesrc=d=2:c=pink:seed=3:a=0.5", bit_rate)
    made = filler(
        sha256=store.put(data),
        size=len(data),
        length=10 * SECOND,
        house=HouseFormat(bit_rate),
    )

    samples = decode(store.read(made))

    middle = loudness(samples[4 * 48_000 : 6 * 48_000])
    assert samples.size == 10 * SECOND // FRAME * 1152
    assert middle > -30
    # Half-way through two seconds of fade the line in decibels is 30 dB down.
    for half_way in (samples[45_600:50_400], samples[-50_400:-45_600]):
        assert loudness(half_way) == pytest.approx(middle - 30, abs=4)
    assert loudness(samples[4_800:9_600]) < middle - 45
    assert loudness(samples[-4_800:]) < middle - 52


def test_fades_too_long_for_the_filler_share_it(store: FileStore) -> None:
    data = music(100)
    made = filler(
        sha256=store.put(data),
        size=len(data),
        length=40 * FRAME,
        fade_in=90 * FRAME,
        fade_out=30 * FRAME,
    )

    assert [part.length // HOUSE.frame_bytes for part in made.parts] == [30, 10]


@pytest.mark.parametrize("size", [0, 100, 193])
def test_a_source_without_whole_frames_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="frame"):
        filler(sha256="0" * 64, size=size, length=SECOND)


def test_no_time_needs_no_filler() -> None:
    data = music(3)

    assert filler(sha256="0" * 64, size=len(data), length=-SECOND).length == 0
