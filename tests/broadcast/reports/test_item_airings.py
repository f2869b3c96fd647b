"""An item's page says where and when it airs, and what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from broadcast.models import Outcome, Station
from broadcast.reports.item_airings import ItemAirings, read_item_airings
from cms.actions.clear import end_clearance
from cms.models import Clearance, EndReason
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import morning, release, say
from tests.broadcast.portal.conftest import text_of
from tests.cms.newsroom import signed_in
from tests.conftest import NOW

if TYPE_CHECKING:
    from cms.accounts.models import User


@pytest.fixture
def school(loa: None) -> Clearance:
    return make.cleared_item(title="Lớp học")


def airings(clearance: Clearance) -> ItemAirings:
    return read_item_airings(item=clearance.item, now=NOW)


def test_what_is_to_come_is_told_in_order_released_or_planned(
    school: Clearance, station: Station, elsewhere: Station
) -> None:
    there = morning(elsewhere, make.cleared_item(), school, day=make.DAY)
    release(there)
    morning(station, school, day=make.DAY, begins="05:00")
    morning(station, school, day=make.DAY + timedelta(days=1))

    found = airings(school)

    assert [(each.station, each.released) for each in found.coming] == [
        ("Đài Phước Mỹ", False),
        ("Đài Lạ Đồn", True),
        ("Đài Phước Mỹ", False),
    ]
    assert found.coming[1].starts_at == there.placements.get(clearance=school).starts_at
    assert (found.released, found.planned, found.stations, found.more) == (1, 2, 2, 0)


def test_a_released_day_counts_as_it_was_released(school: Clearance, station: Station) -> None:
    slot = morning(station, make.cleared_item(), day=make.DAY)
    release(slot)
    make.placement(slot=slot, clearance=school)
    assert airings(school).total == 0
    release(slot)
    assert (airings(school).released, airings(school).planned) == (1, 0)


def test_what_was_withdrawn_is_on_its_way_to_nobody(school: Clearance, station: Station) -> None:
    release(morning(station, school, day=make.DAY))
    end_clearance(clearance=school, reason=EndReason.WITHDRAWN, by=None, now=NOW)
    assert (airings(school).total, airings(school).coming) == (0, ())


def test_past_airings_are_told_by_what_their_stations_said(
    school: Clearance, station: Station, elsewhere: Station, tuan: User, la: User
) -> None:
    other = make.cleared_item()
    slots = [morning(station, other, school), morning(elsewhere, school, begins="05:30")]
    silent = morning(station, school, begins="06:00")
    playlists = [release(slot) for slot in slots]
    release(silent)
    say(playlists[0], slots[0], by=tuan)
    say(playlists[1], slots[1], Outcome.NOT_AIRED, by=la, position=0)

    found = airings(school)

    assert [(each.station, each.outcome) for each in found.past] == [
        ("Đài Phước Mỹ", None),
        ("Đài Lạ Đồn", Outcome.NOT_AIRED),
        ("Đài Phước Mỹ", Outcome.AIRED),
    ]
    tally = found.tally
    assert (tally.planned, tally.aired, tally.not_aired, tally.unconfirmed) == (3, 1, 1, 1)


def test_its_author_reads_it_on_the_items_page(
    school: Clearance, station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    release(morning(station, school))
    morning(station, school, day=make.DAY)
    author = make.one_of_the_cast("lan")
    page = signed_in(author).get(reverse("cms:item", args=[school.item_id]))
    text = text_of(page)
    assert "1 lượt phát sắp tới ở 1 đài: 0 đã phát hành, 1 dự kiến" in text
    assert "05:15 05/03/2025" in text
    assert "1 chưa xác nhận" in text


def test_it_takes_as_many_queries_for_three_stations_as_for_one(
    school: Clearance, tuan: User
) -> None:
    item, counts = school.item, []
    for codes in (["xa-1"], ["xa-2", "xa-3"]):
        for code in codes:
            one = make.station(code=code, operators=[tuan])
            over = morning(one, school)
            say(release(over), over, by=tuan)
            release(morning(one, school, day=make.DAY))
            morning(one, school, day=make.DAY + timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            found = read_item_airings(item=item, now=NOW)
        counts.append((len(queries), found.released, found.planned, found.tally.aired))
    asked = counts[0][0]
    assert counts == [(asked, 1, 1, 1), (asked, 3, 3, 3)]
