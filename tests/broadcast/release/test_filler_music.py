"""The music that fills slots is chosen once for all stations, and who chose it is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from broadcast import editions
from broadcast.actions.filler import NotMusic, choose_filler
from broadcast.models import EntryKind, FillerMusic
from media.models import Rendition, State
from tests.broadcast import airtime_factories as make
from tests.broadcast.exports.programs import decode
from tests.broadcast.release.days import release
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


@pytest.mark.parametrize("to_fill", [timedelta(seconds=7), timedelta(seconds=40, milliseconds=13)])
def test_filler_is_back_timed_so_that_the_slot_ends_on_the_second(
    loa: None, to_fill: timedelta
) -> None:
    """The music ends where the slot does: neither is cut short, whatever was left to fill."""
    music = make.filler_music().asset.renditions.get()
    station = make.station(ident=2)
    slot = make.filled_slot(station=station, items=[make.cleared_item()])
    begins = slot.ends_at - to_fill
    make.placement(slot=slot, entry=EntryKind.FILLER, starts_at=begins, duration=to_fill)

    playlist = release(station)

    joined = playlist.slot_files.get()
    ends_at = joined.starts_at + joined.duration
    assert abs(ends_at - slot.ends_at) <= make.FRAME
    sound = decode(b"".join(editions.stream(editions.slot_content(joined).recipe)))
    assert sound.size == joined.duration // make.FRAME * 1152
    filler = playlist.entries.get(entry=EntryKind.FILLER)
    assert filler.recipe is not None
    last = filler.recipe["parts"][-1]
    assert last["start"] + last["length"] == music.size_bytes
