"""A later bulletin in released days: the earlier one goes from what is to air, the later enters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from broadcast.actions.answer_recalls import answer_recalls
from broadcast.actions.plan import plan_days
from broadcast.models import Placement, Recall, Station
from cms.models import Clearance
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import aired, release
from tests.conftest import NOW

HOUR = timedelta(hours=1)


def bulletin(title: str, issued_hours_ago: int, **fields: Any) -> Clearance:
    return make.cleared_item(
        title=title,
        seconds=30,
        priority="urgent",
        repeat_every=2 * HOUR,
        issued_at=NOW - issued_hours_ago * HOUR,
        air_until=make.at("23:00"),
        **fields,
    )


def test_released_repeats_give_place_to_the_later_bulletin(loa: None) -> None:
    make.general_rule()
    station: Station = make.station()
    slots = [make.slot(station=station, begins=each) for each in ("05:15", "07:15", "09:15")]
    first = bulletin("Bão số 6, tin 1", 2)
    plan_days(first=make.DAY, last=make.DAY, seed=1, now=NOW, stations=[station])
    edition = release(station)
    assert [aired(edition, slot) for slot in slots] == [["Bão số 6, tin 1"]] * 3

    second = bulletin("Bão số 6, tin 2", 1, derived_from=first.item)

    assert Recall.objects.get().clearance == first
    assert not Placement.objects.filter(item=first.item_id).exists()
    (newer,) = answer_recalls(now=NOW)
    assert [aired(newer, slot) for slot in slots] == [["Bão số 6, tin 2"]] * 3
    assert {row.clearance for row in Placement.objects.filter(item__isnull=False)} == {second}
