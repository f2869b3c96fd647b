"""A word that is sent twice at the same moment, as impatient thumbs and retrying players do."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import pytest

from broadcast.actions.set_up import set_up
from broadcast.models import AsRun, Outcome
from tests.broadcast import airtime_factories as make
from tests.broadcast.as_run.mornings import morning, release, say
from tests.broadcast.release.test_races import at_once

if TYPE_CHECKING:
    from broadcast.models import Playlist

pytestmark = [
    pytest.mark.postgres,
    # SQLite lets one transaction write at a time; skipped before the database is touched.
    pytest.mark.skipif(
        os.environ.get("LOA_DATABASE") != "postgres", reason="a race needs PostgreSQL"
    ),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
KEY = uuid.UUID("6f1c9d8e-7a52-4d0a-9a55-0d2b6c1f0a12")


@pytest.fixture
def aired() -> Playlist:
    set_up()
    tuan = make.one_of_the_cast("tuan")
    return release(morning(make.station(operators=[tuan]), make.cleared_item()))


def test_the_same_word_sent_four_times_at_once_is_one_row(aired: Playlist) -> None:
    tuan, slot = make.one_of_the_cast("tuan"), aired.entries.get().slot

    answers = at_once(*[lambda: say(aired, slot, by=tuan, key=KEY)] * 4)

    assert answers == [AsRun.objects.get()] * 4


def test_two_words_under_one_key_at_once_leave_one_row_and_one_conflict(aired: Playlist) -> None:
    tuan, slot = make.one_of_the_cast("tuan"), aired.entries.get().slot

    answers = at_once(
        lambda: say(aired, slot, by=tuan, key=KEY),
        lambda: say(aired, slot, Outcome.PARTLY, by=tuan, key=KEY),
    )

    assert sorted(type(answer).__name__ for answer in answers) == ["AsRun", "AsRunConflict"]
    assert AsRun.objects.count() == 1
