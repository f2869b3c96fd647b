"""Which sums a set of weights can make, each set of sums one integer.

Bit x of an integer says "x can be made". Adding a weight to every sum is then
one shift, and a slot of an hour is a few hundred bytes, so every subset of a
hundred items is weighed in microseconds without arrays.

A weight may stretch: with stretch j it counts as anything from w to w + j,
which is how the room between a pause's least and most enters the sum.
"""

from collections.abc import Iterator, Sequence


def upward(sums: int, by: int) -> int:
    """Return the sums with each also moved up by every amount to `by`."""
    reached = 0
    while reached < by:
        step = min(reached + 1, by - reached)
        sums |= sums << step
        reached += step
    return sums


def downward(sums: int, by: int) -> int:
    """Return the sums with each also moved down by every amount to `by`, not below 0."""
    reached = 0
    while reached < by:
        step = min(reached + 1, by - reached)
        sums |= sums >> step
        reached += step
    return sums


def suffix_sums(weights: Sequence[int], stretch: int, most: int) -> list[int]:
    """Return, for every k, the sums up to `most` of subsets of the weights from k on.

    The last entry is the empty subset: bit 0 alone.
    """
    within = (1 << (most + 1)) - 1
    suffixes = [1] * (len(weights) + 1)
    sums = 1
    for k in range(len(weights) - 1, -1, -1):
        sums |= upward(sums << weights[k], stretch) & within
        suffixes[k] = sums
    return suffixes


def rigid_sums(weights: Sequence[int], suffixes: Sequence[int], most: int) -> int:
    """Return the sums up to `most` of subsets whose first weight does not stretch."""
    within = (1 << (most + 1)) - 1
    sums = 1
    for k, weight in enumerate(weights):
        sums |= suffixes[k + 1] << weight
    return sums & within


def take_first(
    weights: Sequence[int],
    stretch: int,
    suffixes: Sequence[int],
    goals: int,
    *,
    rigid: bool = False,
) -> list[int]:
    """Return the subset that makes one of `goals` and comes first in lexical order.

    Each weight in turn is taken if what remains can still be made by those
    after it; with `rigid`, the first taken does not stretch. One of `goals`
    must be among `suffixes[0]`, or among the rigid sums.
    """
    taken: list[int] = []
    remaining = goals
    for k, weight in enumerate(weights):
        if remaining.bit_length() <= weight:
            continue
        after = remaining >> weight
        if taken or not rigid:
            after = downward(after, stretch)
        if after & suffixes[k + 1]:
            taken.append(k)
            remaining = after
    return taken


def sums_of(first: int, second: int, most: int) -> int:
    """Return the sums, up to `most`, of one of each."""
    if second.bit_count() > first.bit_count():
        first, second = second, first
    within = (1 << (most + 1)) - 1
    sums = 0
    for low, high in _runs(second):
        sums |= upward(first << low, high - low) & within
    return sums


def differences(goals: int, rest: int) -> int:
    """Return what, added to one of `rest`, makes one of `goals`."""
    sums = 0
    for low, high in _runs(rest):
        sums |= downward(goals >> low, high - low)
    return sums


def _runs(sums: int) -> Iterator[tuple[int, int]]:
    """Yield the lowest and highest of every run of neighbouring sums."""
    offset = 0
    while sums:
        skip = (sums & -sums).bit_length() - 1
        sums >>= skip
        length = ((sums + 1) & -(sums + 1)).bit_length() - 1
        yield offset + skip, offset + skip + length - 1
        sums >>= length
        offset += skip + length
