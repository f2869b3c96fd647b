"""Law 8, first half: what ended is out of everything still to air, in the same transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from broadcast.models import Fetch, Placement, Recall
from cms.actions.clear import end_clearance
from cms.actions.withdraw import withdraw
from cms.models import EndReason, Item, Notice, NoticeKind
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import release
from tests.cms.newsroom import clear
from tests.conftest import NOW

if TYPE_CHECKING:
    from datetime import datetime

    from broadcast.models import Slot, Station
    from cms.accounts.models import User
    from cms.models import Clearance


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


@pytest.fixture
def news(loa: None) -> Clearance:
    return make.cleared_item(title="Tin sai")


@pytest.fixture
def slot(station: Station, news: Clearance) -> Slot:
    return make.filled_slot(station=station, items=[news, make.cleared_item(title="Tin đúng")])


def end(
    clearance: Clearance, *, now: datetime = NOW, reason: EndReason = EndReason.WITHDRAWN
) -> None:
    end_clearance(clearance=clearance, reason=reason, by=None, now=now, note="sai số liệu")


def test_a_withdrawn_item_leaves_what_is_planned_and_the_slot_tells_the_gap(
    station: Station, slot: Slot, news: Clearance
) -> None:
    slot.refresh_from_db()
    gap = slot.gap
    assert gap is not None
    length = slot.placements.get(clearance=news).duration

    withdraw(item=news.item, by=make.one_of_the_cast("thao"), reason="sai", now=NOW)

    (left,) = slot.placements.all()
    assert left.item_id != news.item_id
    slot.refresh_from_db()
    # The pause after it is no pause any more.
    assert slot.gap == slot.silence == gap + length + make.PAUSE
    assert not Recall.objects.exists()


def test_schedulers_hear_that_slots_of_theirs_have_gaps_now(
    station: Station, news: Clearance, hoa: User
) -> None:
    make.filled_slot(
        station=station, begins="11:00", day=make.DAY + timedelta(days=1), items=[news]
    )
    make.filled_slot(station=station, items=[news])

    withdraw(item=news.item, by=make.one_of_the_cast("thao"), reason="sai", now=NOW)

    (notice,) = Notice.objects.filter(to=hoa)
    assert (notice.kind, notice.item_id) == (NoticeKind.TAKEN_OFF, news.item_id)
    assert notice.path == f"{reverse('desk:day')}?day={make.DAY.isoformat()}"
    assert notice.note.startswith("Tin bài rời 2 buổi phát.")
    assert not Notice.objects.filter(
        to=make.one_of_the_cast("lan"), kind=NoticeKind.TAKEN_OFF
    ).exists()


def test_schedulers_hear_nothing_of_what_stood_nowhere(news: Clearance, hoa: User) -> None:
    withdraw(item=news.item, by=make.one_of_the_cast("thao"), reason="sai", now=NOW)
    assert not Notice.objects.filter(to=hoa).exists()


def test_a_released_day_that_holds_it_gets_a_recall_and_waits_for_its_answer(
    station: Station, slot: Slot, news: Clearance
) -> None:
    playlist = release(station)

    end(news)

    recall = Recall.objects.get()
    assert (recall.playlist, recall.item_id, recall.clearance, recall.house_sha256) == (
        playlist,
        news.item_id,
        news,
        news.house_sha256,
    )
    assert (recall.reason, recall.at) == ("withdrawn", NOW)
    assert list(Recall.objects.unanswered()) == [recall]
    release(station)
    assert not Recall.objects.unanswered().exists()


def test_only_the_newest_edition_of_a_day_is_recalled(
    station: Station, slot: Slot, news: Clearance
) -> None:
    release(station)
    make.placement(slot=slot, clearance=make.cleared_item())
    second = release(station)

    end(news)

    assert [each.playlist for each in Recall.objects.all()] == [second]


def test_an_edition_without_it_is_not_recalled(
    station: Station, slot: Slot, news: Clearance
) -> None:
    release(station)
    slot.placements.filter(clearance=news).delete()
    release(station)

    end(news)

    assert not Recall.objects.exists()


def test_what_is_over_keeps_it(station: Station, slot: Slot, news: Clearance) -> None:
    release(station)

    end(news, now=slot.ends_at)

    assert slot.placements.filter(clearance=news).exists()
    assert not Recall.objects.exists()


@pytest.mark.parametrize(
    ("reason", "leaves"), [(EndReason.WITHDRAWN, True), (EndReason.SUPERSEDED, False)]
)
def test_a_running_slot_loses_what_is_withdrawn_but_keeps_what_began_under_its_clearance(
    station: Station, slot: Slot, news: Clearance, reason: EndReason, leaves: bool
) -> None:
    release(station)

    end(news, now=slot.starts_at, reason=reason)

    assert slot.placements.filter(clearance=news).exists() is not leaves
    assert Recall.objects.exists() is leaves


def test_a_correction_recalls_the_version_before(
    station: Station, slot: Slot, news: Clearance
) -> None:
    release(station)
    item = Item.objects.get(pk=news.item_id).specific
    item.title = "Tin đã sửa"
    item.save_revision(user=make.one_of_the_cast("lan"))

    clear(item, *(make.one_of_the_cast(name) for name in ("lan", "minh", "thao")))

    assert [(each.clearance, each.reason) for each in Recall.objects.all()] == [
        (news, "superseded")
    ]


def test_it_stays_undone_with_the_transaction_that_ended_it(
    station: Station, slot: Slot, news: Clearance
) -> None:
    release(station)
    with transaction.atomic():
        end(news)
        transaction.set_rollback(True)

    assert slot.placements.filter(clearance=news).exists()
    assert not Recall.objects.exists()


def test_the_answer_is_queued_once_the_withdrawal_is_committed(
    station: Station, slot: Slot, news: Clearance, django_capture_on_commit_callbacks: Any
) -> None:
    release(station)
    OrmQ.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        end(news)

    (task,) = OrmQ.objects.all()
    assert task.func() == "broadcast.tasks.answer_recalls"
    assert import_string(task.func())() == 1


def test_who_took_the_day_in_whichever_edition_is_told(
    station: Station, slot: Slot, news: Clearance, tuan: User, hoa: User
) -> None:
    first = release(station)
    make.placement(slot=slot, clearance=make.cleared_item())
    second = release(station)
    other = release(another_station(station))
    taken = [
        Fetch.objects.create(playlist=first, by=tuan, form="zip", at=NOW),
        Fetch.objects.create(playlist=second, by=hoa, form="m3u8", at=NOW),
    ]
    Fetch.objects.create(playlist=other, by=tuan, form="zip", at=NOW)

    end(news)

    recall = Recall.objects.get()
    assert set(Fetch.objects.affected_by(recall)) == set(taken)
    assert list(Recall.objects.taken_by(tuan)) == [recall]
    assert list(Recall.objects.taken_by(hoa)) == [recall]
    assert list(Recall.objects.taken_by(make.one_of_the_cast("lan"))) == []


def another_station(station: Station) -> Station:
    other = make.station(code="khac", parent=station)
    make.filled_slot(station=other, items=[make.cleared_item()])
    return other


@pytest.mark.parametrize("stations", [1, 3])
def test_a_withdrawal_asks_as_many_questions_for_three_stations_as_for_one(
    station: Station, news: Clearance, stations: int, django_assert_num_queries: Any
) -> None:
    for number in range(stations):
        one = make.station(code=f"xa-{number}")
        for begins in ("05:15", "17:00"):
            make.filled_slot(station=one, begins=begins, items=[news])
        release(one)

    with django_assert_num_queries(24):
        end(news)

    assert Recall.objects.count() == stations
    assert not Placement.objects.filter(clearance=news).exists()
