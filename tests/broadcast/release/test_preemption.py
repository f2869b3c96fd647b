"""How room is made for an urgent item: nothing overlaps, nothing fixed is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from broadcast.releasing.preemption import Preempted, Standing, preempt

BEGINS = datetime(2025, 3, 5, 5, 15, tzinfo=UTC)
ENDS = BEGINS + timedelta(minutes=30)
SECOND = timedelta(seconds=1)
PAUSE = SECOND


def standing(key: int, begins: int, length: int, **kind: bool) -> Standing:
    """Return an entry that begins some seconds into the slot."""
    return Standing(key=key, starts_at=BEGINS + begins * SECOND, duration=length * SECOND, **kind)


def enter(
    *entries: Standing, length: int = 60, now: datetime = BEGINS - SECOND
) -> Preempted | None:
    return preempt(
        begins_at=BEGINS,
        ends_at=ENDS,
        standing=entries,
        duration=length * SECOND,
        pause=PAUSE,
        now=now,
    )


def second(at: datetime) -> int:
    return (at - BEGINS) // SECOND


def test_it_comes_right_after_the_opening_ident() -> None:
    ident = standing(1, 0, 10, is_fixed=True, stays=True)

    found = enter(ident, standing(2, 11, 100), length=60)

    assert found is not None
    assert second(found.starts_at) == 11
    assert {key: second(at) for key, at in found.moved.items()} == {2: 72}
    assert found.pushed_out == ()


def test_what_runs_is_not_cut() -> None:
    found = enter(standing(1, 0, 100), standing(2, 101, 100), now=BEGINS + 50 * SECOND, length=60)

    assert found is not None
    assert second(found.starts_at) == 101
    assert {key: second(at) for key, at in found.moved.items()} == {2: 162}


def test_in_a_hole_it_begins_with_the_next_second() -> None:
    now = BEGINS + 50 * SECOND + timedelta(milliseconds=1)

    found = enter(standing(1, 0, 10), standing(2, 600, 100), now=now)

    assert found is not None
    assert second(found.starts_at) == 51
    assert {key: second(at) for key, at in found.moved.items()} == {2: 600}


def test_what_no_longer_fits_goes_and_what_is_shorter_may_stay() -> None:
    found = enter(standing(1, 0, 900), standing(2, 901, 850), standing(3, 1752, 20), length=60)

    assert found is not None
    assert found.pushed_out == (2,)
    assert {key: second(at) for key, at in found.moved.items()} == {1: 61, 3: 1752}


def test_filler_goes_first() -> None:
    found = enter(standing(1, 0, 1700), standing(2, 1701, 99, is_filler=True), length=60)

    assert found is not None
    assert found.pushed_out == (2,)


def test_what_must_stay_stays_and_others_make_room() -> None:
    found = enter(standing(1, 0, 900), standing(2, 901, 890, stays=True), length=60)

    assert found is not None
    assert found.pushed_out == (1,)
    assert {key: second(at) for key, at in found.moved.items()} == {2: 901}


def test_a_closing_relay_does_not_move() -> None:
    relay = standing(9, 900, 900, is_fixed=True, is_live=True, stays=True)

    found = enter(standing(1, 0, 800), relay, length=60)

    assert found is not None
    assert found.moved == {1: BEGINS + 61 * SECOND}
    assert enter(standing(1, 0, 800), relay, length=901) is None


def test_an_opening_relay_plays_out() -> None:
    relay = standing(9, 0, 900, is_fixed=True, is_live=True, stays=True)

    found = enter(relay, standing(1, 900, 800))

    assert found is not None
    assert second(found.starts_at) == 901


def test_a_slot_with_no_time_left_takes_nothing() -> None:
    assert enter(standing(1, 0, 1800), now=BEGINS + SECOND) is None
    assert enter(now=ENDS - 59 * SECOND) is None
    assert enter(now=ENDS - 60 * SECOND) is not None


@st.composite
def slots(draw: st.DrawFn) -> list[Standing]:
    entries = []
    at = draw(st.integers(0, 20))
    for key in range(draw(st.integers(0, 12))):
        length = draw(st.integers(1, 400))
        if at + length > 1800:
            break
        entries.append(
            standing(
                key,
                at,
                length,
                stays=draw(st.booleans()),
                is_fixed=draw(st.integers(0, 5)) == 0,
                is_filler=draw(st.integers(0, 5)) == 0,
            )
        )
        at += length + draw(st.integers(1, 5))
    return entries


@given(entries=slots(), length=st.integers(1, 900), now_s=st.integers(-100, 1900))
def test_nothing_overlaps_and_nothing_that_must_stay_is_lost(
    entries: list[Standing], length: int, now_s: int
) -> None:
    now = BEGINS + now_s * SECOND
    found = enter(*entries, length=length, now=now)
    if found is None:
        return
    spans = [(found.starts_at, found.starts_at + length * SECOND)]
    for entry in entries:
        if entry.key in found.pushed_out:
            assert entry.is_filler or not entry.stays
            continue
        at = found.moved.get(entry.key, entry.starts_at)
        assert at >= entry.starts_at
        assert at == entry.starts_at or entry.starts_at > now
        spans.append((at, at + entry.duration))
    spans.sort()
    assert spans[0][0] >= BEGINS
    assert spans[-1][1] <= ENDS
    assert all(later[0] - earlier[1] >= PAUSE for earlier, later in pairwise(spans))
    assert found.starts_at >= now
