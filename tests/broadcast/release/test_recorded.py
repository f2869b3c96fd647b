"""What airtime tells the audit: releases, recalls, who operates a station, machines' tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadcast.actions.tokens import make_token, revoke_token
from cms.actions.withdraw import withdraw
from cms.models import AuditRecord
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import release
from tests.cms.audit.told import last_record, told_since
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Station


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


def test_a_release_and_a_recall_are_recorded_with_who_and_of_what(station: Station) -> None:
    news = make.cleared_item(title="Tin sai")
    slot = make.filled_slot(station=station, items=[news, make.cleared_item(title="Tin đúng")])
    hoa, thao = make.one_of_the_cast("hoa"), make.one_of_the_cast("thao")
    last = last_record()
    playlist = release(station, by=hoa)
    withdraw(item=news.item, by=thao, reason="Sai số", now=NOW)
    kept = {"clearance": news.pk}
    assert told_since(last) == [
        (
            "released",
            "hoa",
            f"{station}, {slot.day:%d/%m/%Y}, 1",
            {"content": playlist.sha256},
        ),
        ("withdrawn", "thao", "Tin sai", {**kept, "reason": "Sai số"}),
        ("recalled", "thao", "Tin sai", {**kept, "count": 1}),
    ]
    assert AuditRecord.objects.get(kind="recalled").kind_name == "Thu hồi khỏi danh sách phát"


def test_a_release_that_changes_nothing_is_no_record(station: Station) -> None:
    make.filled_slot(station=station, items=[make.cleared_item()])
    release(station)
    last = last_record()
    release(station)
    assert told_since(last) == []


def test_who_operates_a_station_is_recorded_from_either_side(station: Station) -> None:
    tuan, la = make.one_of_the_cast("tuan"), make.one_of_the_cast("la")
    last = last_record()
    station.operators.set([tuan])
    la.stations.add(station)
    station.operators.set([la])
    assert told_since(last) == [
        ("operators", "", station.name, {"added": ["tuan (Phạm Văn Tuấn)"]}),
        ("operators", "", station.name, {"added": ["la (Người Lạ)"]}),
        ("operators", "", station.name, {"removed": ["tuan (Phạm Văn Tuấn)"]}),
    ]


def test_a_machines_token_is_recorded_without_its_text(station: Station) -> None:
    hoa = make.one_of_the_cast("hoa")
    last = last_record()
    token, text = make_token(station=station, name="Máy phát", expires_at=None, by=hoa, now=NOW)
    revoke_token(token=token, by=hoa, now=NOW)
    revoke_token(token=token, by=hoa, now=NOW)
    about = f"{station}: Máy phát"
    assert told_since(last) == [
        ("token_made", "hoa", about, {}),
        ("token_revoked", "hoa", about, {}),
    ]
    assert text not in str(list(AuditRecord.objects.values()))
