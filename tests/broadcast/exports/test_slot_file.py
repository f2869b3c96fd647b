from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.exports.house import FRAME, HOUSE, HouseFormat
from broadcast.exports.recipe import Recipe
from broadcast.exports.slot_file import Piece, PiecesOverlapError, slot_file
from tests.broadcast.exports.file_store import FileStore

SECOND = timedelta(seconds=1)


def frames(store: FileStore, count: int, house: HouseFormat = HOUSE, fill: int = 0x55) -> Recipe:
    """Store `count` frames that cannot be taken for silence."""
    return store.put_whole(house.header.ljust(house.frame_bytes, bytes([fill])) * count)


def audio_of(whole: bytes, house: HouseFormat = HOUSE) -> list[bytes]:
    """Return the frames behind the tag and the Info frame."""
    size = sum(byte << shift for byte, shift in zip(whole[6:10], (21, 14, 7, 0), strict=True))
    audio = whole[10 + size :]
    assert audio[21:25] == b"Info"
    step = house.frame_bytes
    return [audio[at : at + step] for at in range(step, len(audio), step)]


def test_pieces_lie_at_their_planned_times_with_silence_between(store: FileStore) -> None:
    one, two = frames(store, 50), frames(store, 25, fill=0x66)

    made = slot_file(
        "Buổi sáng",
        [Piece("Tin", 10 * SECOND, one), Piece("Bài", 10 * SECOND + 100 * FRAME, two)],
    )

    expected = store.read(one) + HOUSE.silent_frame * 50 + store.read(two)
    assert b"".join(audio_of(store.read(made.recipe))) == expected
    assert made.duration == 125 * FRAME
    assert made.starts == (timedelta(), 100 * FRAME)


pauses = st.integers(0, 3_000).map(lambda number: timedelta(milliseconds=number))


@given(
    st.lists(st.tuples(st.integers(1, 20), pauses), min_size=1, max_size=12),
    st.sampled_from([64_000, 80_000]),
)
def test_rounding_to_frames_never_adds_up(
    lengths: list[tuple[int, timedelta]], bit_rate: int
) -> None:
    store, house = FileStore(), HouseFormat(bit_rate)
    pieces, start = [], timedelta()
    for index, (count, pause) in enumerate(lengths):
        pieces.append(Piece(f"{index}", start, frames(store, count, house, 0x40 + index)))
        start += count * FRAME + pause
    planned = start - lengths[-1][1]

    made = slot_file("Buổi", pieces, house)

    heard = audio_of(store.read(made.recipe), house)
    assert made.duration == len(heard) * FRAME
    assert abs(made.duration - planned) < FRAME
    for index, (piece, at) in enumerate(zip(pieces, made.starts, strict=True)):
        assert abs(at - piece.start) <= FRAME / 2
        assert heard[at // FRAME][4] == 0x40 + index
    assert sum(frame != house.silent_frame for frame in heard) == sum(count for count, _ in lengths)


def test_the_info_frame_states_frames_and_bytes_exactly(store: FileStore) -> None:
    whole = store.read(slot_file("Buổi", [Piece("Tin", SECOND, frames(store, 100))]).recipe)

    info = whole[whole.index(b"Info") :]
    assert int.from_bytes(info[4:8]) == 0b0111
    assert int.from_bytes(info[8:12]) == 100
    assert int.from_bytes(info[12:16]) == 101 * 192
    assert list(info[16:116]) == [256 * percent // 100 for percent in range(100)]


def test_pieces_that_do_not_fit_one_after_the_other_are_refused(store: FileStore) -> None:
    audio = frames(store, 50)
    late = Piece("Bài", 50 * FRAME - timedelta(milliseconds=25), audio)
    nearly = Piece("Bài", 50 * FRAME - timedelta(milliseconds=24), audio)

    with pytest.raises(PiecesOverlapError, match="'Bài' begins before"):
        slot_file("Buổi", [Piece("Tin", timedelta(), audio), late])
    assert slot_file("Buổi", [Piece("Tin", timedelta(), audio), nearly]).duration == 100 * FRAME


def test_small_overlaps_do_not_hide_one_after_another(store: FileStore) -> None:
    audio = frames(store, 50)
    pieces = [Piece(f"{index}", index * 49 * FRAME, audio) for index in range(3)]

    with pytest.raises(PiecesOverlapError, match="'2' begins before"):
        slot_file("Buổi", pieces)


def test_a_piece_that_is_not_whole_frames_is_refused(store: FileStore) -> None:
    with pytest.raises(ValueError, match="not whole frames"):
        slot_file("Buổi", [Piece("Tin", SECOND, store.put_whole(bytes(200)))])


def test_an_empty_slot_has_no_file() -> None:
    with pytest.raises(ValueError, match="at least one piece"):
        slot_file("Buổi", [])


def test_the_same_slot_is_the_same_recipe(store: FileStore) -> None:
    pieces = [Piece("Tin", SECOND, frames(store, 5)), Piece("Bài", 2 * SECOND, frames(store, 7))]

    assert slot_file("Buổi", pieces).recipe.key == slot_file("Buổi", list(pieces)).recipe.key
    assert slot_file("Buổi", pieces).recipe.key != slot_file("Chiều", pieces).recipe.key
