"""A correction of what airs a thousand times: the reviewer waits for none of it."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from broadcast.actions.answer_recalls import answer_recalls
from broadcast.models import Placement, Playlist, Recall
from cms.models import Clearance, Item
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release
from tests.cms.newsroom import approve_as, current_step, open_to_edits, seen_now, send, signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Station

STATIONS = 50
DAYS = 10
TIMES = ("05:15", "17:00")
MOST_SECONDS = 2.0

pytestmark = pytest.mark.soak


@pytest.fixture
def stations(loa: None) -> list[Station]:
    return [make.station(code=f"xa-{number}") for number in range(STATIONS)]


@pytest.mark.parametrize("seconds", [3.0, 9.0], ids=["same length", "longer"])
def test_the_last_approval_takes_a_moment_and_the_worker_does_the_rest(
    seconds: float, stations: list[Station], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    news = make.cleared_item(title="Tin", most_airings=99, separation_days=0)
    slots = [
        make.filled_slot(station=one, items=[news], begins=begins, day=make.DAY + timedelta(days))
        for one in stations
        for days in range(DAYS)
        for begins in TIMES
    ]
    first = [release(one) for one in stations]
    item = Item.objects.get(pk=news.item_id).specific
    item.title = "Tin đã sửa"
    if seconds != 3.0:
        item.recording = make.ready_asset(seconds=seconds)
    item.save_revision(user=make.one_of_the_cast("lan"))
    open_to_edits(item)
    send(make.one_of_the_cast("lan"), item)
    approve_as(make.one_of_the_cast("minh"), item)
    step = reverse("cms:review", args=[current_step(item).pk])
    leader, seen = signed_in(make.one_of_the_cast("thao")), seen_now(item)

    begun = time.monotonic()
    leader.post(step, {"seen": seen, "approve": "1"})
    request = time.monotonic() - begun

    newer = Clearance.objects.standing().get(item=item.pk)
    assert Recall.objects.unanswered().count() == STATIONS
    begun = time.monotonic()
    editions = answer_recalls(now=NOW)
    worker = time.monotonic() - begun
    print(f"request {request:.2f} s, worker {worker:.1f} s")  # noqa: T201 - what was measured
    assert Placement.objects.filter(clearance=newer).count() == len(slots)
    assert [playlist.edition for playlist in editions] == [2] * STATIONS
    assert set(aired(editions[0], slots[0])) == {"Tin đã sửa"}
    assert set(Playlist.objects.filter(edition=1)) == set(first)
    assert request < MOST_SECONDS
