import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.exports.playlist import (
    Entry,
    File,
    JoinedFile,
    Kind,
    Medium,
    Playlist,
    Priority,
    RecalledItem,
    Relay,
    Slot,
    Station,
)
from broadcast.exports.playlist_json import sha256, to_json
from broadcast.exports.playlist_reader import InvalidPlaylistError, from_json
from tests.broadcast.exports.playlists import example, hostile_titles

moments = st.datetimes(
    min_value=datetime(1980, 1, 1),  # noqa: DTZ001 -- the strategy adds the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 -- the same
    timezones=st.just(UTC),
)
durations = st.integers(0, 10**8).map(lambda number: timedelta(milliseconds=number))
numbers = st.integers(0, 2**53)
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)
names = st.from_regex(r"[a-z0-9]{3}-[a-z0-9]{1,20}\.mp3", fullmatch=True)
files = st.builds(File, names, st.text(), hashes, numbers, durations)
entries = st.builds(
    Entry,
    position=numbers,
    kind=st.sampled_from(Kind),
    item_id=st.none() | numbers,
    title=hostile_titles,
    language=st.text(max_size=5),
    priority=st.sampled_from(Priority),
    starts_at=moments,
    duration=durations,
    clearance_id=st.none() | numbers,
    from_station=st.none() | st.text(max_size=5),
    relay=st.none() | st.builds(Relay, st.text(max_size=5)),
    issued_at=st.none() | moments,
    expires_at=st.none() | moments,
    file=st.none() | files,
    files=st.dictionaries(st.text(max_size=5), files, max_size=2),
    note=hostile_titles,
)
slots = st.builds(
    Slot,
    id=numbers,
    title=hostile_titles,
    starts_at=moments,
    duration=durations,
    gap=durations,
    filler=durations,
    silence=durations,
    file=st.none() | st.builds(JoinedFile, st.text(), hashes, numbers, durations, moments),
    entries=st.lists(entries, max_size=2).map(tuple),
)
playlists = st.builds(
    Playlist,
    station=st.builds(
        Station, st.text(), hostile_titles, st.text(), st.text(), st.sampled_from(Medium)
    ),
    day=st.dates(),
    day_start=st.builds(time, st.integers(0, 23), st.integers(0, 59)),
    edition=numbers,
    supersedes=st.none() | numbers,
    released_at=moments,
    recalled=st.lists(
        st.builds(RecalledItem, numbers, hashes, hostile_titles, moments), max_size=2
    ).map(tuple),
    slots=st.lists(slots, max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(playlists)
def test_a_playlist_survives_its_json(playlist: Playlist) -> None:
    document = json.loads(json.dumps(to_json(playlist)))

    assert from_json(document) == playlist
    assert to_json(from_json(document)) == document


def test_unknown_keys_are_ignored_but_hashed() -> None:
    document = to_json(example())
    document["weather"] = "nắng"
    document["slots"][0]["entries"][0]["mood"] = {"url": "/x?y"}
    with pytest.raises(InvalidPlaylistError, match="sha256: the content is not what was released"):
        from_json(document)
    document["sha256"] = sha256(document)

    assert from_json(document) == example()


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Walk every key of a document."""
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    for key, inner in pairs:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def spelled(path: tuple[str | int, ...]) -> str:
    keys = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)
    return "".join(keys).removeprefix(".")


KEYS = [
    path for path in paths(to_json(example())) if isinstance(path[-1], str) and path != ("sha256",)
]
NEEDED = [path for path in KEYS if path[-1] != "small"]  # variants are optional


def at_path(document: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        document = document[key]
    return document


@pytest.mark.parametrize("path", NEEDED, ids=spelled)
def test_a_missing_key_is_named(path: tuple[str | int, ...]) -> None:
    document = copy.deepcopy(to_json(example()))
    del at_path(document, path[:-1])[path[-1]]
    document["sha256"] = sha256(document)

    with pytest.raises(InvalidPlaylistError) as refusal:
        from_json(document)

    assert str(refusal.value).startswith(f"{spelled(path)}: ")


@pytest.mark.parametrize("path", KEYS, ids=spelled)
def test_a_value_of_the_wrong_kind_is_refused_where_it_stands(
    path: tuple[str | int, ...],
) -> None:
    where = spelled(path)
    for wrong in (True, -1, 1.5, [1], {"a": 1}):
        document = copy.deepcopy(to_json(example()))
        at_path(document, path[:-1])[path[-1]] = wrong
        document["sha256"] = sha256(document)

        with pytest.raises(InvalidPlaylistError) as refusal:
            from_json(document)

        assert str(refusal.value).startswith((f"{where}: ", f"{where}.", f"{where}["))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("day",), "2025-02-30"),
        (("day_start",), "04:00:30"),
        (("day_start",), "25:00"),
        (("released_at",), "2025-06-01T09:00:00"),
        (("released_at",), "9999-12-31T23:00:00-12:00"),
        (("station", "medium"), "telegraph"),
        (("slots", 0, "duration_ms"), 10**30),
        (("slots", 0, "file", "sha256"), "D" * 64),
        (("slots", 0, "entries", 1, "kind"), "advert"),
        (("slots", 0, "entries", 1, "priority"), "1"),
        (("slots", 0, "entries", 1, "file", "name"), "../../x.mp3"),
        (("slots", 0, "entries", 1, "file", "sha256"), "../../x"),
    ],
)
def test_an_impossible_value_is_refused_where_it_stands(
    path: tuple[str | int, ...], value: object
) -> None:
    document = copy.deepcopy(to_json(example()))
    at_path(document, path[:-1])[path[-1]] = value
    document["sha256"] = sha256(document)

    with pytest.raises(InvalidPlaylistError, match=f"^{spelled(path)}: ".replace("[", r"\[")):
        from_json(document)


@pytest.mark.parametrize("document", [None, [], "playlist", 5])
def test_what_is_no_object_is_no_playlist(document: object) -> None:
    with pytest.raises(InvalidPlaylistError, match="playlist: an object is needed"):
        from_json(document)
