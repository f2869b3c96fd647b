import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from broadcast.exports.playlist import (
    File,
    JoinedFile,
    Playlist,
    RecalledItem,
)
from broadcast.exports.playlist_json import sha256, to_json, without_queries
from broadcast.exports.playlist_reader import from_json
from tests.broadcast.exports.playlists import DAY, example


def test_the_json_has_the_pinned_shape() -> None:
    query = "?key=abc.123"
    document = to_json(example())
    document.pop("sha256")

    assert document == {
        "station": {
            "code": "NT-22738",
            "name": "Đài truyền thanh phường Phước Mỹ",
            "area_code": "22738",
            "level": "commune",
            "medium": "radio",
        },
        "day": "2025-06-02",
        "day_start": "04:00",
        "edition": 2,
        "supersedes": 1,
        "released_at": "2025-06-01T09:00:01+07:00",
        "recalled": [
            {
                "item_id": 88,
                "sha256": "e" * 64,
                "reason": "Sai số liệu",
                "at": "2025-06-02T03:00:00+07:00",
            }
        ],
        "slots": [
            {
                "id": 7,
                "title": "Buổi sáng",
                "starts_at": "2025-06-02T05:15:00+07:00",
                "duration_ms": 1_800_000,
                "gap_ms": 2_000,
                "filler_ms": 0,
                "silence_ms": 2_000,
                "file": {
                    "url": f"/api/v1/files/{'d' * 64}.mp3{query}",
                    "sha256": "d" * 64,
                    "bytes": 2_500_000,
                    "duration_ms": 312_008,
                    "starts_at": "2025-06-02T05:15:00+07:00",
                },
                "entries": [
                    {
                        "position": 1,
                        "kind": "ident",
                        "item_id": None,
                        "title": "Nhạc hiệu",
                        "language": "vi",
                        "priority": "normal",
                        "starts_at": "2025-06-02T05:15:00+07:00",
                        "duration_ms": 12_000,
                        "clearance_id": None,
                        "from_station": None,
                        "relay": None,
                        "issued_at": None,
                        "expires_at": None,
                        "file": {
                            "name": "nhac-hieu-aaaaaaaaaaaa.mp3",
                            "url": f"/api/v1/files/{'a' * 64}.mp3{query}",
                            "sha256": "a" * 64,
                            "bytes": 96_000,
                            "duration_ms": 12_000,
                        },
                        "files": {},
                        "note": "",
                    },
                    {
                        "position": 2,
                        "kind": "item",
                        "item_id": 102,
                        "title": "Chuyện trong bản",
                        "language": "cjm",
                        "priority": "urgent",
                        "starts_at": "2025-06-02T05:15:13.008000+07:00",
                        "duration_ms": 300_000,
                        "clearance_id": 1_002,
                        "from_station": "NT-582",
                        "relay": None,
                        "issued_at": "2025-06-02T04:30:00+07:00",
                        "expires_at": "2025-06-02T23:00:00+07:00",
                        "file": {
                            "name": "chuyen-trong-ban-bbbbbbbbbbbb.mp3",
                            "url": f"/api/v1/files/{'b' * 64}.mp3{query}",
                            "sha256": "b" * 64,
                            "bytes": 2_400_000,
                            "duration_ms": 300_000,
                        },
                        "files": {
                            "small": {
                                "name": "chuyen-trong-ban-nho-cccccccccccc.mp3",
                                "url": f"/api/v1/files/{'c' * 64}.mp3{query}",
                                "sha256": "c" * 64,
                                "bytes": 900_000,
                                "duration_ms": 112_500,
                            }
                        },
                        "note": "Phát đúng giờ",
                    },
                    {
                        "position": 3,
                        "kind": "relay",
                        "item_id": None,
                        "title": "Thời sự",
                        "language": "vi",
                        "priority": "normal",
                        "starts_at": "2025-06-02T05:30:00+07:00",
                        "duration_ms": 900_000,
                        "clearance_id": None,
                        "from_station": None,
                        "relay": {"source": "VOV1"},
                        "issued_at": None,
                        "expires_at": None,
                        "file": None,
                        "files": {},
                        "note": "",
                    },
                ],
            }
        ],
    }


def test_the_hash_is_over_sorted_dense_utf_8_without_itself_and_without_query_strings() -> None:
    document = {
        "slots": [{"file": {"url": "/b.mp3?key=1", "bytes": 5}}],
        "day": "Đ?",
        "sha256": "whatever",
    }

    written = '{"day":"Đ?","slots":[{"file":{"bytes":5,"url":"/b.mp3"}}]}'
    assert sha256(document) == hashlib.sha256(written.encode()).hexdigest()


def test_a_new_key_in_the_addresses_leaves_the_hash_alone_and_another_file_does_not() -> None:
    document = to_json(example())
    renewed = json.loads(json.dumps(document).replace("?key=abc.123", "?key=tomorrow"))
    other = json.loads(json.dumps(document).replace("d" * 64, "f" * 64))

    assert renewed != document
    assert sha256(renewed) == document["sha256"]
    assert from_json(renewed).edition == 2
    assert sha256(other) != document["sha256"]
    assert "?key" not in json.dumps(without_queries(document))


@pytest.mark.parametrize(
    "changed",
    [
        replace(example(), edition=3),
        replace(example(), supersedes=None),
        replace(example(), released_at=example().released_at + timedelta(seconds=1)),
        replace(example(), recalled=()),
        replace(example(), slots=()),
    ],
)
def test_any_other_content_has_another_hash(changed: Playlist) -> None:
    assert to_json(changed)["sha256"] != to_json(example())["sha256"]


def test_moments_are_written_with_the_offset_of_vietnam_whatever_zone_they_came_in() -> None:
    moved = replace(example(), released_at=datetime(2025, 6, 1, 2, 0, 1, tzinfo=UTC))

    assert to_json(moved) == to_json(example())


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = replace(example(), released_at=datetime(2025, 6, 1))  # noqa: DTZ001 -- the mistake meant

    with pytest.raises(ValueError, match="no time zone"):
        to_json(naive)


def test_a_file_name_that_leaves_its_folder_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not a file name"):
        File("../x.mp3", "/x", "0" * 64, 1, timedelta())


@pytest.mark.parametrize("sha256", ["", "0" * 63, "0" * 64 + "\n", "A" * 64, "../" + "0" * 61])
def test_what_is_no_hash_cannot_name_a_file(sha256: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        File("x.mp3", "/x", sha256, 1, timedelta())
    with pytest.raises(ValueError, match="not a SHA-256"):
        JoinedFile("/x", sha256, 1, timedelta(), example().released_at)
    with pytest.raises(ValueError, match="not a SHA-256"):
        RecalledItem(1, sha256, "", example().released_at)


def test_files_come_in_airing_order_and_in_the_variant_asked_for() -> None:
    assert [file.sha256[0] for file in example().files()] == ["a", "b"]
    assert [file.sha256[0] for file in example().files("small")] == ["a", "c"]
    assert example().day == DAY == date(2025, 6, 2)
