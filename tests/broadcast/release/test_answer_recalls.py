"""Law 8, second half: the places are refilled, and a new edition without the item goes out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from broadcast import editions
from broadcast.actions.answer_recalls import answer_recalls
from broadcast.models import AirtimeRule, Maker, Playlist, Recall
from broadcast.releasing.stops import StopCode
from cms.actions.clear import end_clearance
from cms.models import EndReason, Item
from media.storage import private_files
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release, stopped
from tests.cms.newsroom import clear
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import Slot, Station
    from cms.models import Clearance

FROZEN = make.at("05:15") - timedelta(hours=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station(ident=2)


@pytest.fixture
def wrong(loa: None) -> Clearance:
    return make.cleared_item(title="Tin sai")


@pytest.fixture
def right(loa: None) -> Clearance:
    return make.cleared_item(title="Tin đúng")


@pytest.fixture
def slot(station: Station, wrong: Clearance, right: Clearance) -> Slot:
    return make.filled_slot(station=station, items=[wrong, right])


@pytest.fixture
def released(station: Station, slot: Slot) -> Playlist:
    del slot
    return release(station)


def withdraw(clearance: Clearance, now: datetime = FROZEN) -> None:
    Item.objects.filter(pk=clearance.item_id).update(live=False)
    end_clearance(
        clearance=clearance, reason=EndReason.WITHDRAWN, by=None, now=now, note="sai số liệu"
    )


@pytest.mark.usefixtures("released")
def test_the_next_edition_is_without_it_and_says_why(slot: Slot, wrong: Clearance) -> None:
    withdraw(wrong)

    (playlist,) = answer_recalls(now=FROZEN)

    assert (playlist.edition, playlist.document["supersedes"]) == (2, 1)
    assert "Tin sai" not in aired(playlist, slot)
    assert playlist.document["recalled"] == [
        {
            "item_id": wrong.item_id,
            "sha256": wrong.house_sha256,
            "reason": "sai số liệu",
            "at": "2025-03-05T04:15:00+07:00",
        }
    ]
    assert not Recall.objects.unanswered().exists()


def test_the_edition_before_is_untouched(slot: Slot, wrong: Clearance, released: Playlist) -> None:
    withdraw(wrong)
    answer_recalls(now=FROZEN)

    before = Playlist.objects.get(edition=1)
    assert before.document == released.document
    assert aired(before, slot) == ["Đài hiệu", "Tin sai", "Tin đúng"]


@pytest.mark.usefixtures("released")
def test_the_place_is_refilled_though_the_day_is_frozen(
    station: Station, slot: Slot, wrong: Clearance
) -> None:
    make.cleared_item(title="Tin thay")
    assert stopped(station, now=FROZEN) == []
    withdraw(wrong)

    (playlist,) = answer_recalls(now=FROZEN)

    assert sorted(aired(playlist, slot)) == ["Tin thay", "Tin đúng", "Đài hiệu"]


def test_slots_that_did_not_hold_it_stay_to_the_byte(
    station: Station, slot: Slot, wrong: Clearance
) -> None:
    evening = make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    first = release(station)
    make.cleared_item(title="Tin thay")
    # Planned since, but not released: a recall does not carry it out.
    make.placement(slot=evening, clearance=make.cleared_item())
    withdraw(wrong, now=NOW)

    (second,) = answer_recalls(now=NOW)

    assert second.document["slots"][1] == first.document["slots"][1]
    rows = [each.slot_files.get(slot=evening).recipe for each in (first, second)]
    assert rows[0] == rows[1]


@pytest.mark.usefixtures("released")
def test_the_joined_file_is_cut_anew(slot: Slot, wrong: Clearance) -> None:
    withdraw(wrong)

    (playlist,) = answer_recalls(now=FROZEN)

    row = playlist.slot_files.get(slot=slot)
    used = {part.get("stored") for part in row.recipe["parts"]}
    assert wrong.house_sha256 not in used
    data = b"".join(editions.stream(editions.slot_content(row).recipe))
    assert len(data) == row.size_bytes


@pytest.mark.usefixtures("released")
def test_a_corrected_version_may_take_the_place_of_the_one_before(
    slot: Slot, wrong: Clearance
) -> None:
    item = Item.objects.get(pk=wrong.item_id).specific
    item.title = "Tin đã sửa"
    item.save_revision(user=make.one_of_the_cast("lan"))
    clear(item, *(make.one_of_the_cast(name) for name in ("lan", "minh", "thao")))

    (playlist,) = answer_recalls(now=NOW)

    assert sorted(aired(playlist, slot)) == ["Tin đã sửa", "Tin đúng", "Đài hiệu"]
    # Its sound is the same file, which a player must not drop.
    assert playlist.document["recalled"] == []


@pytest.mark.usefixtures("released")
def test_where_the_new_plan_cannot_be_released_the_old_edition_is_less_the_item(
    station: Station, slot: Slot, wrong: Clearance
) -> None:
    gap = Playlist.objects.get().document["slots"][0]["gap_ms"]
    AirtimeRule.objects.create(station=station, weekdays=[])
    withdraw(wrong)
    assert stopped(station, now=FROZEN) == [StopCode.AIRTIME]

    (playlist,) = answer_recalls(now=FROZEN)

    assert aired(playlist, slot) == ["Đài hiệu", "Tin đúng"]
    (told,) = playlist.document["slots"]
    assert [entry["position"] for entry in told["entries"]] == [0, 1]
    assert told["gap_ms"] == told["silence_ms"] > gap
    assert playlist.slot_files.get().sha256 == told["file"]["sha256"]


@pytest.mark.usefixtures("released")
def test_even_a_missing_file_does_not_keep_it_on_air(
    slot: Slot, wrong: Clearance, right: Clearance
) -> None:
    withdraw(wrong)
    assert right.rendition is not None
    private_files().delete(right.rendition.file_name)

    (playlist,) = answer_recalls(now=FROZEN)

    assert aired(playlist, slot) == ["Đài hiệu", "Tin đúng"]
    assert playlist.document["slots"][0]["file"] is None


@pytest.mark.usefixtures("released")
def test_what_a_scheduler_placed_or_locked_stays_where_it_is(
    slot: Slot, wrong: Clearance, right: Clearance
) -> None:
    locked = make.cleared_item(title="Tin khóa")
    make.placement(slot=slot, clearance=locked, locked=True)
    slot.placements.filter(clearance=right).update(made_by=Maker.SCHEDULER)
    release(slot.station)
    make.cleared_item(title="Tin thay")
    withdraw(wrong)

    (playlist,) = answer_recalls(now=FROZEN)

    assert set(aired(playlist, slot)) == {"Đài hiệu", "Tin đúng", "Tin khóa", "Tin thay"}
    kept = slot.placements.filter(clearance__in=[right, locked]).order_by("starts_at")
    assert [(each.clearance_id, each.made_by, each.locked) for each in kept] == [
        (right.pk, Maker.SCHEDULER, False),
        (locked.pk, Maker.PLANNER, True),
    ]


@pytest.mark.usefixtures("released")
def test_a_running_slot_is_not_refilled_but_loses_it(slot: Slot, wrong: Clearance) -> None:
    make.cleared_item(title="Tin thay")
    now = slot.starts_at + timedelta(seconds=1)
    withdraw(wrong, now=now)

    (playlist,) = answer_recalls(now=now)

    assert aired(playlist, slot) == ["Đài hiệu", "Tin đúng"]


@pytest.mark.usefixtures("released")
def test_answering_twice_answers_once(wrong: Clearance) -> None:
    withdraw(wrong)

    assert len(answer_recalls(now=FROZEN)) == 1
    assert answer_recalls(now=FROZEN) == []
    assert Playlist.objects.count() == 2


@pytest.mark.usefixtures("released")
def test_two_withdrawals_are_answered_by_one_edition(
    slot: Slot, wrong: Clearance, right: Clearance
) -> None:
    withdraw(wrong)
    withdraw(right)

    (playlist,) = answer_recalls(now=FROZEN)

    assert aired(playlist, slot) == ["Đài hiệu"]
    assert {row["item_id"] for row in playlist.document["recalled"]} == {
        wrong.item_id,
        right.item_id,
    }


@pytest.mark.usefixtures("released")
def test_later_editions_go_on_telling_what_was_recalled(
    station: Station, slot: Slot, wrong: Clearance
) -> None:
    withdraw(wrong, now=NOW)
    (second,) = answer_recalls(now=NOW)
    make.placement(
        slot=slot, clearance=make.cleared_item(), starts_at=slot.starts_at + timedelta(minutes=5)
    )

    third = release(station)

    assert third.edition == 3
    assert third.document["recalled"] == second.document["recalled"]


def test_what_aired_before_it_was_withdrawn_is_told_as_recalled_all_the_same(
    station: Station, slot: Slot, wrong: Clearance
) -> None:
    evening = make.filled_slot(station=station, begins="17:00", items=[wrong])
    release(station)
    noon = make.at("12:00")
    withdraw(wrong, now=noon)

    (playlist,) = answer_recalls(now=noon)

    assert "Tin sai" in aired(playlist, slot)
    assert "Tin sai" not in aired(playlist, evening)
    told = playlist.document["recalled"]
    assert [each["sha256"] for each in told] == [wrong.house_sha256]


def test_children_that_carried_it_lose_it_as_well(wrong: Clearance, right: Clearance) -> None:
    province = make.station(code="ninh-thuan", area_code="58")
    commune = make.station(code="xa", parent=province)
    make.filled_slot(station=province, items=[wrong, right])
    carrying = make.slot(station=commune, clock=make.clock("carry"))
    for clearance in (wrong, right):
        make.placement(slot=carrying, clearance=clearance, from_station=province, position=0)
    for station in (province, commune):
        release(station)
    withdraw(wrong)

    answers = answer_recalls(now=FROZEN)

    assert sorted(each.station.code for each in answers) == ["ninh-thuan", "xa"]
    for playlist in answers:
        (told,) = playlist.document["slots"]
        assert make.titles(told["entries"]) == ["Tin đúng"]


@pytest.mark.usefixtures("loa")
def test_where_nothing_waits_it_asks_two_questions(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert answer_recalls(now=FROZEN) == []
