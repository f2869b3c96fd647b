"""Law 6: once a released day is frozen, only what is urgent or replaces a withdrawal enters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from broadcast.models import EntryKind, Placement, Recall, Slot
from broadcast.releasing.stops import StopCode
from cms.models import EndReason
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release, stopped
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Playlist, Station
    from cms.models import Clearance

FROZEN = make.at("05:15") - timedelta(hours=24)
BEFORE = FROZEN - timedelta(microseconds=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


@pytest.fixture
def news(loa: None) -> Clearance:
    return make.cleared_item(title="Tin đã phát hành")


@pytest.fixture
def slot(station: Station, news: Clearance) -> Slot:
    return make.filled_slot(station=station, items=[news])


@pytest.fixture
def released(station: Station, slot: Slot) -> Playlist:
    del slot
    return release(station)


@pytest.mark.usefixtures("released")
def test_until_the_freeze_anything_may_change(station: Station, slot: Slot) -> None:
    make.placement(slot=slot, clearance=make.cleared_item(title="Tin thêm"))

    assert aired(release(station, now=BEFORE), slot) == ["Tin đã phát hành", "Tin thêm"]


@pytest.mark.usefixtures("released")
def test_after_the_freeze_nothing_enters(station: Station, slot: Slot) -> None:
    make.placement(slot=slot, clearance=make.cleared_item())

    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]


@pytest.mark.usefixtures("released")
def test_after_the_freeze_nothing_leaves_or_moves(station: Station, slot: Slot) -> None:
    placed = slot.placements.get()
    Placement.objects.filter(pk=placed.pk).update(
        starts_at=placed.starts_at + timedelta(seconds=1),
        ends_at=placed.ends_at + timedelta(seconds=1),
    )
    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]
    placed.delete()
    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]


@pytest.mark.usefixtures("released")
def test_the_freeze_is_the_stations_own(station: Station, slot: Slot) -> None:
    station.freeze = timedelta(hours=2)
    station.save()
    make.placement(slot=slot, clearance=make.cleared_item())

    assert stopped(station, now=slot.starts_at - timedelta(hours=2)) == [StopCode.FROZEN]
    assert stopped(station, now=FROZEN) == []


@pytest.mark.usefixtures("released")
def test_an_urgent_item_enters_and_pushes_others_aside(station: Station, slot: Slot) -> None:
    slot.placements.all().delete()
    make.placement(slot=slot, clearance=make.cleared_item(title="Báo lũ", priority="urgent"))

    playlist = release(station, now=FROZEN)

    assert (playlist.edition, aired(playlist, slot)) == (2, ["Báo lũ"])


@pytest.mark.usefixtures("released")
def test_an_urgent_item_takes_nothing_else_in_with_it(station: Station, slot: Slot) -> None:
    make.placement(slot=slot, clearance=make.cleared_item(priority="urgent"))
    other = make.placement(slot=slot, clearance=make.cleared_item())

    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]
    other.delete()
    assert stopped(station, now=FROZEN) == []


@pytest.mark.usefixtures("released")
def test_an_urgent_item_opens_its_own_slot_only(station: Station, slot: Slot) -> None:
    noon = make.filled_slot(station=station, begins="11:00", items=[make.cleared_item()])
    release(station, now=BEFORE)
    make.placement(slot=slot, clearance=make.cleared_item(priority="urgent"))
    make.placement(slot=noon, clearance=make.cleared_item())

    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]


def test_the_place_a_withdrawal_emptied_may_be_refilled(
    station: Station, slot: Slot, news: Clearance, released: Playlist
) -> None:
    Recall.objects.create(
        playlist=released,
        item_id=news.item_id,
        clearance=news,
        house_sha256=news.house_sha256,
        reason=EndReason.WITHDRAWN,
        at=NOW,
    )
    slot.placements.all().delete()
    make.placement(slot=slot, clearance=make.cleared_item(title="Tin thay"))

    assert aired(release(station, now=FROZEN), slot) == ["Tin thay"]


@pytest.mark.usefixtures("released")
def test_a_slot_may_be_cancelled_but_none_opened_in_a_frozen_day(
    station: Station, slot: Slot
) -> None:
    noon = make.slot(station=station, begins="11:00")
    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]
    Slot.objects.filter(pk=noon.pk).delete()
    evening = make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    release(station, now=BEFORE)

    Slot.objects.filter(pk=slot.pk).update(cancelled_at=FROZEN)

    told = release(station, now=FROZEN).document["slots"]
    assert [each["id"] for each in told] == [evening.pk]


@pytest.mark.usefixtures("released")
def test_cancelling_the_first_slot_does_not_thaw_the_day(station: Station, slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(cancelled_at=FROZEN)
    evening = make.slot(station=station, begins="17:00")
    make.placement(slot=evening, clearance=make.cleared_item())

    assert stopped(station, now=FROZEN) == [StopCode.FROZEN]


@pytest.mark.usefixtures("slot")
def test_a_day_never_released_may_come_late(station: Station) -> None:
    assert release(station, now=FROZEN + timedelta(hours=3)).edition == 1


def test_a_new_ident_does_not_keep_an_urgent_item_out(loa: None) -> None:
    station = make.station(ident=2)
    slot = make.filled_slot(station=station, items=[make.cleared_item()])
    before = release(station).document["slots"][0]["entries"][0]["file"]
    station.ident = make.ready_asset(seconds=4)
    station.save()
    make.placement(slot=slot, clearance=make.cleared_item(title="Báo lũ", priority="urgent"))

    playlist = release(station, now=FROZEN)

    assert aired(playlist, slot)[-1] == "Báo lũ"
    assert playlist.document["slots"][0]["entries"][0]["file"] == before


@pytest.mark.usefixtures("released")
def test_other_filler_is_no_change_of_the_programme(station: Station, slot: Slot) -> None:
    make.placement(slot=slot, entry=EntryKind.FILLER, duration=timedelta(seconds=6))

    assert stopped(station, now=FROZEN) == []
