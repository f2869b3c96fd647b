"""Filling a slot, against every possible choice on small instances."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from broadcast.planner.choice import Group, Room
from broadcast.planner.fill import exact_fill, first_fit


def rooms(flex: st.SearchStrategy[int]) -> st.SearchStrategy[Room]:
    def with_entries(flex: int) -> st.SearchStrategy[Room]:
        entries = st.integers(0, 3)
        return st.builds(
            lambda frames, entries: Room(frames, flex * (entries - 1), flex),
            st.integers(0, 900),
            entries,
        )

    return flex.flatmap(with_entries)


costs = st.lists(st.integers(20, 400), max_size=7)


def groups(count: int, *, limited: bool = True) -> st.SearchStrategy[list[Group]]:
    def numbered(parts: list[tuple[list[int], int | None]]) -> list[Group]:
        found, start = [], 0
        for costs, most in parts:
            found.append(Group(range(start, start + len(costs)), costs, most))
            start += len(costs)
        return found

    limits = st.one_of(st.none(), st.integers(0, 500)) if limited else st.none()
    part = st.tuples(costs, limits)
    return st.lists(part, min_size=count, max_size=count).map(numbered)


def choices(group: Group) -> Iterator[list[int]]:
    """Yield every choice of a group that its limit allows, in rank order."""
    count = len(group.ranked)
    for number in range((1 << count) - 1, -1, -1):
        picks = [k for k in range(count) if number >> (count - 1 - k) & 1]
        if group.most is None or sum(group.costs[k] for k in picks) <= group.most:
            yield picks


def spent(groups: list[Group], chosen: list[list[int]]) -> list[int]:
    return [
        group.costs[list(group.ranked).index(name)]
        for group, names in zip(groups, chosen, strict=True)
        for name in names
    ]


def smallest_gap(groups: list[Group], room: Room) -> int:
    gaps = []
    for picks in product(*(list(choices(group)) for group in groups)):
        cost = [group.costs[k] for group, ks in zip(groups, picks, strict=True) for k in ks]
        if sum(cost) <= room.frames:
            gaps.append(room.after(cost).gap)
    return min(gaps)


@given(groups=groups(1, limited=False), room=rooms(st.integers(0, 120)))
def test_one_group_leaves_the_smallest_gap_there_is(groups: list[Group], room: Room) -> None:
    chosen = exact_fill(groups, room)
    found = room.after(spent(groups, chosen))
    assert found.frames >= 0
    assert found.gap == smallest_gap(groups, room)


@given(groups=groups(1, limited=False), room=rooms(st.just(0)))
def test_of_the_fullest_choices_the_best_ranked_is_taken(groups: list[Group], room: Room) -> None:
    [group] = groups
    allowed = [
        picks for picks in choices(group) if sum(group.costs[k] for k in picks) <= room.frames
    ]
    fullest = max(sum(group.costs[k] for k in picks) for picks in allowed)
    first = next(picks for picks in allowed if sum(group.costs[k] for k in picks) == fullest)
    assert exact_fill(groups, room) == [first]


@settings(max_examples=60, deadline=None)
@given(groups=groups(2), room=rooms(st.integers(0, 120)))
def test_two_groups_keep_their_limits_and_nothing_left_over_would_fit(
    groups: list[Group], room: Room
) -> None:
    chosen = exact_fill(groups, room)
    left = room.after(spent(groups, chosen))
    assert left.frames >= 0
    for group, names in zip(groups, chosen, strict=True):
        cost = sum(spent([group], [names]))
        assert group.most is None or cost <= group.most
        if left.gap:
            free = [group.costs[k] for k, name in enumerate(group.ranked) if name not in names]
            limit = left.frames if group.most is None else min(left.frames, group.most - cost)
            assert not [cost for cost in free if cost <= limit]


@settings(max_examples=60, deadline=None)
@given(groups=groups(2), room=rooms(st.integers(0, 120)))
def test_an_open_group_makes_up_what_a_limited_one_leaves(groups: list[Group], room: Room) -> None:
    limited, other = groups[0], Group(groups[1].ranked, groups[1].costs)
    [by_rank, _] = first_fit([limited, other], room)
    left = room.after(spent([limited], [by_rank]))
    found = room.after(spent([limited, other], exact_fill([limited, other], room)))
    assert found.gap <= smallest_gap([other], left)


def test_an_item_admitted_twice_is_taken_once() -> None:
    same = [Group([7], [100], most=100), Group([7], [100])]
    assert exact_fill(same, Room(200, 0, 0)) == [[7], []]


def test_the_best_ranked_is_left_out_only_for_a_fuller_slot() -> None:
    group = Group([1, 2, 3], [70, 60, 40])
    assert exact_fill([group], Room(100, 0, 0)) == [[2, 3]]
    assert exact_fill([group], Room(110, 0, 0)) == [[1, 3]]


def test_the_first_entry_brings_no_pause_to_stretch() -> None:
    """The best-ranked would fill an empty slot only if its own pause could stretch."""
    empty = Room(100, -39, 39)
    assert exact_fill([Group([1, 2], [80, 100])], empty) == [[2]]
    assert exact_fill([Group([1, 2, 3], [30, 31, 100])], empty) == [[1, 2]]


def test_what_rounding_left_out_is_added_in_the_end() -> None:
    groups = [
        Group([0, 1, 2], [178, 27, 272], most=301),
        Group([3, 4, 5, 6], [132, 302, 302, 142], most=79),
    ]
    assert exact_fill(groups, Room(609, 0, 49)) == [[2, 1], []]


def test_an_item_as_long_as_its_limit_is_allowed() -> None:
    assert exact_fill([Group([0], [12_520], most=12_520)], Room(20_000, 0, 63)) == [[0]]


def test_far_more_items_than_the_first_few_are_searched() -> None:
    """Only the last two of sixty fill the slot together."""
    costs = [60 + 2 * n for n in range(58)] + [501, 500]
    group = Group(range(60), costs)
    [chosen] = exact_fill([group], Room(1_001 + 60, 0, 0))
    assert sum(costs[k] for k in chosen) == 1_001 + 60


@given(groups=groups(2), room=rooms(st.integers(0, 120)))
def test_first_fit_takes_in_order_whatever_fits(groups: list[Group], room: Room) -> None:
    left = room.frames
    for group, names in zip(groups, first_fit(groups, room), strict=True):
        limit = left if group.most is None else min(left, group.most)
        for name, cost in zip(group.ranked, group.costs, strict=True):
            assert (name in names) == (cost <= limit)
            if name in names:
                limit -= cost
                left -= cost
