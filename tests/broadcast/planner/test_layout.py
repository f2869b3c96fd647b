"""When each entry begins: pauses to the frame, relays at the ends, filler, silence."""

from datetime import timedelta
from itertools import pairwise

from broadcast.planner import (
    FRAME,
    Entry,
    Filler,
    Ident,
    Pick,
    Placement,
    Plan,
    Relay,
    Why,
    check,
    plan,
)

from .problems import JINGLE, MINUTE, SECOND, at, clock, item, problem, slot

LEAST = 20 * FRAME
MOST = 83 * FRAME


def laid_out(length: timedelta, *durations: timedelta, **parts: object) -> Plan:
    """Plan a slot that holds all items of the durations given."""
    made = problem(
        slots=(slot(at(17), length),),
        candidates=tuple(item(f"item-{n}", one) for n, one in enumerate(durations)),
        **parts,
    )
    found = plan(made, seed=1)
    assert check(made, found) == []
    return found


def pauses(found: Plan) -> list[int]:
    """Return the pauses between entries, in frames."""
    return [
        (later.starts_at - earlier.starts_at - earlier.duration) // FRAME
        for earlier, later in pairwise(found.placements)
    ]


def one(found: Plan, entry: Entry) -> Placement:
    [placement] = [one for one in found.placements if one.entry is entry]
    return placement


def test_what_is_left_is_spread_evenly_over_the_pauses_to_the_frame() -> None:
    """Three pauses share 100 frames: 34, 33 and 33."""
    found = laid_out(JINGLE + 3 * MINUTE + 100 * FRAME, MINUTE, MINUTE, MINUTE)
    assert pauses(found) == [34, 33, 33]
    assert found.gaps == ()
    last = found.placements[-1]
    assert last.starts_at + last.duration == at(17) + JINGLE + 3 * MINUTE + 100 * FRAME


def test_pauses_stay_between_their_least_and_their_most() -> None:
    assert pauses(laid_out(JINGLE + MINUTE + LEAST, MINUTE)) == [20]
    assert pauses(laid_out(JINGLE + MINUTE + 9 * SECOND, MINUTE)) == [83]
    assert laid_out(JINGLE + MINUTE + LEAST - FRAME, MINUTE).placements[1:] == ()


def test_the_gap_is_what_the_longest_pauses_leave() -> None:
    found = laid_out(JINGLE + MINUTE + MOST + 250 * FRAME, MINUTE)
    [gap] = found.gaps
    assert (gap.gap_ms, gap.filler_ms, gap.silence_ms) == (6_000, 0, 6_000)
    assert (found.gap_ms, found.filler_ms, found.silence_ms) == (6_000, 0, 6_000)


WITH_FILLER = (clock(Ident(duration=JINGLE), Pick(), Filler(), Ident(duration=JINGLE)),)


def test_filler_covers_the_gap_and_the_closing_jingle_follows_it_at_once() -> None:
    length = 2 * JINGLE + MINUTE + 2 * MOST + 1_000 * FRAME
    found = laid_out(length, MINUTE, clocks=WITH_FILLER)
    filler = one(found, Entry.FILLER)
    assert (filler.duration, filler.reason.why) == (24 * SECOND, Why.LEFT_OVER)
    assert pauses(found) == [83, 83, 0]
    [gap] = found.gaps
    assert (gap.gap_ms, gap.filler_ms, gap.silence_ms) == (24_000, 24_000, 0)
    closing = found.placements[-1]
    assert closing.starts_at + closing.duration == at(17) + length


def test_filler_stops_at_its_most_and_the_rest_is_silence_at_the_end() -> None:
    found = laid_out(10 * MINUTE, clocks=WITH_FILLER)
    assert one(found, Entry.FILLER).duration == MINUTE
    [gap] = found.gaps
    free = 10 * MINUTE - 2 * JINGLE - MOST
    assert gap.gap_ms == free / timedelta(milliseconds=1)
    assert (gap.filler_ms, gap.silence_ms) == (60_000, gap.gap_ms - 60_000)


def test_less_than_the_least_filler_stays_silent() -> None:
    length = 2 * JINGLE + MINUTE + 2 * MOST
    short = laid_out(length + 83 * FRAME, MINUTE, clocks=WITH_FILLER)
    assert [(gap.filler_ms, gap.silence_ms) for gap in short.gaps] == [(0, 1_992)]
    enough = laid_out(length + 84 * FRAME, MINUTE, clocks=WITH_FILLER)
    assert [(gap.filler_ms, gap.silence_ms) for gap in enough.gaps] == [(2_016, 0)]


def test_filler_may_open_a_slot() -> None:
    first = (clock(Filler(), Ident(duration=JINGLE), Pick()),)
    found = laid_out(JINGLE + MINUTE + MOST + 500 * FRAME, MINUTE, clocks=first)
    assert [one.entry for one in found.placements] == [Entry.FILLER, Entry.IDENT, Entry.ITEM]
    assert pauses(found) == [0, 83]


def test_a_relay_has_the_first_or_the_last_minutes_to_itself() -> None:
    news = Relay(source="VOV1", duration=5 * MINUTE)
    first = laid_out(9 * MINUTE, MINUTE, clocks=(clock(news, *clock().positions),))
    assert one(first, Entry.RELAY).starts_at == at(17)
    assert one(first, Entry.IDENT).starts_at == at(17, 5)
    last = laid_out(9 * MINUTE, MINUTE, clocks=(clock(*clock().positions, news),))
    assert one(last, Entry.RELAY).starts_at == at(17, 4)
    assert one(last, Entry.IDENT).starts_at == at(17)


def test_an_entry_takes_the_whole_of_its_last_frame() -> None:
    """A television house file need not be whole frames; the next entry begins on one."""
    odd = MINUTE + timedelta(milliseconds=1)
    made = problem(
        clocks=(clock(Ident(duration=odd), Pick()),),
        slots=(slot(at(17), 2 * MINUTE + LEAST + FRAME),),
        candidates=(item("item", MINUTE),),
    )
    found = plan(made, seed=1)
    assert check(made, found) == []
    assert found.placements[1].starts_at - at(17) == MINUTE + FRAME + LEAST


def test_a_part_of_a_frame_at_the_end_of_a_slot_is_silence() -> None:
    found = laid_out(JINGLE + MINUTE + LEAST + timedelta(milliseconds=5), MINUTE)
    assert [(gap.gap_ms, gap.silence_ms) for gap in found.gaps] == [(5, 5)]


def test_a_slot_with_nothing_at_all_is_one_gap() -> None:
    found = laid_out(10 * MINUTE, clocks=(clock(Pick()),))
    assert [gap.gap_ms for gap in found.gaps] == [600_000]
    assert found.placements == ()
