"""What was released to a station is kept for its time after it aired last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from broadcast.actions.filler import choose_filler
from broadcast.actions.stations import change_station
from broadcast.models import PlaylistEntry, Station
from media.models import Hold, HoldReason
from tests.broadcast import airtime_factories as make
from tests.broadcast.release.days import release
from tests.conftest import NOW


@pytest.fixture
def station(loa: None) -> Station:
    return make.station()


def holds(reason: HoldReason) -> dict[int, object]:
    rows = Hold.objects.filter(reason=reason).order_by("pk")
    return dict(rows.values_list("asset_id", "until"))


def test_a_released_file_is_held_for_half_a_year_after_the_last_release(station: Station) -> None:
    news = make.cleared_item()
    make.filled_slot(station=station, begins="05:15", items=[news])
    release(station)
    kept = timedelta(days=settings.LOA_WORK_KEPT_DAYS)
    first = PlaylistEntry.objects.latest("ends_at").ends_at
    assert holds(HoldReason.AIRED) == {news.asset_id: first + kept}

    make.filled_slot(station=station, begins="17:00", items=[news])
    release(station)
    last = PlaylistEntry.objects.latest("ends_at").ends_at
    assert last > first
    assert holds(HoldReason.AIRED) == {news.asset_id: last + kept}


@pytest.mark.usefixtures("loa")
def test_filler_music_is_held_while_it_is_chosen_and_for_its_time_after() -> None:
    before, after = make.ready_asset(seconds=12), make.ready_asset(seconds=12, hertz=900)
    choose_filler(asset=before, by=None, now=NOW)
    assert holds(HoldReason.STATION) == {before.pk: None}
    choose_filler(asset=after, by=None, now=NOW)
    kept = timedelta(days=settings.LOA_WORK_KEPT_DAYS)
    assert holds(HoldReason.STATION) == {before.pk: NOW + kept, after.pk: None}
    choose_filler(asset=before, by=None, now=NOW)
    assert holds(HoldReason.STATION) == {before.pk: None, after.pk: NOW + kept}


def test_an_ident_is_held_while_it_is_the_stations_and_for_its_time_after(
    station: Station,
) -> None:
    def give(ident: object) -> None:
        change_station(
            station=station,
            name=station.name,
            area=station.area,
            parent=station.parent,
            medium=station.medium,
            languages=list(station.languages.all()),
            operators=[],
            day_start=station.day_start,
            ident=ident,  # type: ignore[arg-type] # an asset, or none
            closed=False,
            by=None,
            now=NOW,
        )

    before, after = make.ready_asset(), make.ready_asset(hertz=900)
    give(before)
    assert holds(HoldReason.STATION) == {before.pk: None}
    give(after)
    kept = timedelta(days=settings.LOA_WORK_KEPT_DAYS)
    assert holds(HoldReason.STATION) == {before.pk: NOW + kept, after.pk: None}
