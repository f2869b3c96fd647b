"""A must-run that is reported impossible is impossible: it is tried in every slot."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.planner import Clock, Hold, Pick, Problem, Rule, Standing, Why, check, plan

from .provinces import small_province

NOT_ALONE = frozenset({Rule.ROOM, Rule.SERIAL, Rule.SAME_TIME})
"""What depends on where other items are put: searched for, but not ruled out slot by slot."""


def seats(made: Problem, item_id: str) -> list[tuple[str, int]]:
    """Return every position of every open slot, whatever the rules say."""
    positions = {clock.id: clock.positions for clock in made.clocks}
    return [
        (slot.id, index)
        for slot in made.slots
        if slot.admits.open_to_all
        for index, position in enumerate(positions[slot.clock])
        if isinstance(position, Pick) and item_id
    ]


@settings(max_examples=200)
@given(seed=st.integers(0, 2**32), slots=st.integers(1, 9), items=st.integers(3, 12))
def test_what_a_rule_shuts_out_could_stand_in_no_slot(seed: int, slots: int, items: int) -> None:
    """Seated there alone, as an earlier placement, it is dropped or comes too late."""
    made = small_province(seed=seed, stations=1, slots=slots, items=items, standing=0)
    found = plan(made, seed=1)
    by_id = {item.id: item for item in made.candidates}
    named = {one.item_id for one in found.placements if one.reason.why is Why.CLOCK}
    slot_of = {slot.id: slot for slot in made.slots}
    for missed in found.unplaced:
        # What the clock names and airs too late is kept apart from that airing.
        if missed.rule in NOT_ALONE or missed.item_id in named:
            continue
        item = by_id[missed.item_id]
        due_at = item.deadline or item.airable_until
        for slot_id, position in seats(made, item.id):
            if missed.due_in not in {None, slot_id}:
                continue  # It airs elsewhere: what has no place is its repeat in one slot.
            tried = Standing(
                slot_id=slot_id,
                position=position,
                item_id=item.id,
                starts_at=slot_of[slot_id].starts_at,
                duration=item.duration,
                hold=Hold.PLANNER,
            )
            alone = replace(made, candidates=(item,), standing=(tried,), clocks=bare(made))
            again = plan(alone, seed=1)
            assert check(alone, again) == []
            stays = any(one.slot_id == slot_id for one in again.placements if one.item_id)
            in_time = due_at is None or slot_of[slot_id].ends_at <= due_at
            assert not (stays and in_time)


def bare(made: Problem) -> tuple[Clock, ...]:
    """Return the clocks without the items they name: only the one that is tried is there."""
    return tuple(
        replace(
            clock,
            positions=tuple(
                Pick(kinds=frozenset({"none"})) if hasattr(position, "item_id") else position
                for position in clock.positions
            ),
        )
        for clock in made.clocks
    )
