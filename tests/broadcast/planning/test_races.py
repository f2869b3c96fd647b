"""What only shows when two plan the same slots at the same moment."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from broadcast.actions.plan import Planned, plan_days
from broadcast.actions.set_up import set_up
from broadcast.models import EntryKind, Placement, Slot, Station
from broadcast.planning.store import PlanOutdated
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.test_races import at_once
from tests.conftest import NOW

pytestmark = [
    pytest.mark.postgres,
    # SQLite lets one transaction write at a time; skipped before the database is touched.
    pytest.mark.skipif(
        os.environ.get("LOA_DATABASE") != "postgres", reason="a race needs PostgreSQL"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
DAYS = 3
RUNS = 4


@pytest.fixture
def stations() -> list[Station]:
    set_up()
    made = [make.station(code=f"xa-{number}") for number in range(3)]
    for station in made:
        for number in range(DAYS):
            make.slot(
                station=station,
                day=make.DAY + timedelta(days=number),
                minutes=2,
                planned_at=None,
            )
    for number in range(12):
        make.cleared_item(seconds=20 + number, separation_days=1)
    return made


def planned(seed: int) -> Planned:
    last = make.DAY + timedelta(days=DAYS - 1)
    return plan_days(first=make.DAY, last=last, seed=seed, now=NOW)


def test_runs_at_once_place_nothing_twice_and_leave_whole_stations(
    stations: list[Station],
) -> None:
    answers = at_once(*[lambda seed=seed: planned(seed) for seed in range(RUNS)])

    assert {type(answer) for answer in answers} <= {Planned, PlanOutdated}
    assert Planned in {type(answer) for answer in answers}
    placed = Placement.objects.filter(entry=EntryKind.ITEM)
    pairs = list(placed.values_list("slot_id", "item_id"))
    assert len(pairs) == len(set(pairs))
    assert not Slot.objects.filter(planned_at__isnull=True).exists()
    again = planned(0)
    assert again.changed == 0, "what stands is one sound plan: planning it again changes nothing"
    assert again.plan.dropped == ()
