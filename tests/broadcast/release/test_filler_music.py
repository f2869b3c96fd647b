"""The music that fills slots is chosen once for all stations, and who chose it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from broadcast.actions.filler import NotMusic, choose_filler
from broadcast.models import FillerMusic
from media.models import Rendition, State
from tests.broadcast import airtime_factories as make
from tests.conftest import NOW

if TYPE_CHECKING:
    from cms.accounts.models import User


def test_the_newest_choice_counts_and_the_older_are_kept(hoa: User) -> None:
    first, second = (make.ready_asset(seconds=12) for _ in range(2))

    for asset in (first, second, second):
        choose_filler(asset=asset, by=hoa, now=NOW)

    current = FillerMusic.objects.current()
    assert current is not None
    assert (current.asset, current.chosen_by) == (second, hoa)
    assert [each.asset for each in FillerMusic.objects.all()] == [second, first]


def test_what_is_not_ready_or_too_short_is_refused(hoa: User) -> None:
    short, waiting = make.ready_asset(seconds=3), make.ready_asset(seconds=12)
    Rendition.objects.filter(asset=waiting).update(state=State.WORKING)

    for asset in (short, waiting):
        with pytest.raises(NotMusic):
            choose_filler(asset=asset, by=hoa, now=NOW)
    assert not FillerMusic.objects.exists()
