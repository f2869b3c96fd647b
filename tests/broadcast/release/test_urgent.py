"""An urgent item is on air at the next boundary, freeze or not, and every station hears why not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from broadcast.actions.urgent import NotUrgent, insert_urgent
from broadcast.models import EntryKind, Maker, Placement, Playlist, Share, Slot
from cms.actions.clear import end_clearance
from cms.models import EndReason
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.actions.urgent import Insertion
    from broadcast.models import Station
    from cms.accounts.models import User
    from cms.models import Clearance

SECOND = timedelta(seconds=1)
RUNNING = make.at("05:15") + SECOND


@pytest.fixture
def station(loa: None) -> Station:
    return make.station(ident=2)


@pytest.fixture
def warning(loa: None) -> Clearance:
    return make.cleared_item(title="Báo lũ", priority="urgent", seconds=5)


@pytest.fixture
def slot(station: Station) -> Slot:
    return make.filled_slot(
        station=station,
        items=[make.cleared_item(title="Tin một"), make.cleared_item(title="Tin hai")],
    )


def insert(
    warning: Clearance, *stations: Station, now: datetime = RUNNING, by: User | None = None
) -> list[Insertion]:
    return insert_urgent(clearance=warning, stations=stations, by=by, now=now)


def test_it_enters_the_running_slot_at_the_next_boundary_as_a_new_edition(
    station: Station, slot: Slot, warning: Clearance, hoa: User
) -> None:
    first = release(station)
    ident = slot.placements.get(entry=EntryKind.IDENT)

    (insertion,) = insert(warning, station, by=hoa)

    placement, playlist = insertion.placement, insertion.playlist
    assert placement is not None
    assert playlist is not None
    assert (placement.starts_at, placement.locked, placement.made_by) == (
        ident.ends_at + make.PAUSE,
        True,
        Maker.SCHEDULER,
    )
    assert (playlist.edition, playlist.released_by) == (first.edition + 1, hoa)
    assert aired(playlist, slot) == ["Đài hiệu", "Báo lũ", "Tin một", "Tin hai"]
    assert insertion.pushed_out == ()
    assert insertion.refused == ""


def test_between_slots_it_enters_the_next_one_after_the_ident(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    evening = make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    release(station)

    (insertion,) = insert(warning, station, now=make.at("12:00"))

    assert insertion.playlist is not None
    assert aired(insertion.playlist, evening)[:2] == ["Đài hiệu", "Báo lũ"]
    assert "Báo lũ" not in aired(insertion.playlist, slot)


def test_what_no_longer_fits_is_pushed_out_but_not_what_is_locked(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    one, two = slot.placements.items().order_by("starts_at")
    Placement.objects.filter(pk=one.pk).update(locked=True)
    Slot.objects.filter(pk=slot.pk).update(ends_at=two.ends_at + 3 * SECOND)
    release(station)

    (insertion,) = insert(warning, station)

    assert insertion.pushed_out == (two.item_id,)
    assert insertion.playlist is not None
    assert aired(insertion.playlist, slot) == ["Đài hiệu", "Báo lũ", "Tin một"]


def test_what_is_mandatory_below_is_not_pushed_out(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    slot.clock.positions.filter(kind="pick").update(share=Share.MANDATORY)
    Slot.objects.filter(pk=slot.pk).update(ends_at=slot.placements.order_by("-ends_at")[0].ends_at)
    release(station)

    (insertion,) = insert(warning, station)

    assert (insertion.placement, insertion.playlist) == (None, None)
    assert insertion.refused
    assert Playlist.objects.count() == 1


def test_the_slot_tells_what_is_left_unfilled(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    release(station)
    slot.refresh_from_db()
    assert slot.gap is not None
    assert warning.rendition is not None
    assert warning.rendition.duration is not None
    left = slot.gap - warning.rendition.duration - make.PAUSE

    insert(warning, station)

    slot.refresh_from_db()
    assert (slot.gap, slot.filler, slot.silence) == (left, timedelta(), left)


def test_a_slot_that_already_has_it_to_come_keeps_it_where_it_is(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    placed = make.placement(slot=slot, clearance=warning)
    release(station)

    (insertion,) = insert(warning, station)

    assert insertion.placement == placed
    assert slot.placements.filter(clearance=warning).count() == 1
    assert Playlist.objects.count() == 1


def test_a_day_never_released_is_released_with_it_once_it_is_frozen(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    (insertion,) = insert(warning, station)

    assert insertion.playlist is not None
    assert insertion.playlist.edition == 1
    assert "Báo lũ" in aired(insertion.playlist, slot)


def test_before_the_freeze_it_waits_for_the_days_own_release(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    station.freeze = timedelta(hours=1)
    station.save()

    (insertion,) = insert(warning, station, now=make.at("05:15") - timedelta(hours=2))

    assert insertion.playlist is None
    assert insertion.placement in slot.placements.all()
    assert insertion.refused


def test_stations_that_cannot_take_it_say_why_and_hold_nobody_up(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    release(station)
    silent = make.station(code="khong-co-buoi")
    unsound = make.station(code="chua-xep")
    other = make.filled_slot(station=unsound)
    release(unsound)
    Slot.objects.filter(pk=other.pk).update(planned_at=None)

    insertions = insert(warning, silent, unsound, station)

    assert [each.station.code for each in insertions] == [
        "khong-co-buoi",
        "chua-xep",
        "phuoc-my",
    ]
    assert [bool(each.refused) for each in insertions] == [True, True, False]
    assert not other.placements.exists()
    assert slot.placements.filter(clearance=warning).exists()


def test_it_keeps_to_the_levels_it_was_cleared_for(station: Station, slot: Slot) -> None:
    release(station)
    for_the_province = make.cleared_item(priority="urgent", levels=["province"])

    (insertion,) = insert(for_the_province, station)

    assert insertion.placement is None
    assert not slot.placements.filter(clearance=for_the_province).exists()


def test_it_keeps_to_its_airing_window(station: Station, slot: Slot) -> None:
    release(station)
    expired = make.cleared_item(priority="urgent", air_until=slot.starts_at + SECOND)

    (insertion,) = insert(expired, station)

    assert insertion.placement is None


def test_only_what_is_cleared_as_urgent_may_enter(station: Station, slot: Slot) -> None:
    ordinary = make.cleared_item(priority="priority")
    ended = make.cleared_item(priority="urgent")
    end_clearance(clearance=ended, reason=EndReason.WITHDRAWN, by=None, now=NOW)

    for clearance in (ordinary, ended):
        with pytest.raises(NotUrgent):
            insert(clearance, station)
    assert slot.placements.items().count() == 2


def test_the_item_stands_where_the_clock_takes_items(
    station: Station, slot: Slot, warning: Clearance
) -> None:
    release(station)

    (insertion,) = insert(warning, station)

    assert insertion.placement is not None
    kinds = list(slot.clock.positions.order_by("sort_order").values_list("kind", flat=True))
    assert kinds[insertion.placement.position] == "pick"
