"""A correction is followed: what was placed and released airs the newer clearance, told as such."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django_q.models import OrmQ

from broadcast.actions.answer_recalls import answer_recalls
from broadcast.actions.follow_corrections import Followed, follow_corrections
from broadcast.actions.plan import plan_days
from broadcast.models import Maker, Placement, Playlist, Recall
from broadcast.planning.store import PlanOutdated
from broadcast.releasing.stops import StopCode
from cms.actions.withdraw import withdraw
from cms.models import Item
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release, stopped
from tests.cms.newsroom import clear
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Slot, Station
    from cms.models import Clearance

FROZEN = make.at("05:15") - timedelta(hours=1)


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


@pytest.fixture
def news(loa: None) -> Clearance:
    return make.cleared_item(title="Tin")


@pytest.fixture
def other(loa: None) -> Clearance:
    return make.cleared_item(title="Tin khác")


@pytest.fixture
def slot(station: Station, news: Clearance, other: Clearance) -> Slot:
    return make.filled_slot(station=station, items=[news, other])


def corrected(clearance: Clearance, *, seconds: float | None = None, **fields: Any) -> Clearance:
    """Correct the item through the whole review; return its new clearance."""
    item = Item.objects.get(pk=clearance.item_id).specific
    item.title = "Tin đã sửa"
    if seconds is not None:
        item.recording = make.ready_asset(seconds=seconds)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save_revision(user=make.one_of_the_cast("lan"))
    return clear(item, *(make.one_of_the_cast(name) for name in ("lan", "minh", "thao")))


def house_length(clearance: Clearance) -> timedelta:
    assert clearance.rendition is not None
    assert clearance.rendition.duration is not None
    return clearance.rendition.duration


def placed(slot: Slot) -> list[str]:
    return [str(row.item) for row in slot.placements.items().order_by("starts_at")]


def shape(slot: Slot) -> list[tuple[Any, ...]]:
    rows = slot.placements.order_by("starts_at")
    return list(
        rows.values_list("item", "position", "starts_at", "ends_at", "made_by", "locked", "reason")
    )


def test_a_draft_takes_the_newer_clearance_where_it_stands(
    slot: Slot, news: Clearance, other: Clearance
) -> None:
    before = shape(slot)

    newer = corrected(news)

    assert shape(slot) == before
    assert follow_corrections(now=NOW) == Followed(renewed=1, replanned=0)
    assert shape(slot) == before
    assert [row.clearance for row in slot.placements.order_by("starts_at")] == [newer, other]
    assert follow_corrections(now=NOW) == Followed(renewed=0, replanned=0)


def test_until_it_is_followed_nothing_is_released_under_the_older_one(
    station: Station, slot: Slot, news: Clearance
) -> None:
    corrected(news)
    assert stopped(station) == [StopCode.NOT_AIRABLE]
    follow_corrections(now=NOW)
    assert aired(release(station), slot) == ["Tin đã sửa", "Tin khác"]


@pytest.mark.parametrize("now", [NOW, FROZEN], ids=["open", "frozen"])
def test_a_released_day_gets_a_new_edition_and_the_old_one_stays_to_the_byte(
    now: Any, station: Station, slot: Slot, news: Clearance
) -> None:
    evening = make.filled_slot(station=station, begins="17:00", items=[make.cleared_item()])
    first = release(station)
    newer = corrected(news)

    (second,) = answer_recalls(now=now)

    assert (second.edition, second.document["supersedes"]) == (2, 1)
    assert aired(second, slot) == ["Tin đã sửa", "Tin khác"]
    entry = second.document["slots"][0]["entries"][0]
    assert (entry["clearance_id"], entry["starts_at"]) == (
        newer.pk,
        first.document["slots"][0]["entries"][0]["starts_at"],
    )
    assert second.document["slots"][1] == first.document["slots"][1]
    assert evening.placements.count() == 1
    assert Playlist.objects.get(edition=1).document == first.document
    assert aired(Playlist.objects.get(edition=1), slot) == ["Tin", "Tin khác"]
    assert [recall.reason for recall in Recall.objects.all()] == ["superseded"]
    assert not Recall.objects.unanswered().exists()
    assert answer_recalls(now=now) == []


def test_a_longer_correction_is_laid_out_anew_where_a_scheduler_put_it(
    slot: Slot, news: Clearance, other: Clearance
) -> None:
    slot.placements.filter(clearance=news).update(
        made_by=Maker.SCHEDULER, locked=True, reason={"why": "scheduler", "by": "Hoa"}
    )
    newer = corrected(news, seconds=9)

    assert follow_corrections(now=NOW) == Followed(renewed=1, replanned=0)

    first, second = slot.placements.items().order_by("starts_at")
    assert (first.clearance, first.starts_at) == (newer, slot.starts_at)
    assert first.duration == house_length(newer)
    assert (first.made_by, first.locked, first.reason["by"]) == (Maker.SCHEDULER, True, "Hoa")
    assert second.clearance == other
    assert second.starts_at >= first.ends_at + make.PAUSE


def test_a_longer_correction_of_the_planners_is_planned_again_in_its_slot_alone(
    station: Station, slot: Slot, news: Clearance
) -> None:
    empty = make.filled_slot(station=station, begins="17:00")
    newer = corrected(news, seconds=9)

    assert follow_corrections(now=NOW).replanned == 1

    assert newer in [row.clearance for row in slot.placements.all()]
    assert not Placement.objects.filter(clearance=news).exists()
    # Room that a scheduler left is not filled by the way.
    assert not empty.placements.exists()
    assert stopped(station) == []


def test_a_released_slot_is_planned_again_and_released_with_the_longer_correction(
    station: Station, slot: Slot, news: Clearance
) -> None:
    release(station)
    corrected(news, seconds=9)

    (second,) = answer_recalls(now=FROZEN)

    assert sorted(aired(second, slot)) == ["Tin khác", "Tin đã sửa"]


def test_a_correction_that_no_longer_fits_leaves_its_place(slot: Slot, news: Clearance) -> None:
    slot.placements.filter(clearance=news).update(locked=True)
    corrected(news, seconds=31 * 60)

    follow_corrections(now=NOW)

    assert placed(slot) == ["Tin khác"]


def test_a_correction_for_other_levels_leaves_stations_it_is_no_longer_for(
    slot: Slot, news: Clearance
) -> None:
    corrected(news, levels=["province"])
    follow_corrections(now=NOW)
    assert placed(slot) == ["Tin khác"]


def test_what_falls_out_of_the_newer_window_is_planned_again(
    station: Station, slot: Slot, news: Clearance
) -> None:
    evening = make.filled_slot(station=station, begins="17:00", items=[news])
    newer = corrected(news, air_until=make.at("12:00"), separation_days=0)
    follow_corrections(now=NOW)
    assert [row.clearance for row in slot.placements.filter(item=news.item_id)] == [newer]
    assert not evening.placements.filter(item=news.item_id).exists()


def test_what_has_begun_airs_to_its_end_under_the_older_one(
    station: Station, slot: Slot, news: Clearance, other: Clearance
) -> None:
    release(station)
    corrected(news)

    follow_corrections(now=slot.starts_at + timedelta(seconds=1))

    assert slot.placements.get(item=news.item_id).clearance == news


def test_what_is_withdrawn_before_it_was_followed_does_not_come_back(
    station: Station, slot: Slot, news: Clearance
) -> None:
    release(station)
    corrected(news)
    item = Item.objects.get(pk=news.item_id)
    withdraw(item=item, by=make.one_of_the_cast("thao"), reason="Vẫn sai.", now=NOW)

    (second,) = answer_recalls(now=NOW)

    assert aired(second, slot) == ["Tin khác"]
    assert not slot.placements.filter(item=news.item_id).exists()


def test_a_plan_overtaken_by_another_leaves_the_edition_for_the_next_run(
    station: Station, slot: Slot, news: Clearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(station)
    corrected(news, seconds=9)

    def overtaken(**_kwargs: Any) -> None:
        raise PlanOutdated

    with monkeypatch.context() as patch:
        patch.setattr("broadcast.actions.follow_corrections.plan_days", overtaken)
        assert answer_recalls(now=NOW) == []
    assert Recall.objects.unanswered().exists()

    (second,) = answer_recalls(now=NOW)
    assert sorted(aired(second, slot)) == ["Tin khác", "Tin đã sửa"]


def test_a_child_carries_the_correction_with_its_parent(loa: None) -> None:
    make.general_rule()
    above = make.station(code="tinh", area_code="58")
    below = make.station(parent=above)
    news = make.cleared_item(title="Tin", levels=["province", "commune"])
    slots = [
        make.slot(station=above, planned_at=None),
        make.slot(station=below, clock=make.clock("carry"), planned_at=None),
    ]
    plan_days(first=make.DAY, last=make.DAY, seed=0, now=NOW)
    newer = corrected(news, seconds=9)

    follow_corrections(now=NOW)

    assert [[row.clearance for row in slot.placements.items()] for slot in slots] == [[newer]] * 2


@pytest.mark.parametrize("places", [1, 3])
def test_a_correction_asks_as_many_questions_for_three_places_as_for_one(
    station: Station, news: Clearance, places: int, django_assert_num_queries: Any
) -> None:
    for number in range(places):
        one = make.station(code=f"xa-{number}")
        make.filled_slot(station=one, items=[news])
        release(one)
    newer = corrected(news)

    with django_assert_num_queries(14):
        assert follow_corrections(now=NOW).renewed == places

    assert Placement.objects.filter(clearance=newer).count() == places


def test_a_correction_is_followed_by_the_worker_though_nothing_is_released(
    slot: Slot, news: Clearance, django_capture_on_commit_callbacks: Any
) -> None:
    OrmQ.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        corrected(news)
    assert "broadcast.tasks.answer_recalls" in [task.func() for task in OrmQ.objects.all()]
