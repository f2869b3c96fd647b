from hypothesis import given
from hypothesis import strategies as st

from broadcast.planner.reach import (
    differences,
    downward,
    rigid_sums,
    suffix_sums,
    sums_of,
    take_first,
    upward,
)

amounts = st.frozensets(st.integers(0, 40), max_size=6)
weights = st.lists(st.integers(1, 12), max_size=6)
stretches = st.integers(0, 4)


def as_bits(sums: frozenset[int] | set[int]) -> int:
    return sum(1 << amount for amount in sums)


def as_set(bits: int) -> set[int]:
    return {amount for amount in range(bits.bit_length()) if bits >> amount & 1}


def every_sum(weights: list[int], stretch: int) -> set[int]:
    sums = {0}
    for weight in weights:
        sums |= {total + weight + more for total in sums for more in range(stretch + 1)}
    return sums


@given(sums=amounts, by=stretches)
def test_amounts_move_up_and_down_by_everything_to_a_limit(sums: frozenset[int], by: int) -> None:
    assert as_set(upward(as_bits(sums), by)) == {x + more for x in sums for more in range(by + 1)}
    assert as_set(downward(as_bits(sums), by)) == {
        x - less for x in sums for less in range(by + 1) if x >= less
    }


@given(weights=weights, stretch=stretches, most=st.integers(0, 60))
def test_suffix_sums_are_the_sums_of_all_subsets(
    weights: list[int], stretch: int, most: int
) -> None:
    suffixes = suffix_sums(weights, stretch, most)
    for k in range(len(weights) + 1):
        expected = {total for total in every_sum(weights[k:], stretch) if total <= most}
        assert as_set(suffixes[k]) == expected


@given(first=amounts, second=amounts, most=st.integers(0, 60))
def test_sums_and_differences_are_those_of_every_pair(
    first: frozenset[int], second: frozenset[int], most: int
) -> None:
    assert as_set(sums_of(as_bits(first), as_bits(second), most)) == {
        one + other for one in first for other in second if one + other <= most
    }
    assert as_set(differences(as_bits(first), as_bits(second))) == {
        one - other for one in first for other in second if one >= other
    }


@given(weights=weights, stretch=stretches, goals=amounts)
def test_the_first_subset_in_lexical_order_is_taken(
    weights: list[int], stretch: int, goals: frozenset[int]
) -> None:
    suffixes = suffix_sums(weights, stretch, 60)
    making = [
        subset
        for subset in subsets_in_order(len(weights))
        if every_stretch(sum(weights[k] for k in subset), len(subset), stretch) & goals
    ]
    if making:
        assert take_first(weights, stretch, suffixes, as_bits(goals)) == making[0]
    else:
        assert suffixes[0] & as_bits(goals) == 0


@given(weights=weights, stretch=stretches, goals=amounts)
def test_the_first_taken_may_be_kept_from_stretching(
    weights: list[int], stretch: int, goals: frozenset[int]
) -> None:
    suffixes = suffix_sums(weights, stretch, 60)
    making = [
        subset
        for subset in subsets_in_order(len(weights))
        if every_stretch(sum(weights[k] for k in subset), max(0, len(subset) - 1), stretch) & goals
    ]
    if making:
        assert take_first(weights, stretch, suffixes, as_bits(goals), rigid=True) == making[0]
    else:
        assert rigid_sums(weights, suffixes, 60) & as_bits(goals) == 0


def every_stretch(total: int, count: int, stretch: int) -> set[int]:
    return set(range(total, total + count * stretch + 1))


def subsets_in_order(count: int) -> list[list[int]]:
    """Return every subset, those that hold an earlier member before those that do not."""
    return [
        [k for k in range(count) if number >> (count - 1 - k) & 1]
        for number in range((1 << count) - 1, -1, -1)
    ]
