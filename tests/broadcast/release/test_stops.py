"""Everything is asked again at release, and all that is wrong is said at once."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

import pytest

from broadcast.actions.release import NotReleasable, stops
from broadcast.models import (
    AirtimeException,
    AirtimeRule,
    EntryKind,
    Placement,
    Playlist,
    Slot,
)
from broadcast.releasing.stops import StopCode
from cms.actions.withdraw import withdraw
from cms.models import Item
from cms.signals import clearance_ended
from media.models import Rendition, State
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import release, sentences, stopped
from tests.cms.newsroom import clear
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from broadcast.models import Station

MINUTE = timedelta(minutes=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


@pytest.fixture
def _deaf() -> Iterator[None]:
    """Let a clearance end without airtime hearing of it, as a bug or a hand in the rows might."""
    heard = clearance_ended.receivers
    clearance_ended.receivers = []
    clearance_ended.sender_receivers_cache.clear()
    yield
    clearance_ended.receivers = heard
    clearance_ended.sender_receivers_cache.clear()


def test_a_day_that_is_in_order_has_no_stops(station: Station) -> None:
    make.filled_slot(station=station, items=[make.cleared_item()])

    assert stopped(station) == []
    assert Playlist.objects.count() == 1


@pytest.mark.usefixtures("_deaf")
def test_a_withdrawn_item_stops_the_release(station: Station) -> None:
    news = make.cleared_item(title="Tin sai")
    make.filled_slot(station=station, items=[news])
    thao = make.one_of_the_cast("thao")
    withdraw(item=news.item, by=thao, reason="sai số liệu", now=NOW)

    assert stopped(station) == [StopCode.NOT_AIRABLE]
    (sentence,) = sentences(station)
    assert "“Tin sai”" in sentence
    assert "05:15:00" in sentence


@pytest.mark.usefixtures("_deaf")
def test_an_item_with_a_newer_clearance_stops_the_release(station: Station) -> None:
    news = make.cleared_item()
    make.filled_slot(station=station, items=[news])
    item = Item.objects.get(pk=news.item_id).specific
    item.title = "Tin đã sửa"
    item.save_revision(user=make.one_of_the_cast("lan"))
    clear(item, *(make.one_of_the_cast(name) for name in ("lan", "minh", "thao")))

    assert stopped(station) == [StopCode.NOT_AIRABLE]


def test_airable_is_asked_at_the_start_of_each_placement(station: Station) -> None:
    until = make.at("05:15:03.552")
    news = make.cleared_item(air_until=until)
    slot = make.filled_slot(station=station, items=[make.cleared_item(), news])
    last = slot.placements.last()
    assert last is not None

    assert last.starts_at >= until
    assert stopped(station) == [StopCode.NOT_AIRABLE]

    Placement.objects.filter(pk=last.pk).update(starts_at=until - timedelta(milliseconds=1))
    slot.placements.exclude(pk=last.pk).delete()
    Placement.objects.filter(pk=last.pk).update(
        starts_at=make.at("05:15"), ends_at=make.at("05:15") + last.duration
    )
    assert stopped(station) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda news: Item.objects.filter(pk=news.item_id).update(live=False),
        lambda news: Item.objects.filter(pk=news.item_id).update(live_revision=None),
        lambda news: Rendition.objects.filter(pk=news.rendition_id).update(sha256="0" * 64),
        lambda news: Rendition.objects.filter(pk=news.rendition_id).update(state=State.FAILED),
    ],
)
def test_what_is_not_exactly_what_was_approved_stops_the_release(
    station: Station, damage: object
) -> None:
    news = make.cleared_item()
    make.filled_slot(station=station, items=[news])
    damage(news)  # type: ignore[operator] # one of the functions above

    assert StopCode.NOT_AIRABLE in stopped(station)


def test_a_placement_under_another_items_clearance_stops_the_release(station: Station) -> None:
    slot = make.filled_slot(station=station, items=[make.cleared_item()])
    slot.placements.update(item=make.cleared_item().item_id)

    assert stopped(station) == [StopCode.NOT_AIRABLE]


def test_a_missing_file_stops_the_release(station: Station) -> None:
    news = make.cleared_item()
    make.filled_slot(station=station, items=[news])
    private_files().delete(_name(news.rendition))

    assert stopped(station) == [StopCode.FILE]


def test_a_file_of_another_length_stops_the_release(station: Station) -> None:
    news = make.cleared_item()
    make.filled_slot(station=station, items=[news])
    with open(private_files().path(_name(news.rendition)), "ab") as file:  # noqa: PTH123 - the store's own path
        file.write(b"\0" * 192)

    assert stopped(station) == [StopCode.FILE]


def test_other_bytes_of_the_same_length_are_found_when_they_are_first_read(
    station: Station,
) -> None:
    news = make.cleared_item(title="Tin hỏng tệp")
    make.filled_slot(station=station, items=[news])
    with open(private_files().path(_name(news.rendition)), "r+b") as file:  # noqa: PTH123 - the store's own path
        file.seek(4000)
        file.write(b"\xff")

    with pytest.raises(NotReleasable) as refused:
        release(station)

    assert [stop.code for stop in refused.value.stops] == [StopCode.FILE]
    assert "Tin hỏng tệp" in str(refused.value)
    assert not Playlist.objects.exists()


def _name(rendition: Rendition | None) -> str:
    assert rendition is not None
    return rendition.file_name


def test_a_slot_nobody_planned_stops_the_release(station: Station) -> None:
    make.filled_slot(station=station, items=[make.cleared_item()])
    make.slot(station=station, begins="11:00", planned_at=None)

    assert stopped(station) == [StopCode.UNPLANNED]


def test_a_day_without_slots_and_a_closed_station_are_stops(station: Station) -> None:
    assert stopped(station) == [StopCode.NO_SLOTS]
    station.closed = True
    station.save()
    assert stopped(station) == [StopCode.CLOSED, StopCode.NO_SLOTS]


def test_what_reaches_out_of_its_slot_stops_the_release(station: Station) -> None:
    slot = make.filled_slot(station=station, items=[make.cleared_item(seconds=4)], minutes=1)
    Slot.objects.filter(pk=slot.pk).update(ends_at=slot.starts_at + timedelta(seconds=4))

    assert stopped(station) == [StopCode.OUTSIDE]


@pytest.mark.usefixtures("loa")
def test_an_ident_that_is_gone_or_of_another_length_stops_the_release() -> None:
    station = make.station(ident=2)
    make.filled_slot(station=station, items=[make.cleared_item()])
    station.ident = make.ready_asset(seconds=3)
    station.save()
    assert stopped(station) == [StopCode.OUTDATED]

    station.ident = None
    station.save()
    assert stopped(station) == [StopCode.OUTDATED]


def test_a_relay_the_clock_no_longer_has_stops_the_release(station: Station) -> None:
    clock = make.clock("relay", "pick")
    slot = make.slot(station=station, clock=clock)
    make.placement(slot=slot, entry=EntryKind.RELAY, duration=15 * MINUTE)
    assert stopped(station) == []

    clock.positions.filter(kind="relay").update(kind="pick")
    make.placement(slot=slot, clearance=make.cleared_item())
    assert stopped(station) == [StopCode.OUTDATED]


class TestAirtimeRules:
    """Law 5: outside the rules nothing is released without an order that says so."""

    def allow(self, station: Station, *lifts: str) -> None:
        AirtimeException.objects.create(
            station=station,
            first_day=make.DAY,
            last_day=make.DAY,
            order_number="123/UBND",
            lifts=list(lifts),
        )

    @pytest.mark.parametrize(
        ("limits", "lifted"),
        [
            ({"quiet_from": time(21, 30), "quiet_until": time(5, 30)}, "quiet_hours"),
            ({"weekdays": [0, 1, 3]}, "weekday"),
            ({"most_session": 29 * MINUTE}, "session_minutes"),
            ({"most_day": 29 * MINUTE}, "day_minutes"),
        ],
    )
    def test_a_slot_outside_a_rule_needs_an_order(
        self, station: Station, limits: dict[str, object], lifted: str
    ) -> None:
        make.filled_slot(station=station, items=[make.cleared_item()])
        make.general_rule(**limits)

        assert stopped(station) == [StopCode.AIRTIME]
        self.allow(station, "sessions")
        assert stopped(station) == [StopCode.AIRTIME]
        self.allow(station, lifted)
        assert stopped(station) == []

    def test_one_session_too_many_is_the_last_one(self, station: Station) -> None:
        AirtimeRule.objects.create(station=station, most_sessions=1)
        make.filled_slot(station=station, items=[make.cleared_item()])
        noon = make.slot(station=station, begins="11:00")

        (stop,) = stops(station=station, day=make.DAY, now=NOW)

        assert (stop.code, stop.slot) == (StopCode.AIRTIME, noon.pk)

    def test_sessions_that_are_over_count_as_well(self, station: Station) -> None:
        AirtimeRule.objects.create(station=station, most_sessions=1)
        make.filled_slot(station=station, items=[make.cleared_item()])
        release(station)
        make.slot(station=station, begins="17:00")

        codes = stopped(station, now=make.at("12:00"))

        assert StopCode.AIRTIME in codes

    def test_a_relay_counts_toward_the_minutes(self, station: Station) -> None:
        AirtimeRule.objects.create(station=station, most_session=20 * MINUTE)
        slot = make.slot(station=station, minutes=30, clock=make.clock("pick", "relay"))
        make.placement(
            slot=slot,
            entry=EntryKind.RELAY,
            starts_at=slot.ends_at - 15 * MINUTE,
            duration=15 * MINUTE,
        )

        assert stopped(station) == [StopCode.AIRTIME]

    def test_a_stations_own_rule_stands_before_the_general_one(self, station: Station) -> None:
        make.filled_slot(station=station, items=[make.cleared_item()])
        make.general_rule(quiet_from=time(5), quiet_until=time(6))
        assert stopped(station) == [StopCode.AIRTIME]
        AirtimeRule.objects.create(station=station, quiet_from=time(22), quiet_until=time(4))
        assert stopped(station) == []


def test_all_stops_are_collected(station: Station) -> None:
    make.general_rule(quiet_from=time(5), quiet_until=time(6))
    news = make.cleared_item()
    make.filled_slot(station=station, items=[news])
    make.slot(station=station, begins="11:00", planned_at=None)
    private_files().delete(_name(news.rendition))

    assert stopped(station) == [StopCode.UNPLANNED, StopCode.AIRTIME, StopCode.FILE]
    assert len(sentences(station)) == 3
