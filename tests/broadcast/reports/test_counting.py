"""What counts as aired, and for how many minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.reports.counting import Planned, Tally, aired_share, count
from tests.broadcast.airtime_factories import at

BEGINS = at("05:15")
NOW = at("12:00")
MINUTE = timedelta(minutes=1)
SLOT = 30 * MINUTE
HASH = "a" * 64


class Said(NamedTuple):
    slot_id: int = 1
    position: int | None = None
    said_of: str | None = None
    outcome: str = "aired"
    started_at: datetime = BEGINS
    ended_at: datetime | None = None
    slot_length: timedelta = SLOT


def planned(position: int = 0, *, slot: int = 1, minutes: int = 10, item: int = 7) -> Planned:
    starts_at = BEGINS + 10 * position * MINUTE
    return Planned(slot, position, HASH, starts_at, starts_at + minutes * MINUTE, 5, item)


def tallied(entries: list[Planned], words: list[Said], now: datetime = NOW) -> Tally:
    total = Tally()
    for tally in count(entries, words, now).tallies.values():
        total.add(tally)
    return total


def confirmed(tally: Tally) -> tuple[int, timedelta, int, int, int]:
    return tally.aired, tally.aired_time, tally.partly, tally.not_aired, tally.unconfirmed


def test_what_aired_counts_with_all_its_minutes() -> None:
    assert confirmed(tallied([planned()], [Said()])) == (1, 10 * MINUTE, 0, 0, 0)


def test_what_did_not_air_counts_for_nothing() -> None:
    assert confirmed(tallied([planned()], [Said(outcome="not_aired")])) == (
        0,
        timedelta(),
        0,
        1,
        0,
    )


def test_what_nobody_spoke_of_is_unconfirmed_once_it_is_over() -> None:
    assert tallied([planned()], []).unconfirmed == 1
    assert tallied([planned()], [], now=BEGINS + 9 * MINUTE).unconfirmed == 0
    assert tallied([planned()], []).planned == 1


@pytest.mark.parametrize(
    ("word", "minutes"),
    [
        (Said(outcome="partly"), 5),
        (Said(outcome="partly", ended_at=BEGINS + 12 * MINUTE), 4),
        (Said(outcome="partly", ended_at=BEGINS + 90 * MINUTE), 10),
        (Said(outcome="partly", ended_at=BEGINS), 0),
        (Said(outcome="partly", position=0, said_of=HASH), 5),
        (Said(outcome="partly", position=0, said_of=HASH, ended_at=BEGINS + 4 * MINUTE), 4),
        (Said(outcome="partly", position=0, said_of=HASH, ended_at=BEGINS + 20 * MINUTE), 10),
    ],
)
def test_what_aired_in_part_is_one_airing_with_its_share_of_the_minutes(
    word: Said, minutes: int
) -> None:
    assert confirmed(tallied([planned()], [word])) == (1, minutes * MINUTE, 1, 0, 0)


def test_the_newest_word_on_an_entry_or_its_slot_counts() -> None:
    entries = [planned(0), planned(1)]
    on_one = Said(position=1, said_of=HASH, outcome="not_aired")
    assert confirmed(tallied(entries, [on_one, Said()]))[:4] == (1, 10 * MINUTE, 0, 1)
    assert confirmed(tallied(entries, [Said(), on_one]))[:4] == (2, 20 * MINUTE, 0, 0)


def test_a_word_on_something_else_at_that_position_does_not_count() -> None:
    assert tallied([planned()], [Said(position=0, said_of="b" * 64)]).unconfirmed == 1


def test_words_on_slots_that_are_not_planned_any_more_are_passed_over() -> None:
    entries = [planned(slot=2), planned(slot=4)]
    words = [Said(slot_id=number) for number in (1, 2, 3, 5)]
    assert confirmed(tallied(entries, words))[0::4] == (1, 1)


def test_a_station_is_silent_by_slots_and_since_when() -> None:
    entries = [planned(0), planned(1), planned(0, slot=2)]
    counts = count(entries, [Said(position=0, said_of=HASH)], NOW)
    silence = counts.silences[5]
    assert (silence.slots, silence.airings, silence.since) == (2, 2, BEGINS)


def test_tallies_add_up_and_count_each_item_once() -> None:
    entries = [planned(0, item=7), planned(1, item=7), planned(2, item=8)]
    total = tallied(entries, [])
    assert (total.items, total.planned, total.planned_time) == ({7, 8}, 3, 30 * MINUTE)


outcomes = st.sampled_from(["aired", "partly", "not_aired"])
moments = st.integers(0, 60).map(lambda minutes: BEGINS + minutes * MINUTE)
said = st.builds(
    Said,
    slot_id=st.just(1),
    position=st.one_of(st.none(), st.integers(0, 2)),
    said_of=st.just(HASH),
    outcome=outcomes,
    started_at=st.just(BEGINS),
    ended_at=st.one_of(st.none(), moments),
    slot_length=st.just(SLOT),
)


@given(st.lists(said, max_size=6))
def test_every_airing_is_aired_not_aired_or_unconfirmed_and_never_longer_than_planned(
    words: list[Said],
) -> None:
    tally = tallied([planned(0), planned(1), planned(2)], words)
    assert tally.aired + tally.not_aired + tally.unconfirmed == tally.planned == 3
    assert tally.partly <= tally.aired
    assert timedelta() <= tally.aired_time <= tally.planned_time


@given(said, st.integers(0, 30))
def test_a_share_lies_between_nothing_and_all(word: Said, minutes: int) -> None:
    assert 0 <= aired_share(word, minutes * MINUTE) <= 1
