"""A day becomes a playlist: a copy of everything it airs, made once."""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from broadcast import editions
from broadcast.exports.playlist_json import sha256
from broadcast.models import EntryKind, Medium, PlaylistEntry
from broadcast.releasing.sound import crc32_of
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.exports.programs import decode, probe
from tests.broadcast.release.days import release
from tests.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from broadcast.models import SlotFile, Station
    from cms.accounts.models import User

MS = timedelta(milliseconds=1)

pytestmark = pytest.mark.usefixtures("loa")


@pytest.fixture
def station(loa: None) -> Station:
    return make.station(ident=2)


def test_a_released_day_lists_its_slots_and_entries_in_the_pinned_shape(
    station: Station, hoa: User
) -> None:
    news = make.cleared_item(title="Tin buổi sáng", seconds=4)
    slot = make.filled_slot(station=station, items=[news], title="Buổi sáng")
    ident, item = slot.placements.all()

    playlist = release(station, by=hoa)

    document = playlist.document
    assert {key: document[key] for key in ("station", "day", "day_start", "edition")} == {
        "station": {
            "code": "phuoc-my",
            "name": "Đài phuoc-my",
            "area_code": "22738",
            "level": "commune",
            "medium": "radio",
        },
        "day": "2025-03-05",
        "day_start": "04:00",
        "edition": 1,
    }
    assert (document["supersedes"], document["recalled"]) == (None, [])
    assert document["released_at"] == "2025-03-03T09:00:00+07:00"
    assert document["sha256"] == playlist.sha256 == sha256(document)
    assert (playlist.released_by, playlist.released_at) == (hoa, NOW)
    (told,) = document["slots"]
    assert (told["id"], told["title"], told["starts_at"], told["duration_ms"]) == (
        slot.pk,
        "Buổi sáng",
        "2025-03-05T05:15:00+07:00",
        1_800_000,
    )
    assert told["entries"][1] == {
        "position": 1,
        "kind": "item",
        "item_id": news.item_id,
        "title": "Tin buổi sáng",
        "language": "vi",
        "priority": "normal",
        "starts_at": item.starts_at.astimezone(make.VIETNAM).isoformat(),
        "duration_ms": item.duration // MS,
        "clearance_id": news.pk,
        "from_station": None,
        "relay": None,
        "issued_at": None,
        "expires_at": None,
        "file": {
            "name": f"tin-buoi-sang-{news.house_sha256[:12]}.mp3",
            "url": f"/api/v1/files/{news.house_sha256}.mp3",
            "sha256": news.house_sha256,
            "bytes": news.rendition and news.rendition.size_bytes,
            "duration_ms": item.duration // MS,
        },
        "files": {},
        "note": "",
    }
    assert (told["entries"][0]["kind"], told["entries"][0]["item_id"]) == ("ident", None)
    assert told["entries"][0]["duration_ms"] == ident.duration // MS


def test_the_entries_are_rows_that_say_the_same_as_the_document(station: Station) -> None:
    slot = make.filled_slot(
        station=station,
        clock=make.clock("ident", "pick", "relay"),
        items=[make.cleared_item(seconds=3), make.cleared_item(seconds=4)],
    )
    make.placement(
        slot=slot,
        entry=EntryKind.RELAY,
        starts_at=make.at("05:30"),
        duration=timedelta(minutes=15),
    )

    playlist = release(station)

    told = playlist.document["slots"][0]["entries"]
    files = [entry["file"] or {"sha256": "", "bytes": 0} for entry in told]
    assert [
        (row.position, row.entry, row.item_id, row.clearance_id, row.starts_at, row.duration)
        for row in playlist.entries.order_by("position")
    ] == [
        (
            entry["position"],
            entry["kind"],
            entry["item_id"],
            entry["clearance_id"],
            datetime.fromisoformat(entry["starts_at"]),
            entry["duration_ms"] * MS,
        )
        for entry in told
    ]
    assert list(
        playlist.entries.order_by("position").values_list("house_sha256", "size_bytes")
    ) == [(file["sha256"], file["bytes"]) for file in files]
    assert [entry["relay"] for entry in told] == [None, None, None, {"source": "VOV1"}]


def test_the_joined_file_plays_as_long_as_its_row_says_and_has_its_hash(
    station: Station, tmp_path: Path
) -> None:
    make.filler_music(seconds=12)
    slot = make.filled_slot(
        station=station, items=[make.cleared_item(seconds=4), make.cleared_item(seconds=3)]
    )
    filler = make.placement(slot=slot, entry=EntryKind.FILLER, duration=20_016 * MS)

    row = release(station).slot_files.get()

    target = tmp_path / "slot.mp3"
    target.write_bytes(b"".join(editions.stream(editions.slot_content(row).recipe)))
    data = target.read_bytes()
    assert hashlib.sha256(data).hexdigest() == row.sha256
    assert len(data) == row.size_bytes
    seconds = row.duration.total_seconds()
    assert float(probe(target)["format"]["duration"]) == pytest.approx(seconds, abs=1e-6)
    assert decode(target).size == round(seconds * 48_000)
    assert row.starts_at == slot.starts_at
    assert abs(row.starts_at + row.duration - filler.ends_at) <= make.FRAME
    chapters = [chapter["tags"]["title"] for chapter in probe(target)["chapters"]]
    assert chapters == ["Đài hiệu", *(item.content["title"] for item in _items_of(row))]


def _items_of(row: SlotFile) -> list[Any]:
    entries = PlaylistEntry.objects.filter(playlist=row.playlist, entry=EntryKind.ITEM)
    return [entry.clearance for entry in entries.order_by("position")]


def test_filler_is_a_file_of_its_own_as_long_as_the_gap_it_covers(station: Station) -> None:
    music = make.filler_music(seconds=12)
    slot = make.filled_slot(station=station, items=[make.cleared_item()])
    make.placement(slot=slot, entry=EntryKind.FILLER, duration=20_016 * MS)

    playlist = release(station)

    file = playlist.document["slots"][0]["entries"][2]["file"]
    content = editions.contents_of([playlist])[file["sha256"]]
    data = b"".join(editions.stream(content.recipe))
    assert hashlib.sha256(data).hexdigest() == file["sha256"]
    assert len(data) == file["bytes"] == 20_016 * 8
    assert file["duration_ms"] == 20_016
    assert decode(data).size == 20_016 * 48
    assert file["sha256"] != music.asset.renditions.get().sha256


def test_without_music_filler_is_silence_and_told_as_such(station: Station) -> None:
    slot = make.filled_slot(station=station, items=[make.cleared_item()])
    make.placement(slot=slot, entry=EntryKind.FILLER, duration=20_016 * MS)

    (told,) = release(station).document["slots"]

    assert [entry["kind"] for entry in told["entries"]] == ["ident", "item"]
    slot.refresh_from_db()
    assert slot.gap is not None
    assert slot.silence is not None
    assert slot.filler is not None
    assert (told["filler_ms"], told["gap_ms"]) == (0, slot.gap // MS)
    assert told["silence_ms"] == (slot.silence + slot.filler) // MS


def test_a_slot_that_only_relays_has_no_file(station: Station) -> None:
    slot = make.slot(station=station, minutes=15, clock=make.clock("relay"))
    make.placement(slot=slot, entry=EntryKind.RELAY, duration=slot.duration)

    playlist = release(station)

    assert playlist.document["slots"][0]["file"] is None
    assert not playlist.slot_files.exists()


def test_television_airs_file_by_file() -> None:
    station = make.station(medium=Medium.TELEVISION)
    make.filled_slot(station=station, items=[make.cleared_item()])

    playlist = release(station)

    assert playlist.document["slots"][0]["file"] is None
    assert playlist.document["slots"][0]["entries"][0]["file"] is not None


def test_files_of_two_bit_rates_are_not_joined(station: Station) -> None:
    high = make.cleared_item(recording=make.ready_asset(bit_rate=80_000))
    make.filled_slot(station=station, items=[high])

    playlist = release(station)

    assert playlist.document["slots"][0]["file"] is None
    assert [entry["file"] is None for entry in playlist.document["slots"][0]["entries"]] == [
        False,
        False,
    ]


def test_an_urgent_item_carries_when_it_was_ordered_and_until_when_it_holds(
    station: Station,
) -> None:
    until = make.at("12:00")
    warning = make.cleared_item(priority="urgent", air_until=until)
    make.filled_slot(station=station, items=[warning])

    entry = release(station).document["slots"][0]["entries"][1]

    assert (entry["priority"], entry["issued_at"], entry["expires_at"]) == (
        "urgent",
        "2025-03-03T09:00:00+07:00",
        "2025-03-05T12:00:00+07:00",
    )


def test_what_is_carried_names_the_station_above() -> None:
    province = make.station(code="ninh-thuan", area_code="58")
    commune = make.station(code="xa", parent=province)
    news = make.cleared_item()
    slot = make.slot(station=commune)
    make.placement(slot=slot, clearance=news, from_station=province)

    assert release(commune).document["slots"][0]["entries"][0]["from_station"] == "ninh-thuan"


@pytest.mark.parametrize("rows", [1, 3])
def test_releasing_asks_as_many_questions_for_three_slots_as_for_one(
    station: Station, rows: int, django_assert_num_queries: Any
) -> None:
    for begins in ("05:15", "11:00", "17:00")[:rows]:
        make.filled_slot(
            station=station, begins=begins, items=[make.cleared_item() for _ in range(rows)]
        )

    with django_assert_num_queries(30):
        release(station)


def test_a_checksum_taken_once_is_never_taken_again(station: Station) -> None:
    news = make.cleared_item()
    make.filled_slot(station=station, items=[news])
    assert news.rendition is not None
    with private_files().open(news.rendition.file_name) as file:
        expected = {news.house_sha256: zlib.crc32(file.read())}
    row = release(station).entries.get(item=news.item_id)

    private_files().delete(news.rendition.file_name)

    assert crc32_of([news.rendition]) == {row.house_sha256: row.crc32} == expected
