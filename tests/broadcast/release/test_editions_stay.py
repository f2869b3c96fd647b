"""A release is a copy: later changes make later editions, and none reaches an earlier one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from broadcast import editions
from broadcast.models import EntryKind, Placement, Playlist, PlaylistEntry, SlotFile
from cms.models.append_only import AppendOnly
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Station

MS = timedelta(milliseconds=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station(ident=2)


def test_releasing_again_without_a_change_makes_no_edition(station: Station) -> None:
    make.filled_slot(station=station, items=[make.cleared_item()])
    first = release(station)

    assert release(station, now=NOW + timedelta(hours=1)) == first
    assert Playlist.objects.count() == 1


def test_a_change_makes_the_next_edition_and_leaves_the_first_as_it_was(
    station: Station,
) -> None:
    slot = make.filled_slot(station=station, items=[make.cleared_item()])
    first = release(station)
    make.placement(slot=slot, clearance=make.cleared_item())

    second = release(station)

    assert (second.edition, second.document["supersedes"]) == (2, 1)
    assert [len(each.document["slots"][0]["entries"]) for each in (first, second)] == [2, 3]


def test_a_released_edition_is_the_same_to_the_byte_whatever_is_edited_later(
    station: Station,
) -> None:
    make.filler_music()
    news = make.cleared_item(title="Tin gốc")
    slot = make.filled_slot(station=station, items=[news])
    make.placement(slot=slot, entry=EntryKind.FILLER, duration=6 * 1000 * MS)
    playlist = release(station)
    before = _bytes(playlist)

    item = news.item.specific
    item.title = "Tên khác"
    item.save()
    slot.title, slot.ends_at = "Buổi khác", slot.ends_at + timedelta(minutes=10)
    slot.save()
    slot.clock.positions.all().delete()
    station.name, station.ident = "Đài tên khác", make.ready_asset(seconds=5)
    station.save()
    make.filler_music(seconds=15)
    Placement.objects.all().delete()

    assert _bytes(Playlist.objects.get()) == before


def _bytes(playlist: Playlist) -> list[bytes]:
    """Write out an edition in every form it is taken away in."""
    edition = editions.read_edition(playlist)
    contents = editions.contents_of([playlist])
    joined = editions.slot_content(playlist.slot_files.get())
    return [
        editions.as_json(playlist.document),
        editions.as_m3u8(edition, editions.name_of),
        editions.as_xspf(edition, editions.name_of),
        editions.as_html(edition, editions.name_of),
        b"".join(editions.stream(editions.as_zip([edition], contents, slot_files=True))),
        b"".join(editions.stream(joined.recipe)),
    ]


@pytest.mark.parametrize("rows", [Playlist, PlaylistEntry, SlotFile])
def test_no_row_of_an_edition_can_be_changed_or_deleted(station: Station, rows: Any) -> None:
    make.filled_slot(station=station, items=[make.cleared_item()])
    release(station)

    row = rows.objects.first()
    for forbidden in (rows.objects.update, rows.objects.all().delete, row.save, row.delete):
        with pytest.raises(AppendOnly):
            forbidden()
    assert rows.objects.exists()


def test_what_is_over_stays_as_the_edition_that_aired_it_has_it(station: Station) -> None:
    morning = make.filled_slot(station=station, items=[make.cleared_item(title="Sáng")])
    evening = make.filled_slot(
        station=station, begins="17:00", items=[make.cleared_item(title="Chiều")]
    )
    first = release(station)
    Placement.objects.filter(slot=morning).delete()
    urgent = make.cleared_item(title="Báo lũ", priority="urgent")
    make.placement(slot=evening, clearance=urgent)

    second = release(station, now=make.at("12:00"))

    assert second.document["slots"][0] == first.document["slots"][0]
    assert aired(second, evening) == ["Đài hiệu", "Chiều", "Báo lũ"]
    rows = [
        list(each.entries.filter(slot=morning).values_list("position", "house_sha256", "crc32"))
        for each in (first, second)
    ]
    assert rows[0] == rows[1]
    files = [each.slot_files.get(slot=morning) for each in (first, second)]
    assert (files[0].recipe, files[0].sha256) == (files[1].recipe, files[1].sha256)


def test_what_was_over_before_the_first_release_is_in_no_edition(station: Station) -> None:
    make.filled_slot(station=station, items=[make.cleared_item()])
    noon = make.filled_slot(station=station, begins="11:00", items=[make.cleared_item()])

    playlist = release(station, now=make.at("10:00"))

    assert [slot["id"] for slot in playlist.document["slots"]] == [noon.pk]
