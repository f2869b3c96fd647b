"""Law 4: no two slots of a station, no two placements of a slot, whoever writes the rows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction

from broadcast.models import Placement, Slot
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW

if TYPE_CHECKING:
    from broadcast.models import Station

SECOND = timedelta(seconds=1)


@pytest.fixture
def slot(loa: None) -> Slot:
    return make.slot(station=make.station())


def refused(sql: str, values: list[Any]) -> bool:
    """Whether the database itself refuses a statement by the end of its transaction."""
    adapted = [
        connection.ops.adapt_datetimefield_value(each) if isinstance(each, datetime) else each
        for each in values
    ]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, adapted)
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except DatabaseError as error:
        if "no_overlap" not in str(error):
            raise  # some other fault of the statement proves nothing
        return True
    return False


def copy_slot(slot: Slot, shift: timedelta, station: Station | None = None) -> bool:
    columns = "station_id, day, title, starts_at, ends_at, clock_id, kept_out, refused"
    return refused(
        f"INSERT INTO broadcast_slot ({columns}) "  # noqa: S608 - columns of our own
        "VALUES (%s, %s, %s, %s, %s, %s, '[]', '{}')",
        [
            (station or slot.station).pk,
            slot.day,
            "khác",
            slot.starts_at + shift,
            slot.ends_at + shift,
            slot.clock_id,
        ],
    )


def copy_placement(placement: Placement, shift: timedelta) -> bool:
    columns = "slot_id, position, entry, starts_at, ends_at, made_by, locked, reason"
    return refused(
        f"INSERT INTO broadcast_placement ({columns}) "  # noqa: S608 - columns of our own
        "VALUES (%s, 0, 'filler', %s, %s, 'planner', %s, '{}')",
        [placement.slot_id, placement.starts_at + shift, placement.ends_at + shift, False],
    )


def test_slots_of_a_station_may_touch_but_not_overlap(slot: Slot) -> None:
    assert copy_slot(slot, slot.duration - SECOND)
    assert copy_slot(slot, SECOND - slot.duration)
    assert not copy_slot(slot, slot.duration)
    assert not copy_slot(slot, timedelta(), make.station(code="khac"))


def test_a_slot_cannot_be_moved_onto_another(slot: Slot) -> None:
    other = make.slot(station=slot.station, begins="11:00")

    assert refused(
        "UPDATE broadcast_slot SET starts_at = %s, ends_at = %s WHERE id = %s",
        [slot.starts_at + SECOND, slot.ends_at, other.pk],
    )


def test_a_cancelled_slot_is_in_nobodys_way_until_it_comes_back(slot: Slot) -> None:
    Slot.objects.filter(pk=slot.pk).update(cancelled_at=NOW)
    assert not copy_slot(slot, timedelta())
    assert refused("UPDATE broadcast_slot SET cancelled_at = NULL WHERE id = %s", [slot.pk])


def test_placements_of_a_slot_may_touch_but_not_overlap(slot: Slot) -> None:
    placed = make.placement(slot=slot, entry="filler", duration=10 * SECOND)

    assert copy_placement(placed, SECOND)
    assert not copy_placement(placed, placed.duration)
    assert refused(
        "UPDATE broadcast_placement SET starts_at = %s WHERE starts_at > %s",
        [placed.starts_at + SECOND, placed.starts_at],
    )
