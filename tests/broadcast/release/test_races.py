"""What only shows when two people press at the same moment."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from broadcast.actions.set_up import set_up
from broadcast.models import Playlist, Recall
from cms.actions.withdraw import withdraw
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import release
from tests.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

    from broadcast.models import Station
    from cms.models import Clearance

pytestmark = [
    pytest.mark.postgres,
    # SQLite lets one transaction write at a time; skipped before the database is touched.
    pytest.mark.skipif(
        os.environ.get("LOA_DATABASE") != "postgres", reason="a race needs PostgreSQL"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def news() -> Clearance:
    set_up()
    return make.cleared_item()


@pytest.fixture
def station(news: Clearance) -> Station:
    station = make.station()
    make.filled_slot(station=station, items=[news])
    return station


def at_once(*actions: Callable[[], object]) -> list[object]:
    """Run the actions on connections of their own, all let go in the same moment."""
    barrier = Barrier(len(actions))

    def run(action: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return action()
        except Exception as error:  # noqa: BLE001 - what was raised is the answer
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_two_releases_at_once_make_one_edition(station: Station) -> None:
    answers = at_once(*[lambda: release(station)] * 4)

    (playlist,) = Playlist.objects.all()
    assert answers == [playlist] * 4


def test_a_release_and_a_withdrawal_at_once_never_leave_the_item_unrecalled(
    station: Station, news: Clearance
) -> None:
    thao = make.one_of_the_cast("thao")

    at_once(
        lambda: release(station),
        lambda: withdraw(item=news.item, by=thao, reason="sai", now=NOW),
    )

    held = [each for each in Playlist.objects.all() if each.entries.filter(clearance=news).exists()]
    assert [each.playlist for each in Recall.objects.all()] == held
