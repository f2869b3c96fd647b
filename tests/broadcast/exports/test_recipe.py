import hashlib
import json
import tracemalloc
import zlib
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.exports import recipe as recipes
from broadcast.exports.gain import Ramp
from broadcast.exports.parts import Faded, Inline, InvalidRecipeError, Part, Repeated, Stored
from broadcast.exports.recipe import (
    Digest,
    Recipe,
    ShortFileError,
    digest,
    from_json,
    joined,
    stream,
    to_json,
    whole_file,
)
from tests.broadcast.exports.file_store import FileStore

FRAME_BYTES = 24
FRAMES = 40_000  # nearly four chunks
STORE = FileStore()
NOISE = bytes((index * index >> 7) & 0xFF for index in range(FRAMES * FRAME_BYTES))
PLAIN = STORE.put(NOISE)
HOUSE = STORE.put(
    b"".join(
        b"\xff\xfb" + NOISE[at + 2 : at + FRAME_BYTES] for at in range(0, len(NOISE), FRAME_BYTES)
    )
)


def by_bits(frame: bytes, first: int, second: int) -> bytes:
    """Change both gains of a frame on its written-out bits: slow, and nothing like the product."""
    bits = "".join(f"{byte:08b}" for byte in frame)
    for at, steps in ((71, first), (130, second)):
        gain = min(max(int(bits[at : at + 8], 2) + steps, 0), 255)
        bits = f"{bits[:at]}{gain:08b}{bits[at + 8 :]}"
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


def spelled_out(part: Part) -> bytes:
    match part:
        case Inline(data):
            return data
        case Repeated(data, times):
            return data * times
        case Stored(sha256, start, length):
            return STORE[sha256][start : start + length]
        case Faded(sha256, start, length, frame_bytes, ramp, granule):
            data = STORE[sha256][start : start + length]
            return b"".join(
                by_bits(
                    data[at : at + frame_bytes],
                    ramp.at(granule + 2 * (at // frame_bytes)),
                    ramp.at(granule + 2 * (at // frame_bytes) + 1),
                )
                for at in range(0, length, frame_bytes)
            )


def spans(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, most), st.integers(0, most)).map(
        lambda pair: (min(pair), max(pair) - min(pair))
    )


steps = st.integers(-60, 60)
parts = st.one_of(
    st.builds(Inline, st.binary(max_size=300)),
    st.builds(Repeated, st.binary(max_size=30), st.integers(0, 50)),
    st.builds(Repeated, st.just(b"silent frame"), st.integers(20_000, 50_000)),
    spans(len(NOISE)).map(lambda span: Stored(PLAIN, *span)),
    st.builds(
        lambda span, ramp, granule: Faded(
            HOUSE, span[0] * FRAME_BYTES, span[1] * FRAME_BYTES, FRAME_BYTES, ramp, granule
        ),
        spans(200),
        st.builds(Ramp, steps, steps, st.integers(0, 500)),
        st.integers(0, 500),
    ),
)
any_recipe = st.lists(parts, max_size=6).map(lambda found: Recipe(tuple(found)))


@settings(max_examples=150, deadline=None)
@given(any_recipe, st.data())
def test_any_byte_range_is_the_slice_of_the_whole(recipe: Recipe, data: st.DataObject) -> None:
    whole = b"".join(spelled_out(part) for part in recipe.parts)
    joints = list(accumulate((part.length for part in recipe.parts), initial=0))
    places = st.sampled_from(joints) | st.integers(0, len(whole))
    start, stop = sorted((data.draw(places), data.draw(places)))

    assert recipe.length == len(whole)
    for open_file in (STORE.open, STORE.open_dripping):
        chunks = list(stream(recipe, start, stop, open_file))
        assert b"".join(chunks) == whole[start:stop]
        assert all(chunks), "an empty chunk ends a chunked transfer"


@settings(max_examples=50, deadline=None)
@given(any_recipe)
def test_a_recipe_survives_its_row_as_plain_json(recipe: Recipe) -> None:
    restored = from_json(json.loads(json.dumps(to_json(recipe))))

    assert restored == recipe
    assert restored.key == recipe.key


@settings(max_examples=50, deadline=None)
@given(any_recipe)
def test_the_digest_is_that_of_the_whole_file(recipe: Recipe) -> None:
    whole = b"".join(spelled_out(part) for part in recipe.parts)

    assert digest(recipe, STORE.open) == Digest(
        len(whole), hashlib.sha256(whole).hexdigest(), zlib.crc32(whole)
    )


def test_no_chunk_is_empty_or_larger_than_promised() -> None:
    recipe = Recipe((Stored(PLAIN, 0, 900_000), Repeated(b"abc", 300_000)))

    sizes = [len(chunk) for chunk in stream(recipe, 0, recipe.length, STORE.open)]

    assert sum(sizes) == 1_800_000
    assert min(sizes) > 0
    assert max(sizes) <= recipes.CHUNK


def test_streaming_hours_of_silence_takes_no_more_memory_than_a_few_chunks() -> None:
    recipe = Recipe((Repeated(bytes(192), 1_000_000),))
    tracemalloc.start()
    for _ in stream(recipe, 0, recipe.length, STORE.open):
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 4 * recipes.CHUNK


def test_only_the_files_a_range_touches_are_opened_and_each_is_closed(store: FileStore) -> None:
    recipe = joined(store.put_whole(bytes([index]) * 100) for index in range(50))

    assert b"".join(stream(recipe, 1_050, 1_250, store.open)) == (
        bytes([10]) * 50 + bytes([11]) * 100 + bytes([12]) * 50
    )
    assert (store.opened, store.closed) == (3, 3)


def test_a_download_broken_off_leaves_no_file_open(store: FileStore) -> None:
    recipe = store.put_whole(bytes(1_000_000))
    chunks = store.chunks(recipe)
    next(chunks)
    chunks.close()  # type: ignore[attr-defined]  # a web server calls it when the reader is gone

    assert (store.opened, store.closed) == (1, 1)


@pytest.mark.parametrize(("start", "stop"), [(-1, 5), (0, 11), (6, 5), (11, 11)])
def test_a_range_outside_the_file_is_refused_before_the_first_byte(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="do not lie in a file of 10"):
        stream(Recipe((Inline(bytes(10)),)), start, stop, STORE.open)


def test_a_stored_file_that_lost_its_end_breaks_the_download_off(store: FileStore) -> None:
    recipe = store.put_whole(b"the whole of it")
    store.damage(recipe.parts[0].sha256, b"the who")  # type: ignore[union-attr]  # a Stored part

    chunks = store.chunks(recipe)

    assert next(chunks) == b"the who"
    with pytest.raises(ShortFileError, match="ends 8 bytes too early"):
        next(chunks)


def test_fading_what_is_not_a_house_frame_is_refused(store: FileStore) -> None:
    sha256 = store.put(bytes(192))
    recipe = Recipe((Faded(sha256, 0, 192, 192, Ramp(0, -40, 2)),))

    with pytest.raises(ValueError, match="other than a house frame"):
        store.read(recipe)


def test_the_key_tells_recipes_apart_without_reading_a_file() -> None:
    sha256 = "0" * 64

    keys = {
        whole_file(sha256, 100).key,
        whole_file(sha256, 101).key,
        whole_file("1" * 64, 100).key,
        Recipe((Faded(sha256, 0, 192, 192, Ramp(0, -40, 2)),)).key,
        Recipe((Faded(sha256, 0, 192, 192, Ramp(0, -40, 3)),)).key,
        Recipe(()).key,
    }

    assert len(keys) == 6
    assert whole_file(sha256, 100).key == whole_file(sha256, 100).key


@pytest.mark.parametrize(
    "part",
    [
        {},
        {"inline": 5},
        {"inline": "not base64!"},
        {"repeated": "AA==", "times": -1},
        {"stored": "../../etc/passwd", "start": 0, "length": 1},
        {"stored": "A" * 64, "start": 0, "length": 1},
        {"stored": "0" * 64, "start": -1, "length": 1},
        {"stored": "0" * 64, "start": 0},
        {"faded": "0" * 64, "start": 0, "length": 100, "frame_bytes": 192}
        | {"ramp": [0, 1, 2], "granule": 0},
        {"faded": "0" * 64, "start": 0, "length": 192, "frame_bytes": 0}
        | {"ramp": [0, 1, 2], "granule": 0},
        {"faded": "0" * 64, "start": 0, "length": 192, "frame_bytes": 192}
        | {"ramp": [0, 1], "granule": 0},
    ],
)
def test_a_part_that_cannot_be_is_refused(part: dict[str, object]) -> None:
    with pytest.raises(InvalidRecipeError):
        from_json({"length": 1, "parts": [part]})


@pytest.mark.parametrize("document", [{}, {"length": 0}, {"length": 0, "parts": ["x"]}])
def test_a_document_that_is_no_recipe_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(InvalidRecipeError, match="needs its length and its parts"):
        from_json(document)


def test_a_recorded_length_that_disagrees_is_refused() -> None:
    document = to_json(Recipe((Inline(b"abc"),))) | {"length": 4}

    with pytest.raises(InvalidRecipeError, match="3 bytes, not 4"):
        from_json(document)
