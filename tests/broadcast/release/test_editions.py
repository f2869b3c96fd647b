"""An edition as bytes, for whoever takes it away."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from broadcast import editions
from broadcast.models import EntryKind
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import release

if TYPE_CHECKING:
    from broadcast.models import Playlist, Slot, Station


@pytest.fixture
def station(loa: None) -> Station:
    return make.station(ident=2)


@pytest.fixture
def slot(station: Station) -> Slot:
    return make.slot_with_filler(station)


@pytest.fixture
def playlist(station: Station, slot: Slot) -> Playlist:
    del slot
    return release(station)


def sha256_of(recipe: Any) -> str:
    return hashlib.sha256(b"".join(editions.stream(recipe))).hexdigest()


def packed(recipe: Any) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(editions.stream(recipe))))


def test_every_file_a_document_names_is_found(playlist: Playlist) -> None:
    (told,) = playlist.document["slots"]
    named = [entry["file"] for entry in told["entries"]] + [told["file"]]
    assert len(named) == 4

    for file in named:
        content = editions.contents_of([playlist])[file["sha256"]]
        assert content.recipe.length == file["bytes"]
        assert sha256_of(content.recipe) == file["sha256"]


def test_any_range_of_a_joined_file_is_that_part_of_it(playlist: Playlist) -> None:
    recipe = editions.slot_content(playlist.slot_files.get()).recipe
    whole = b"".join(editions.stream(recipe))

    assert b"".join(editions.stream(recipe, 5000, 9001)) == whole[5000:9001]


def test_the_document_is_written_with_the_same_bytes_in_whatever_order_its_keys_are_kept(
    playlist: Playlist,
) -> None:
    turned = dict(reversed(playlist.document.items()))

    assert editions.as_json(turned) == editions.as_json(playlist.document)


def test_since_an_edition_only_what_is_new_is_packed(
    station: Station, slot: Slot, playlist: Playlist
) -> None:
    slot.placements.filter(entry=EntryKind.FILLER).delete()
    make.placement(slot=slot, clearance=make.cleared_item(title="Tin hai"))
    second = release(station)
    first, edition = editions.read_edition(playlist), editions.read_edition(second)

    contents = editions.contents_of([second])
    recipe = editions.as_zip([edition], contents, since=first)

    names = {name for name in packed(recipe).namelist() if name.endswith(".mp3")}
    assert names == {edition.slots[0].entries[2].file.name}  # type: ignore[union-attr] # it has one


def test_days_of_a_week_are_packed_together(station: Station, playlist: Playlist) -> None:
    later = make.DAY.replace(day=6)
    make.filled_slot(station=station, day=later, items=[make.cleared_item()])
    both = [playlist, release(station, day=later)]

    recipe = editions.as_zip(
        [editions.read_edition(each) for each in both], editions.contents_of(both)
    )

    assert {"2025-03-05.json", "2025-03-06.json"} <= set(packed(recipe).namelist())


def test_one_slot_alone_is_still_a_sound_edition(station: Station, playlist: Playlist) -> None:
    make.filled_slot(station=station, begins="17:00")
    edition = editions.read_edition(release(station))
    first, _second = edition.slots

    assert editions.only_slot(edition, first.id) == replace(edition, slots=(first,))
    assert playlist.edition == 1
